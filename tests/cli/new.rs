use std::fs;

use crate::{gotchas, stderr, stdout, work_tree};

#[test]
fn writes_a_file_with_the_next_free_code() {
    let tree = work_tree();
    let said = stdout(
        gotchas()
            .current_dir(tree.path())
            .args(["new", "database", "d1-batch-limit"]),
        0,
    );
    assert!(said.starts_with("CFW405 "), "{said}");
    let text =
        fs::read_to_string(tree.path().join("gotchas/database/d1-batch-limit.yaml")).unwrap();
    assert!(
        text.starts_with("# yaml-language-server: $schema=../schema.json\ncode: CFW405\n"),
        "{text}"
    );
    // The first is not finished, and counts all the same.
    let said = stdout(
        gotchas()
            .current_dir(tree.path())
            .args(["new", "database", "d1-session"]),
        0,
    );
    assert!(said.starts_with("CFW406 "), "{said}");
}

#[test]
fn works_from_a_folder_below() {
    let tree = work_tree();
    let below = tree.path().join("gotchas/cookies");
    let said = stdout(
        gotchas()
            .current_dir(below)
            .args(["new", "cookies", "cookie-size"]),
        0,
    );
    assert!(said.starts_with("CFW902 "), "{said}");
    assert!(
        tree.path()
            .join("gotchas/cookies/cookie-size.yaml")
            .is_file()
    );
}

#[test]
fn the_file_is_invalid_until_filled_in_and_each_gap_is_named() {
    let tree = work_tree();
    stdout(
        gotchas()
            .current_dir(tree.path())
            .args(["new", "fetch", "fetch-redirects"]),
        0,
    );
    let problems = gotchas_catalog::Catalogue::load(&tree.path().join("gotchas"))
        .expect_err("it is not filled in");
    let drawn = problems.to_string();
    let scaffold =
        fs::read_to_string(tree.path().join("gotchas/fetch/fetch-redirects.yaml")).unwrap();
    let gaps = scaffold
        .lines()
        .enumerate()
        .filter(|(_, line)| line.ends_with(": \"\""));
    for (index, line) in gaps {
        let place = format!("fetch-redirects.yaml:{}:", index + 1);
        assert!(
            drawn.contains(&place),
            "line {} (`{line}`) is not named in\n{drawn}",
            index + 1
        );
    }
}

#[test]
fn a_folder_of_ones_own_gets_files_too() {
    let folder = tempfile::tempdir().unwrap();
    let mut new = gotchas();
    new.args(["new", "time", "our-clock", "--gotchas"])
        .arg(folder.path());
    assert!(stdout(&mut new, 0).starts_with("CFW602 "));
    assert!(folder.path().join("time/our-clock.yaml").is_file());
}

#[test]
fn mistakes_are_explained_and_write_nothing() {
    let tree = work_tree();
    let run = |args: &[&str]| stderr(gotchas().current_dir(tree.path()).arg("new").args(args), 2);
    assert!(run(&["databse", "x"]).contains("database"));
    assert!(run(&["database", "Not_Kebab"]).contains("hyphens"));
    assert!(run(&["database", "../../escape"]).contains("hyphens"));
    assert!(run(&["database", "jsproxy-to-dict"]).contains("already"));
    assert!(run(&["fetch", "jsproxy-to-dict"]).contains("already"));
    let elsewhere = tempfile::tempdir().unwrap();
    let said = stderr(
        gotchas()
            .current_dir(elsewhere.path())
            .args(["new", "time", "x"]),
        2,
    );
    assert!(said.contains("--gotchas"), "{said}");
}

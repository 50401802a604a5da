use std::fs;

use crate::{PROMISED, gotchas, stderr, stdout, work_tree};

#[test]
fn build_writes_a_page_for_each_gotcha_and_what_lies_beside() {
    let tree = work_tree();
    let said = stdout(
        gotchas()
            .current_dir(tree.path())
            .args(["build", "--dest-dir", "out"]),
        0,
    );
    assert!(said.ends_with("out/html/index.html\n"), "{said}");
    let catalogue = crate::catalogue();
    for (_, name) in PROMISED {
        let entry = catalogue.get(name).unwrap();
        let page = fs::read_to_string(tree.path().join("out/html").join(entry.page())).unwrap();
        assert!(page.contains(&entry.code().to_string()), "{}", entry.page());
    }
    for file in ["index.html", "404.html", "gotchas.json", "schema.json"] {
        assert!(
            tree.path().join("out/html").join(file).is_file(),
            "{file} is missing"
        );
    }
}

#[test]
fn build_finds_the_book_from_a_folder_below_and_by_option() {
    let tree = work_tree();
    stderr(
        gotchas()
            .current_dir(tree.path().join("src"))
            .args(["build", "--dest-dir", "out"]),
        0,
    );
    assert!(
        tree.path().join("src/out/html/index.html").is_file(),
        "a folder is relative to where one is"
    );
    let elsewhere = tempfile::tempdir().unwrap();
    let out = elsewhere.path().join("out");
    stderr(
        gotchas()
            .current_dir(elsewhere.path())
            .arg("build")
            .arg(tree.path())
            .arg("--dest-dir")
            .arg(&out),
        0,
    );
    assert!(out.join("html/index.html").is_file());
    let said = stderr(gotchas().current_dir(elsewhere.path()).arg("build"), 2);
    assert!(said.contains("book.toml"), "{said}");
}

#[test]
fn timings_name_the_stages() {
    let tree = work_tree();
    let said = stderr(
        gotchas()
            .current_dir(tree.path())
            .args(["build", "--dest-dir", "out", "--timings"]),
        0,
    );
    for stage in ["reading", "checking", "Markdown", "index", "book"] {
        assert!(said.contains(stage), "{stage} is not in\n{said}");
    }
}

/// What is broken, and what the message must say.
#[test]
fn build_fails_with_the_place_whatever_is_broken_by_hand() {
    const FILE: &str = "gotchas/database/jsproxy-to-dict.yaml";
    let cases: [(&str, &str, &str); 5] = [
        ("severity: error", "severity: fatal", "fatal"),
        (
            "return dict(row)  # gotcha",
            "return row.to_py()  # gotcha",
            "CFW403",
        ),
        (
            "return row.to_py() if hasattr(row, \"to_py\") else row",
            "return dict(row)",
            "CFW403",
        ),
        (
            "async def get_user(env, user_id):",
            "async def get_user(env, user_id:",
            "jsproxy-to-dict.yaml",
        ),
        ("takeaway:", "take_away:", "take_away"),
    ];
    for (right, broken, expected) in cases {
        let tree = work_tree();
        let path = tree.path().join(FILE);
        let text = fs::read_to_string(&path).unwrap();
        assert!(text.contains(right), "`{right}` is not in {FILE}");
        let line = text[..text.find(right).unwrap()].lines().count()
            + usize::from(!text.starts_with(right));
        fs::write(&path, text.replacen(right, broken, 1)).unwrap();
        let said = stderr(
            gotchas()
                .current_dir(tree.path())
                .args(["build", "--dest-dir", "out"]),
            2,
        );
        assert!(said.contains(expected), "{broken}:\n{said}");
        let place = format!("{FILE}:{line}:");
        let near = format!("{FILE}:{}:", line.saturating_sub(1));
        assert!(
            said.contains(&place) || said.contains(&near),
            "{broken} is on line {line}:\n{said}"
        );
        assert!(
            !tree.path().join("out").exists(),
            "a broken site was written"
        );
    }
}

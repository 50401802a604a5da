//! More of what users of `ruff check` are used to: standard input, options that exclude each other, patterns, comments.

use std::{fs, path::Path};

use crate::{check, folder, json, stderr, stdout};

const WRONG: &str = "\
from workers import Response
async def user(env):
    row = await env.DB.prepare(\"SELECT 1\").first()
    return dict(row)
";

#[test]
fn a_name_for_standard_input_has_it_read() {
    let folder = folder(&[("a.py", WRONG)]);
    for (paths, passed_over) in [
        (&[][..], &[][..]),
        (&["-"], &[]),
        (&["a.py"], &["a.py"]),
        (&["-", "a.py", "."], &["a.py", "."]),
    ] {
        let mut command = check(folder.path(), &["--stdin-filename", "b.py"]);
        command.args(paths).args(["--output-format", "pylint"]);
        command.write_stdin(format!("\n{WRONG}"));
        let output = command.assert().code(1).get_output().clone();
        let found = String::from_utf8(output.stdout).unwrap();
        assert!(found.starts_with("b.py:5: [CFW403]"), "{found}");
        let said = String::from_utf8(output.stderr).unwrap();
        let warning = |path| format!("warning: Ignoring file {path} in favor of standard input.\n");
        let warnings: String = passed_over.iter().map(warning).collect();
        assert_eq!(said, warnings);
        assert_eq!(stderr(command.arg("-q"), 1), "");
    }
    let mut command = check(folder.path(), &["--stdin-filename", "b.py", "--add-noqa"]);
    stdout(command.write_stdin(WRONG), 2);
    let mut command = check(folder.path(), &["-", "a.py"]);
    stdout(command.write_stdin(WRONG), 2);
    assert_eq!(
        fs::read_to_string(folder.path().join("a.py")).unwrap(),
        WRONG
    );
}

#[test]
fn statistics_are_of_findings() {
    let folder = folder(&[("a.py", WRONG)]);
    for other in [
        "--add-noqa",
        "--add-ignore",
        "--diff",
        "--watch",
        "--show-files",
        "--show-settings",
    ] {
        let said = stderr(&mut check(folder.path(), &["--statistics", other]), 2);
        assert!(said.contains("cannot be used with"), "{other}: {said}");
    }
    stdout(&mut check(folder.path(), &["--statistics", "--fix"]), 0);
}

#[test]
fn a_setting_extends_no_file() {
    let folder = folder(&[("a.py", WRONG), ("base.toml", "ignore = ['CFW403']\n")]);
    let arguments = ["--config", "extend = 'base.toml'"];
    let said = stderr(&mut check(folder.path(), &arguments), 2);
    assert!(said.contains("`extend` stands in a file"), "{said}");
}

/// The files in which something is found where the pattern turns the rule off.
fn left(folder: &Path, pattern: &str) -> Vec<String> {
    let off = format!("{pattern}:CFW403");
    let arguments = [
        "--per-file-ignores",
        &off,
        "--output-format",
        "json",
        "--exit-zero",
    ];
    let found = json(&mut check(folder, &arguments), 0);
    let found = found.as_array().unwrap().iter();
    let whole = found.map(|one| one["filename"].as_str().unwrap());
    let below = whole.map(|path| Path::new(path).strip_prefix(folder.canonicalize().unwrap()));
    let mut names: Vec<String> = below
        .map(|path| path.unwrap().display().to_string())
        .collect();
    names.sort();
    names
}

#[test]
fn a_folder_in_a_pattern_is_no_pattern_for_its_files() {
    let files = ["m.py", "src.py", "src/deep/y.py", "src/x.py"];
    let folder = folder(&files.map(|name| (name, WRONG)));
    // As `ruff check --per-file-ignores` leaves them.
    for nothing in [
        "src", "src/", "./src", "deep", "**/deep", "deep/*", "", ".", "./", "/",
    ] {
        assert_eq!(left(folder.path(), nothing), files, "{nothing}");
    }
    for (pattern, wanted) in [
        ("src/*", &["m.py", "src.py"][..]),
        ("src/**", &["m.py", "src.py"]),
        ("src/deep/*", &["m.py", "src.py", "src/x.py"]),
        ("x.py", &["m.py", "src.py", "src/deep/y.py"]),
        ("src/x.py", &["m.py", "src.py", "src/deep/y.py"]),
        ("!src/*", &["src/deep/y.py", "src/x.py"]),
        ("!src", &[]),
        ("*", &[]),
    ] {
        assert_eq!(left(folder.path(), pattern), wanted, "{pattern}");
    }
}

#[test]
fn a_comment_is_added_behind_two_spaces() {
    let text = WRONG.replace("dict(row)", "dict(row)  \t ");
    let folder = folder(&[("a.py", &text)]);
    check(folder.path(), &["--add-noqa"]).assert().code(0);
    let text = fs::read_to_string(folder.path().join("a.py")).unwrap();
    assert!(
        text.ends_with("    return dict(row)  # noqa: CFW403\n"),
        "{text}"
    );
}

#[test]
fn many_findings_are_allowed_at_once() {
    let head = WRONG.replace("    return dict(row)\n", "");
    let body = "    dict(row)\n    dict(row)  # noqa: E501\n".repeat(500);
    let folder = folder(&[("a.py", &format!("{head}{body}"))]);
    let said = stderr(&mut check(folder.path(), &["--add-noqa"]), 0);
    assert_eq!(said, "Added 1000 noqa directives.\n");
    let text = fs::read_to_string(folder.path().join("a.py")).unwrap();
    let body = "    dict(row)  # noqa: CFW403\n    dict(row)  # noqa: CFW403, E501\n".repeat(500);
    assert_eq!(text, format!("{head}{body}"));
    check(folder.path(), &[]).assert().code(0);
}

#[test]
fn directives_that_cannot_be_read_allow_nothing_and_are_named() {
    for comment in [
        "ignored by design",
        "ignore CFW403",
        "ignore: CFW403",
        "ignore-next-line[CFW403]",
        "ignore[CFW403",
    ] {
        let text = WRONG.replace("dict(row)", &format!("dict(row)  # gotchas: {comment}"));
        let folder = folder(&[("a.py", &text)]);
        let said = stderr(&mut check(folder.path(), &[]), 1);
        assert!(said.starts_with("warning: Invalid"), "{comment}: {said}");
        assert!(said.contains("on a.py:4"), "{comment}: {said}");
    }
    let text = format!("# flake8: noqa: CFW403;\n{WRONG}");
    let folder = folder(&[("a.py", &text)]);
    let said = stderr(&mut check(folder.path(), &[]), 1);
    assert!(
        said.contains("Invalid `# flake8: noqa` directive on a.py:1"),
        "{said}"
    );
}

#[test]
fn a_second_noqa_is_removed_after_the_first() {
    let text = WRONG.replace("dict(row)", "print(row)  # noqa: CFW301 # noqa: CFW403");
    let folder = folder(&[("a.py", &text)]);
    check(folder.path(), &["--fix", "--select", "CFW000"])
        .assert()
        .code(0);
    let text = fs::read_to_string(folder.path().join("a.py")).unwrap();
    assert!(text.ends_with("    return print(row)\n"), "{text}");
}

#[test]
fn the_name_of_the_rule_about_comments_is_suggested() {
    let folder = folder(&[("a.py", WRONG)]);
    let said = stderr(
        &mut check(folder.path(), &["--ignore", "unused-supression"]),
        2,
    );
    assert!(
        said.contains("did you mean `unused-suppression`?"),
        "{said}"
    );
}

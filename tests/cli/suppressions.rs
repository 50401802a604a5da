//! Comments that allow findings: what they reach, and those that allow nothing.

use std::{fs, path::Path};

use tempfile::TempDir;

use crate::{check, stdout};

const HEAD: &str = "\
from workers import Response
async def user(env):
    row = await env.DB.prepare(\"SELECT 1\").first()
";

fn folder(body: &str) -> TempDir {
    crate::folder(&[("a.py", &format!("{HEAD}{body}"))])
}

/// Line and message of each finding.
fn found(body: &str) -> Vec<String> {
    let folder = folder(body);
    let mut command = check(folder.path(), &["--output-format", "pylint"]);
    let output = command.output().unwrap();
    let text = String::from_utf8(output.stdout).unwrap();
    let lines = text.lines().map(|line| line.trim_start_matches("a.py:"));
    lines
        .map(|line| line.split(" raises").next().unwrap().to_owned())
        .collect()
}

fn fixed(body: &str) -> String {
    let folder = folder(body);
    check(folder.path(), &["--fix-only", "--select", "CFW000"])
        .assert()
        .code(0);
    let text = fs::read_to_string(folder.path().join("a.py")).unwrap();
    text.strip_prefix(HEAD).unwrap().to_owned()
}

#[test]
fn a_suppression_that_allows_nothing_is_reported() {
    assert_eq!(found("    dict(row)  # noqa: CFW403\n"), [""; 0]);
    assert_eq!(
        found("    print(row)  # noqa: CFW403\n"),
        ["4: [CFW000] Unused suppression (unused: `CFW403`)"]
    );
    assert_eq!(
        found("    dict(row)  # gotchas: ignore[CFW301, jsproxy-to-dict, jsproxy]\n"),
        ["4: [CFW000] Unused suppression (unused: `CFW301`; unknown: `jsproxy`)"]
    );
    assert_eq!(
        found("    print(row)\n# gotchas: file-ignore[CFW403]\n"),
        ["5: [CFW000] Unused suppression (unused: `CFW403`)"]
    );
}

#[test]
fn what_others_may_need_is_nobodys_business() {
    assert_eq!(found("    print(row)  # noqa\n"), [""; 0]);
    assert_eq!(found("    print(row)  # noqa: E501, F401\n"), [""; 0]);
    assert_eq!(
        found("    print(row)  # noqa: E501 because CFW is long\n"),
        [""; 0]
    );
}

#[test]
fn rules_are_off_between_disable_and_enable() {
    let body = "    # gotchas: disable[CFW403]\n    dict(row)\n    # gotchas: enable[CFW403]\n    dict(row)\n";
    assert_eq!(found(body), ["7: [CFW403] `dict(row)`"]);
    let body = "    # gotchas: disable\n    dict(row)\n    # gotchas: enable\n    dict(row)\n";
    assert_eq!(found(body), ["7: [CFW403] `dict(row)`"]);
    assert_eq!(
        found("    # gotchas: disable[CFW403]\n    dict(row)\n    dict(row)\n"),
        [""; 0]
    );
}

#[test]
fn unused_suppressions_are_removed() {
    assert_eq!(
        fixed("    print(row)  # noqa: CFW403\n"),
        "    print(row)\n"
    );
    assert_eq!(
        fixed("    print(row)  # noqa: E501, CFW403\n"),
        "    print(row)  # noqa: E501\n"
    );
    assert_eq!(
        fixed("    # gotchas: ignore[CFW403]\r\n    print(row)\r\n"),
        "    print(row)\r\n"
    );
    assert_eq!(
        fixed("    dict(row)  # gotchas: ignore[CFW301, CFW403]\n"),
        "    dict(row)  # gotchas: ignore[CFW403]\n"
    );
    // What else the comment says is for its author to decide about.
    let said = "    print(row)  # noqa: CFW403 # it is a row\n";
    assert_eq!(fixed(said), said);
    // Of a broken file nobody knows what is unused.
    let broken = "    print(row  # noqa: CFW403\n";
    assert_eq!(fixed(broken), broken);
}

#[test]
fn nobody_knows_what_is_unused_in_standard_input() {
    let body = format!("{HEAD}    print(row)  # noqa: CFW403\n");
    let mut command = check(Path::new("."), &["-"]);
    assert_eq!(stdout(command.write_stdin(body), 0), "All checks passed!\n");
}

#[test]
fn findings_of_today_can_be_allowed() {
    let folder = folder(
        "    dict(row)\n    dict(row)  # noqa: E501\n    print(\"\"\"\n\"\"\", dict(row))\n",
    );
    let said = stdout(&mut check(folder.path(), &["--add-noqa"]), 0);
    assert_eq!(said, "Added 3 noqa directives.\n");
    let text = fs::read_to_string(folder.path().join("a.py")).unwrap();
    let body = "    dict(row)  # noqa: CFW403\n    dict(row)  # noqa: E501, CFW403\n    print(\"\"\"\n\"\"\", dict(row))  # noqa: CFW403\n";
    assert_eq!(text, format!("{HEAD}{body}"));
    check(folder.path(), &[]).assert().code(0);
    assert_eq!(stdout(&mut check(folder.path(), &["--add-noqa"]), 0), "");
}

#[test]
fn what_is_allowed_can_be_given_a_reason() {
    let folder = folder("    dict(row)\n    dict(row)  # noqa: E501\n");
    let with_reason = "--add-noqa=rows of tests";
    let said = stdout(&mut check(folder.path(), &[with_reason]), 0);
    assert_eq!(said, "Added 2 noqa directives.\n");
    let text = fs::read_to_string(folder.path().join("a.py")).unwrap();
    let body = "    dict(row)  # noqa: CFW403 rows of tests\n    dict(row)  # noqa: E501, CFW403 rows of tests\n";
    assert_eq!(text, format!("{HEAD}{body}"));
    check(folder.path(), &[]).assert().code(0);
    check(folder.path(), &["--add-noqa=a\nb"]).assert().code(2);
}

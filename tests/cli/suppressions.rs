//! Comments that allow findings: what they reach, and those that allow nothing.

use std::{fs, path::Path};

use tempfile::TempDir;

use crate::{check, json, stderr, stdout};

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
        ["4: [CFW000] Unused `noqa` directive (unused: `CFW403`)"]
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
    // The reason goes with it, another comment stays.
    assert_eq!(
        fixed("    print(row)  # noqa: CFW403 see issue #12\n"),
        "    print(row)\n"
    );
    assert_eq!(
        fixed("    print(row)  # noqa: CFW403 # it is a row\n"),
        "    print(row)  # it is a row\n"
    );
    assert_eq!(
        fixed("    dict(row)  # noqa: CFW403, CFW403\n"),
        "    dict(row)  # noqa: CFW403\n"
    );
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
    let said = stderr(&mut check(folder.path(), &["--add-noqa"]), 0);
    assert_eq!(said, "Added 3 noqa directives.\n");
    let text = fs::read_to_string(folder.path().join("a.py")).unwrap();
    let body = "    dict(row)  # noqa: CFW403\n    dict(row)  # noqa: CFW403, E501\n    print(\"\"\"\n\"\"\", dict(row))  # noqa: CFW403\n";
    assert_eq!(text, format!("{HEAD}{body}"));
    check(folder.path(), &[]).assert().code(0);
    assert_eq!(stdout(&mut check(folder.path(), &["--add-noqa"]), 0), "");
}

#[test]
fn what_is_allowed_can_be_given_a_reason() {
    let folder = folder("    dict(row)\n    dict(row)  # noqa: E501\n");
    let with_reason = "--add-noqa=rows of tests";
    let said = stderr(&mut check(folder.path(), &[with_reason]), 0);
    assert_eq!(said, "Added 2 noqa directives.\n");
    let text = fs::read_to_string(folder.path().join("a.py")).unwrap();
    let body = "    dict(row)  # noqa: CFW403 rows of tests\n    dict(row)  # noqa: CFW403, E501 rows of tests\n";
    assert_eq!(text, format!("{HEAD}{body}"));
    check(folder.path(), &[]).assert().code(0);
    check(folder.path(), &["--add-noqa=a\nb"]).assert().code(2);
}

/// A finding in the first line of each of these; the second number is the line that speaks for it.
const JOINED: [(&str, u64); 6] = [
    ("    return f\"\"\"{dict(row)}\n\"\"\"", 5),
    ("    return f\"\"\"\n{dict(row)}\n\"\"\"", 6),
    ("    y = f\"\"\"\n    {dict(row)}\n    \"\"\"", 6),
    ("    (dict(row), f\"\"\"\n{1}\n\"\"\")", 6),
    ("    return dict(row), \\\n        1", 5),
    ("    (dict(row), \"\"\"\n\"\"\")", 5),
];

#[test]
fn the_last_of_joined_lines_speaks_for_all() {
    for (body, row) in JOINED {
        assert_eq!(
            found(&format!("{body}  # noqa: CFW403\n")),
            [""; 0],
            "{body}"
        );
        let ignored = format!("{body}  # gotchas: ignore[CFW403]\n");
        assert_eq!(found(&ignored), [""; 0], "{body}");
        let unused = format!("{body}  # noqa: CFW403\n").replace("dict", "print");
        assert_eq!(found(&unused).len(), 1, "{body}");
        let folder = folder(&format!("{body}\n"));
        let findings = json(&mut check(folder.path(), &["--output-format", "json"]), 1);
        assert_eq!(findings[0]["noqa_row"], row, "{body}");
        let said = stderr(&mut check(folder.path(), &["--add-noqa"]), 0);
        assert_eq!(said, "Added 1 noqa directive.\n");
        let text = fs::read_to_string(folder.path().join("a.py")).unwrap();
        assert_eq!(text, format!("{HEAD}{body}  # noqa: CFW403\n"));
        check(folder.path(), &[]).assert().code(0);
    }
}

#[test]
fn a_suppression_may_be_said_to_allow_nothing() {
    let folder =
        folder("    print(row)  # noqa: CFW403\n    # gotchas: ignore[CFW403]\n    print(row)\n");
    let said = stderr(&mut check(folder.path(), &["--add-noqa"]), 0);
    assert_eq!(said, "Added 2 noqa directives.\n");
    let text = fs::read_to_string(folder.path().join("a.py")).unwrap();
    let body = "    print(row)  # noqa: CFW000, CFW403\n    # gotchas: ignore[CFW403]  # noqa: CFW000\n    print(row)\n";
    assert_eq!(text, format!("{HEAD}{body}"));
    assert_eq!(stderr(&mut check(folder.path(), &["--add-noqa"]), 0), "");
    check(folder.path(), &[]).assert().code(0);
}

#[test]
fn what_only_starts_like_a_directive_allows_nothing() {
    for comment in [
        "noqa-CFW403",
        "noqa[CFW403]",
        "noqa: CFW403;CFW201",
        "noqa:",
    ] {
        let body = format!("    dict(row)  # {comment}\n");
        assert_eq!(found(&body), ["4: [CFW403] `dict(row)`"], "{comment}");
    }
    assert_eq!(found("    dict(row)  # noqa: CFW403CFW201\n").len(), 1);
}

#[test]
fn comments_that_cannot_be_read_are_named() {
    let body = "\
    dict(row)  # noqa: nonsense
    x = 1  # noqa[CFW403]
    x = 1  # noqa:
    x = 1  # noqa: CFW403CFW201
    x = 1  # gotchas: noqa
    # gotchas: noqa: nope
    # gotchas: ignore[]
    # gotchas: ignroe[CFW403]
    # noqa: F401 and that is fine
    # gotchas: we know them
    x = '# noqa:'
";
    let folder = folder(body);
    let said = stderr(&mut check(folder.path(), &[]), 1);
    let rows: Vec<&str> = said
        .lines()
        .map(|line| line.split(": ").nth(1).unwrap())
        .collect();
    assert_eq!(
        rows,
        [
            "Invalid `# noqa` directive on a.py:4",
            "Invalid `# noqa` directive on a.py:5",
            "Invalid `# noqa` directive on a.py:6",
            "Missing or joined rule code(s) on a.py:7",
            "Unexpected `# gotchas",
            "Invalid `# gotchas",
            "Invalid suppression comment on a.py:10",
            "Invalid `# gotchas:` directive on a.py:11",
        ]
    );
    assert_eq!(stderr(&mut check(folder.path(), &["-q"]), 1), "");
    let folder = crate::folder(&[("a.py", "import js\n# noqa: E501 why\n# gotchas: noqa\n")]);
    assert_eq!(stderr(&mut check(folder.path(), &[]), 0), "");
}

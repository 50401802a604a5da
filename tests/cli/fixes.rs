//! `--fix` and its relatives.

use std::fs;

use tempfile::TempDir;

use crate::{check, json, stderr, stdout};

/// Two findings that can be mended, and one that cannot: a relative path.
const WRONG: &str = "\
from workers import Response
async def user(env):
    row = await env.DB.prepare(\"SELECT 1\").first()
    open(\"data.json\")
    await env.DB.prepare(\"SELECT ?\").bind(None).run()
    return dict(row)
";
const FIXED: &str = "\
from pyodide.ffi import jsnull
from workers import Response
async def user(env):
    row = await env.DB.prepare(\"SELECT 1\").first()
    open(\"data.json\")
    await env.DB.prepare(\"SELECT ?\").bind(jsnull).run()
    return row.to_py()
";

fn folder() -> TempDir {
    crate::folder(&[("worker.py", WRONG)])
}

fn text(folder: &TempDir) -> String {
    fs::read_to_string(folder.path().join("worker.py")).unwrap()
}

#[test]
fn what_can_be_mended_is_marked() {
    let folder = folder();
    let said = stdout(
        &mut check(folder.path(), &["--output-format", "concise"]),
        1,
    );
    assert!(
        said.contains("worker.py:6:17: CFW403 [*] `dict(row)`"),
        "{said}"
    );
    assert!(
        said.contains("worker.py:4:10: CFW301 `\"data.json\""),
        "{said}"
    );
    let closing = "Found 3 errors.\n[*] 2 fixable with `--fix`.\n";
    assert!(said.ends_with(closing), "{said}");
    let found = json(&mut check(folder.path(), &["--output-format", "json"]), 1);
    let fix = &found[2]["fix"];
    assert_eq!(fix["applicability"], "safe");
    assert_eq!(fix["message"], "Replace with `row.to_py()`");
    assert_eq!(fix["edits"][0]["content"], "row.to_py()");
    assert_eq!(fix["edits"][0]["location"]["row"], 6);
    assert_eq!(fix["edits"][0]["location"]["column"], 12);
    assert_eq!(fix["edits"][0]["end_location"]["column"], 21);
    assert!(found[0]["fix"].is_null());
}

#[test]
fn files_are_mended_and_what_is_left_is_reported() {
    let folder = folder();
    let said = stdout(&mut check(folder.path(), &["--fix", "--show-fixes"]), 1);
    assert_eq!(text(&folder), FIXED);
    assert!(
        said.contains("\n\nFixed 2 errors:\n- worker.py:\n    1 × CFW403 (jsproxy-to-dict)\n"),
        "{said}"
    );
    assert!(
        said.ends_with("\n\nFound 3 errors (2 fixed, 1 remaining).\n"),
        "{said}"
    );
    // Nothing is left to be mended.
    let said = stdout(&mut check(folder.path(), &["--fix"]), 1);
    assert!(said.ends_with("Found 1 error.\n"), "{said}");
    assert_eq!(text(&folder), FIXED);
}

#[test]
fn a_diff_changes_nothing() {
    let folder = folder();
    let said = stdout(&mut check(folder.path(), &["--diff"]), 1);
    assert!(
        said.starts_with("--- worker.py\n+++ worker.py\n@@ -1,6 +1,7 @@\n"),
        "{said}"
    );
    assert!(
        said.contains("-    return dict(row)\n+    await env"),
        "{said}"
    );
    assert_eq!(text(&folder), WRONG);
    fs::write(folder.path().join("worker.py"), FIXED).unwrap();
    assert_eq!(stdout(&mut check(folder.path(), &["--diff"]), 0), "");
}

#[test]
fn rules_can_be_kept_from_being_mended() {
    let folder = folder();
    check(folder.path(), &["--fix", "--unfixable", "CFW4"])
        .assert()
        .code(1);
    assert_eq!(text(&folder), WRONG);
    check(folder.path(), &["--fix", "--fixable", "CFW404"])
        .assert()
        .code(1);
    let after = text(&folder);
    assert!(
        after.contains("bind(jsnull)") && after.contains("dict(row)"),
        "{after}"
    );
}

#[test]
fn exit_codes_are_ruffs() {
    let folder = folder();
    check(folder.path(), &["--fix-only"])
        .assert()
        .code(0)
        .stdout("Fixed 2 errors.\n");
    fs::write(folder.path().join("worker.py"), WRONG).unwrap();
    let select = ["--select", "CFW403", "--fix"];
    check(folder.path(), &select).assert().code(0);
    fs::write(folder.path().join("worker.py"), WRONG).unwrap();
    let mut strict = check(folder.path(), &select);
    strict.arg("--exit-non-zero-on-fix").assert().code(1);
}

#[test]
fn standard_input_is_passed_on_mended() {
    let folder = folder();
    let mut command = check(folder.path(), &["-", "--fix"]);
    command.write_stdin(WRONG);
    assert_eq!(stdout(&mut command, 1), FIXED);
    let said = stderr(check(folder.path(), &["-", "--fix"]).write_stdin(WRONG), 1);
    assert!(
        said.contains("Found 3 errors (2 fixed, 1 remaining)."),
        "{said}"
    );
    // A clean text passes through unchanged, byte for byte.
    let clean = "x = 1\r\n# \u{1b}[31mred\u{1b}[0m";
    let mut command = check(folder.path(), &["-", "--fix"]);
    assert_eq!(stdout(command.write_stdin(clean), 0), clean);
}

#[test]
fn a_name_that_means_something_else_is_not_imported_over() {
    let folder = folder();
    let wrong = WRONG.replace("(env):", "(env, jsnull=1):");
    fs::write(folder.path().join("worker.py"), &wrong).unwrap();
    check(folder.path(), &["--fix", "--select", "CFW404"])
        .assert()
        .code(1);
    assert_eq!(text(&folder), wrong);
}

#[cfg(unix)]
#[test]
fn permissions_and_links_stay() {
    use std::os::unix::fs::{PermissionsExt, symlink};
    let folder = folder();
    let real = folder.path().join("real.txt");
    fs::rename(folder.path().join("worker.py"), &real).unwrap();
    fs::set_permissions(&real, fs::Permissions::from_mode(0o755)).unwrap();
    symlink("real.txt", folder.path().join("worker.py")).unwrap();
    check(folder.path(), &["--fix", "worker.py"])
        .assert()
        .code(1);
    assert!(folder.path().join("worker.py").is_symlink());
    assert_eq!(text(&folder), FIXED);
    let mode = fs::metadata(&real).unwrap().permissions().mode();
    assert_eq!(mode & 0o777, 0o755);
}

#[test]
fn a_fix_that_would_not_be_right_is_not_offered() {
    let code = "\
from js import Object, fetch
from workers import Response
async def user(env, form):
    row = await env.DB.prepare(\"SELECT 1\").first()
    print(row[0])
    dict(row, more=1)
    kept = env.DB.prepare(\"SELECT 1\").first()
    print(kept.name, await kept)
    await fetch(\"u\", Object.fromEntries([[k, v] for k, v in {\"body\": b\"x\"}.items()]))
    await env.DB.prepare(\"SELECT ?\").bind(form.get(\"a\")).run()
";
    let folder = folder();
    fs::write(folder.path().join("worker.py"), code).unwrap();
    let found = json(&mut check(folder.path(), &["--output-format", "json"]), 1);
    let found: Vec<_> = found
        .as_array()
        .unwrap()
        .iter()
        .map(|one| {
            (
                one["location"]["row"].as_u64().unwrap(),
                one["fix"].is_null(),
            )
        })
        .collect();
    assert!(found.iter().all(|(_, none)| *none), "{found:?}");
    for row in [5, 6, 8, 9, 10] {
        assert!(
            found.iter().any(|(at, _)| *at == row),
            "nothing on line {row}: {found:?}"
        );
    }
}

#[test]
fn a_lock_makes_way_for_what_it_guards() {
    let wrong = "\
import threading
from workers import Response
lock = threading.Lock()
async def theme(env):
    if True:
        with lock:
            # Read once.
            if not cache:

                cache[0] = await env.KV.get(
                    \"theme\"
                )
            return cache[0]
async def text(env):
    with lock:  # why
        await env.KV.get(\"a\")
    with lock:
        await env.KV.get(\"\"\"a
        b\"\"\")
    with lock: await env.KV.get(\"c\")
";
    let right = wrong.replacen(
        "\
        with lock:
            # Read once.
            if not cache:

                cache[0] = await env.KV.get(
                    \"theme\"
                )
            return cache[0]
",
        "\
        # Read once.
        if not cache:

            cache[0] = await env.KV.get(
                \"theme\"
            )
        return cache[0]
",
        1,
    );
    let folder = crate::folder(&[("worker.py", wrong)]);
    check(folder.path(), &["--fix"]).assert().code(1);
    assert_eq!(text(&folder), wrong, "only on request");
    let said = stderr(&mut check(folder.path(), &["--fix", "--unsafe-fixes"]), 1);
    assert_eq!(text(&folder), right, "{said}");
}

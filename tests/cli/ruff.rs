//! What users of `ruff check` are used to: the same options, paths, exit codes and words.

use std::{fs, path::Path};

use tempfile::TempDir;

use crate::{RAW, check, gotchas, json, stderr, stdout};

const WRONG: &str = "\
from workers import Response
async def user(env):
    row = await env.DB.prepare(\"SELECT 1\").first()
    return dict(row)
";
const CLEAN: &str = "from workers import Response\n";

fn folder(files: &[&str]) -> TempDir {
    let files: Vec<(&str, &str)> = files.iter().map(|name| (*name, WRONG)).collect();
    crate::folder(&files)
}

/// The files that findings are in, as `concise` names them.
fn files(folder: &Path, arguments: &[&str]) -> Vec<String> {
    let mut command = check(folder, arguments);
    let output = command.args(["--output-format", "pylint"]).output();
    let text = String::from_utf8(output.unwrap().stdout).unwrap();
    let names = text.lines().filter_map(|line| line.split(':').next());
    names.map(str::to_owned).collect()
}

#[test]
fn what_is_excluded_is_passed_through_from_standard_input() {
    let folder = folder(&["pkg/a.py"]);
    let run = |more: &[&str]| {
        let mut command = check(folder.path(), &["-", "--stdin-filename", "pkg/a.py"]);
        command
            .args(["--exclude", "pkg"])
            .args(more)
            .write_stdin(WRONG);
        command
    };
    stdout(&mut run(&[]), 1);
    let forced = stdout(&mut run(&["--force-exclude"]), 0);
    assert_eq!(forced, "All checks passed!\n");
    assert_eq!(stdout(&mut run(&["--force-exclude", "--fix"]), 0), WRONG);
    let setting = ["--config", "force-exclude = true"];
    assert_eq!(stdout(&mut run(&setting), 0), "All checks passed!\n");
}

#[test]
fn paths_are_shown_from_the_working_directory_and_whole_to_programs() {
    let folder = folder(&["pkg/b.py", "other/c.py"]);
    let pkg = folder.path().join("pkg");
    let whole = pkg.join("b.py");
    let whole = whole.to_str().unwrap();
    assert_eq!(files(folder.path(), &[whole]), ["pkg/b.py"]);
    assert_eq!(files(folder.path(), &["pkg/../pkg/b.py"]), ["pkg/b.py"]);
    assert_eq!(files(&pkg, &["../pkg/b.py"]), ["b.py"]);
    let other = folder.path().join("other/c.py").display().to_string();
    assert_eq!(files(&pkg, &[".."]), [other, "b.py".to_owned()]);
    let format = |format| ["../pkg/b.py", "--output-format", format];
    let found = json(&mut check(&pkg, &format("json")), 1);
    assert_eq!(found[0]["filename"], whole);
    let found = json(&mut check(&pkg, &format("sarif")), 1);
    let place = &found["runs"][0]["results"][0]["locations"][0]["physicalLocation"];
    assert_eq!(place["artifactLocation"]["uri"], "b.py");
    let mut gitlab = check(&pkg, &format("gitlab"));
    let found = json(gitlab.env("CI_PROJECT_DIR", folder.path()), 1);
    assert_eq!(found[0]["location"]["path"], "pkg/b.py");
}

#[test]
fn a_project_in_a_folder_called_tests_is_no_test() {
    let folder = folder(&["tests/project/a.py", "elsewhere/b.txt"]);
    let elsewhere = folder.path().join("elsewhere");
    assert_eq!(files(&elsewhere, &["../tests/project"]).len(), 1);
    assert_eq!(files(folder.path(), &["."]).len(), 0);
}

#[test]
fn a_worker_is_known_by_any_path() {
    let folder = folder(&["project/src/entry.py"]);
    let src = folder.path().join("project/src");
    for main in ["src/entry.py", "./src/entry.py", "src/../src/entry.py"] {
        let settings = format!("main = '{main}'\ncompatibility_flags = ['python_workers']\n");
        fs::write(folder.path().join("project/wrangler.toml"), settings).unwrap();
        for named in [".", "..", "entry.py", "../src", "../src/../src/entry.py"] {
            assert_eq!(files(&src, &[named]), ["entry.py"], "{main} {named}");
        }
        let whole = src.join("entry.py");
        assert_eq!(files(folder.path(), &[whole.to_str().unwrap()]).len(), 1);
    }
}

#[test]
fn no_report_is_green_about_what_was_not_checked() {
    let folder = crate::folder(&[("good.py", CLEAN)]);
    fs::write(folder.path().join("latin.py"), b"import js\nx = '\xe9'\n").unwrap();
    let run = |format| {
        let named = ["good.py", "latin.py", "nope.py", "--output-format", format];
        check(folder.path(), &named)
    };
    let found = json(&mut run("json"), 2);
    let about: Vec<_> = found.as_array().unwrap().iter().collect();
    assert_eq!(about.len(), 2);
    for (one, name) in about.iter().zip(["latin.py", "nope.py"]) {
        assert_eq!(one["code"], "io-error");
        assert_eq!(one["noqa_row"], serde_json::Value::Null);
        assert!(one["filename"].as_str().unwrap().ends_with(name));
    }
    let found = json(&mut run("sarif"), 2);
    let invocation = &found["runs"][0]["invocations"][0];
    assert_eq!(invocation["executionSuccessful"], false);
    assert!(stdout(&mut run("junit"), 2).contains("failures=\"2\""));
    assert_eq!(json(&mut run("gitlab"), 2).as_array().unwrap().len(), 2);
    for line in ["github", "azure", "pylint", "json-lines"] {
        assert_eq!(stdout(&mut run(line), 2).lines().count(), 2, "{line}");
    }
    assert_eq!(stdout(&mut run("concise"), 2), "");
    let found = json(
        &mut check(folder.path(), &["good.py", "--output-format", "sarif"]),
        0,
    );
    let invocation = &found["runs"][0]["invocations"][0];
    assert_eq!(invocation["executionSuccessful"], true);
}

#[test]
fn notebooks_do_not_pass() {
    let folder = crate::folder(&[("a.ipynb", "{\"cells\": []}\n")]);
    let said = stderr(&mut check(folder.path(), &["a.ipynb"]), 2);
    assert!(said.contains("notebooks are not supported"), "{said}");
    assert_eq!(stdout(&mut check(folder.path(), &["a.ipynb"]), 2), "");
    let mut input = check(folder.path(), &["-", "--stdin-filename", "a.ipynb"]);
    assert_eq!(stdout(input.write_stdin("{}\n"), 2), "");
    let mut python = check(folder.path(), &["-", "--stdin-filename", "a.ipynb"]);
    python
        .args(["--extension", "ipynb:python"])
        .write_stdin("x = 1\n");
    assert_eq!(stdout(&mut python, 0), "All checks passed!\n");
}

#[test]
fn an_option_replaces_a_setting_and_not_what_extends_it() {
    let folder = folder(&["a.py", "ex/a.py", "ee/a.py", "pf/a.py", "pg.py"]);
    let settings = "\
exclude = ['ex']
extend-exclude = ['ee']
per-file-ignores = {'pf/*' = ['ALL']}
extend-per-file-ignores = {'pg.py' = ['ALL']}
";
    fs::write(folder.path().join("gotchas.toml"), settings).unwrap();
    assert_eq!(files(folder.path(), &[]), ["a.py"]);
    for replaced in [["--exclude", "zz"], ["--config", "exclude = ['zz']"]] {
        assert_eq!(files(folder.path(), &replaced), ["a.py", "ex/a.py"]);
    }
    let replaced = ["--per-file-ignores", "zz.py:ALL"];
    assert_eq!(files(folder.path(), &replaced), ["a.py", "pf/a.py"]);
}

#[test]
fn patterns_are_paths_as_people_type_them() {
    let folder = folder(&["a.py", "pkg/a.py"]);
    for pattern in ["pkg", "./pkg", "x/../pkg", "pkg/"] {
        assert_eq!(
            files(folder.path(), &["--exclude", pattern]),
            ["a.py"],
            "{pattern}"
        );
    }
    // A folder that is named is meant, whatever is left out.
    assert_eq!(
        files(folder.path(), &["pkg", "--exclude", "pkg"]),
        ["pkg/a.py"]
    );
    let forced = ["pkg", "--exclude", "pkg", "--force-exclude"];
    assert_eq!(files(folder.path(), &forced), [""; 0]);
}

#[test]
fn a_diff_is_quiet_when_it_should_be() {
    let folder = folder(&["a.py"]);
    let whole = stdout(&mut check(folder.path(), &["--diff"]), 1);
    assert!(whole.ends_with("\n\nWould fix 1 error.\n"), "{whole}");
    assert_eq!(stderr(&mut check(folder.path(), &["--diff"]), 1), "");
    let only = whole.trim_end_matches("Would fix 1 error.\n");
    assert_eq!(
        stdout(&mut check(folder.path(), &["--diff", "-q"]), 1),
        only
    );
    assert_eq!(
        stdout(&mut check(folder.path(), &["--diff", "-s"]), 1),
        only
    );
    assert_eq!(
        stdout(&mut check(folder.path(), &["--fix", "--diff"]), 1),
        whole
    );
    check(folder.path(), &["--diff", "--exit-zero"])
        .assert()
        .code(0);
    let mut input = check(folder.path(), &["--diff", "-"]);
    let said = stdout(input.write_stdin(WRONG), 1);
    assert!(said.starts_with("@@ "), "{said}");
    let mut input = check(folder.path(), &["--diff", "-"]);
    assert_eq!(stderr(input.write_stdin(WRONG), 1), "Would fix 1 error.\n");
}

#[test]
fn hints_are_true() {
    let folder = folder(&["pkg/a.py"]);
    let nothing = "warning: No Python files found under the given path(s)\n";
    for arguments in [
        &["--exclude", "pkg"][..],
        &["--exclude", "a.py", "--force-exclude", "pkg/a.py"],
        &["--exclude", "pkg", "--worker"],
    ] {
        assert_eq!(stderr(&mut check(folder.path(), arguments), 0), nothing);
    }
    let said = |arguments: &[&str]| stderr(&mut check(folder.path(), arguments), 2);
    let unknown = said(&["--select", "CFW999"]);
    assert!(unknown.contains("`gotchas list`"), "{unknown}");
    let foreign = said(&["--select", "F401"]);
    assert!(foreign.contains("another tool's"), "{foreign}");
    let pattern = said(&["--exclude", "["]);
    assert!(
        pattern.contains("`[` is not a pattern of paths"),
        "{pattern}"
    );
    assert!(!pattern.contains("1:1"), "{pattern}");
    let input = said(&["--add-noqa", "-"]);
    assert!(input.contains("standard input cannot be"), "{input}");
}

#[test]
fn statistics_are_not_printed_in_formats_that_have_none() {
    let folder = folder(&["a.py"]);
    let mut sarif = check(folder.path(), &["--statistics", "--output-format", "sarif"]);
    let said = stderr(&mut sarif, 2);
    assert!(said.contains("not as `sarif`"), "{said}");
    fs::write(folder.path().join("a.py"), CLEAN).unwrap();
    assert_eq!(stdout(&mut check(folder.path(), &["--statistics"]), 0), "");
}

#[test]
fn options_that_contradict_each_other_are_refused() {
    let folder = folder(&["a.py"]);
    check(folder.path(), &["--exit-zero", "--exit-non-zero-on-fix"])
        .assert()
        .code(2);
}

#[test]
fn options_that_plugins_pass_are_taken() {
    let folder = folder(&["a.py"]);
    // As python-lsp-ruff and others call it.
    let plugin = [
        "--quiet",
        "--exit-zero",
        "--output-format=json",
        "--extension=ipynb:python",
        "--no-fix",
        "--force-exclude",
        "--line-length=88",
        "--target-version=py312",
        "--stdin-filename=a.py",
    ];
    let mut command = check(folder.path(), &plugin);
    let found = json(command.args(["--", "-"]).write_stdin(WRONG), 0);
    assert_eq!(found.as_array().unwrap().len(), 1);
    let old = ["--extend-ignore", "CFW4", "--extend-unfixable", "CFW1"];
    check(folder.path(), &old).assert().code(0);
}

#[test]
fn options_may_stand_before_check_and_in_files() {
    let folder = folder(&["a.py"]);
    fs::write(folder.path().join("args.txt"), "--ignore\nCFW4\n").unwrap();
    fs::write(folder.path().join("gotchas.toml"), "ignore = ['CFW4']\n").unwrap();
    let run = |before: &[&str], after: &[&str]| {
        let mut command = gotchas();
        command.current_dir(folder.path()).args(before);
        command.arg("check").args(after).args(RAW);
        command
    };
    let said = stdout(
        &mut run(&["-q", "--isolated"], &["--output-format", "pylint"]),
        1,
    );
    assert_eq!(said.lines().count(), 1, "{said}");
    let mut configured = run(&["--config", "gotchas.toml"], &[]);
    assert_eq!(stdout(&mut configured, 0), "All checks passed!\n");
    let mut listed = run(&["--isolated"], &["@args.txt"]);
    assert_eq!(stdout(&mut listed, 0), "All checks passed!\n");
    let said = stderr(&mut run(&[], &["@nowhere.txt"]), 2);
    assert!(said.contains("cannot read arguments"), "{said}");
}

#[test]
fn what_is_always_wanted_can_stand_in_the_settings() {
    let folder = folder(&["a.py", "old/b.py"]);
    let run = |settings: &str, arguments: &[&str]| {
        fs::write(folder.path().join("a.py"), WRONG).unwrap();
        fs::write(folder.path().join("gotchas.toml"), settings).unwrap();
        let output = check(folder.path(), arguments).output().unwrap();
        let text = String::from_utf8(output.stdout).unwrap();
        (
            text,
            fs::read_to_string(folder.path().join("a.py")).unwrap(),
        )
    };
    let (said, text) = run("fix = true\nshow-fixes = true\n", &["a.py"]);
    assert!(said.contains("Fixed 1 error:\n- a.py:\n"), "{said}");
    assert!(text.contains("row.to_py()"));
    assert_eq!(run("fix = true\n", &["a.py", "--no-fix"]).1, WRONG);
    let (said, text) = run("fix-only = true\n", &["a.py"]);
    assert_eq!(said, "Fixed 1 error.\n");
    assert!(text.contains("row.to_py()"));
    run("force-exclude = true\nexclude = ['old']\n", &[]);
    assert_eq!(files(folder.path(), &["old/b.py"]), [""; 0]);
    run("include = ['old/*.py']\n", &[]);
    assert_eq!(files(folder.path(), &[]), ["old/b.py"]);
    fs::write(folder.path().join("c.worker"), WRONG).unwrap();
    run("extend-include = ['*.worker']\n", &[]);
    assert_eq!(files(folder.path(), &[]), ["a.py", "c.worker", "old/b.py"]);
    run("extend-ignore = ['ALL']\n", &[]);
    assert_eq!(files(folder.path(), &[]), [""; 0]);
    run("required-version = '>=9'\n", &[]);
    let said = stderr(&mut check(folder.path(), &[]), 2);
    assert!(
        said.contains("required version `>=9` does not match"),
        "{said}"
    );
}

#[test]
fn folders_are_made_for_output_files() {
    let folder = folder(&["a.py"]);
    let mut run = check(folder.path(), &["-o", "new/sub/found.txt"]);
    run.args(["--output-format", "concise"]);
    assert_eq!(stdout(&mut run, 1), "");
    assert!(folder.path().join("new/sub/found.txt").is_file());
    let mut run = check(folder.path(), &["-o", "a.py/found.txt"]);
    let said = stderr(&mut run, 2);
    assert!(!said.contains(".tmp"), "{said}");
}

#[test]
fn files_are_found_as_ruff_finds_them() {
    let folder = folder(&[
        "a.py",
        "b.pyi",
        "c.txt",
        "dist/d.py",
        "e/f.py",
        "node_modules/g.py",
    ]);
    fs::write(folder.path().join(".ignore"), "e\n").unwrap();
    assert_eq!(files(folder.path(), &[]), ["a.py", "b.pyi"]);
    let all = ["--no-respect-gitignore", "--exclude", "zz"];
    let expected = ["a.py", "b.pyi", "dist/d.py", "e/f.py", "node_modules/g.py"];
    assert_eq!(files(folder.path(), &all), expected);
    let mut nothing = check(folder.path(), &["nope.py", "--show-settings"]);
    let said = stderr(&mut nothing, 2);
    assert!(
        said.contains("No files found under the given path"),
        "{said}"
    );
    assert_eq!(
        stdout(&mut check(folder.path(), &["nope.py", "--show-files"]), 0),
        ""
    );
}

#[test]
fn stubs_of_the_runtime_are_not_the_runtime() {
    let folder = folder(&["a.py"]);
    for stub in ["workers.pyi", "js.pyi"] {
        fs::write(folder.path().join(stub), "class Response: ...\n").unwrap();
    }
    assert_eq!(files(folder.path(), &["--worker"]), ["a.py"]);
}

#[cfg(target_os = "linux")]
#[test]
fn names_that_are_no_text_are_no_obstacle() {
    use std::{ffi::OsStr, os::unix::ffi::OsStrExt};
    let folder = folder(&[]);
    let name = OsStr::from_bytes(b"caf\xe9.py");
    fs::write(folder.path().join(name), WRONG).unwrap();
    let found = json(&mut check(folder.path(), &["--output-format", "json"]), 1);
    assert_eq!(found.as_array().unwrap().len(), 1);
}

#[test]
fn unsafe_fixes_are_hinted_at_unless_they_are_refused() {
    let text = "import threading\nfrom workers import Response\nlock = threading.Lock()\n\ndef f():\n    with lock:\n        return 1\n";
    let folder = crate::folder(&[("a.py", text)]);
    let said = |arguments: &[&str]| {
        let output = check(folder.path(), arguments).output().unwrap();
        String::from_utf8(output.stdout).unwrap()
    };
    let hint = "unsafe fix";
    let usual = said(&["--output-format", "concise"]);
    assert!(usual.contains(hint), "{usual}");
    assert!(!said(&["--no-unsafe-fixes", "--output-format", "concise"]).contains(hint));
    assert!(said(&["--diff"]).starts_with("No errors would be fixed ("));
    assert!(said(&["--fix-only"]).starts_with("No errors fixed ("));
}

#[test]
fn findings_can_be_allowed_by_comments_of_our_own() {
    let folder = folder(&["a.py"]);
    let said = stderr(&mut check(folder.path(), &["--add-ignore=for now"]), 0);
    assert_eq!(said, "Added 1 ignore comment.\n");
    let text = fs::read_to_string(folder.path().join("a.py")).unwrap();
    assert!(
        text.ends_with("dict(row)  # gotchas: ignore[CFW403] for now\n"),
        "{text}"
    );
    check(folder.path(), &[]).assert().code(0);
}

#[test]
fn programs_can_ask_for_the_version() {
    let version = json(gotchas().args(["version", "--output-format", "json"]), 0);
    assert_eq!(version["version"], env!("CARGO_PKG_VERSION"));
    let said = stdout(gotchas().arg("version"), 0);
    assert_eq!(said, format!("gotchas {}\n", env!("CARGO_PKG_VERSION")));
}

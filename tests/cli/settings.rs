//! Where `gotchas check` takes its settings from, and what they change.

use std::{fs, path::Path};

use gotchas_tests::root;
use predicates::str::contains;

use crate::{folder, gotchas, stderr, stdout};

/// Two findings on raw bindings, CFW403 on line 4 and CFW301 on line 5.
const WRONG: &str = "\
from workers import Response
async def user(env):
    row = await env.DB.prepare(\"SELECT 1\").first()
    found = dict(row)
    open(\"data.json\")
";
/// A finding of severity info on line 3: a dict that current runtimes read.
const INFO: &str = "\
import js
async def fetch(url):
    return await js.fetch(url, {'method': 'POST'})
";

fn check(folder: &Path, arguments: &[&str]) -> assert_cmd::Command {
    let mut command = gotchas();
    command.current_dir(folder);
    command.args(["check", "--worker"]).args(arguments);
    command
}

/// The findings as `file:line CODE`.
fn found(folder: &Path, arguments: &[&str]) -> Vec<String> {
    let output = check(folder, arguments)
        .args(["--output-format", "concise"])
        .output()
        .unwrap();
    let text = String::from_utf8(output.stdout).unwrap();
    let lines = text.lines().filter(|line| line.contains(": CFW"));
    lines
        .map(|line| {
            let mut parts = line.split(':');
            let (file, row) = (parts.next().unwrap(), parts.next().unwrap());
            let code = parts.nth(1).unwrap().split_whitespace().next().unwrap();
            format!("{file}:{row} {code}")
        })
        .collect()
}

const RAW: &str = "target-runtime = 'pyodide-0.28'\ntarget-sdk = 'bundled'\n";

#[test]
fn the_nearest_file_governs() {
    let near = format!("{RAW}ignore = ['runtime-file-access']\n");
    let folder = folder(&[
        ("gotchas.toml", RAW),
        ("a.py", WRONG),
        ("near/pyproject.toml", &format!("[tool.gotchas]\n{near}")),
        ("near/a.py", WRONG),
        ("other/pyproject.toml", "[project]\nname = 'x'\n"),
        ("other/a.py", WRONG),
    ]);
    let all = [
        "a.py:4 CFW403",
        "a.py:5 CFW301",
        "near/a.py:4 CFW403",
        "other/a.py:4 CFW403",
        "other/a.py:5 CFW301",
    ];
    assert_eq!(found(folder.path(), &[]), all);
    // The command line wins, and can do without files.
    assert_eq!(found(folder.path(), &["--select", "CFW3"]).len(), 3);
    assert_eq!(found(folder.path(), &["--ignore", "CFW4"]).len(), 2);
    assert_eq!(
        found(folder.path(), &["near", "--extend-select", "CFW301"]).len(),
        2
    );
    let isolated = ["--isolated", "--target-runtime", "pyodide-0.28"];
    assert_eq!(found(folder.path(), &isolated).len(), 6);
}

#[test]
fn a_file_can_extend_another() {
    let folder = folder(&[
        ("base.toml", RAW),
        (
            "gotchas.toml",
            "extend = 'base.toml'\nselect = ['CFW403']\n",
        ),
        ("a.py", WRONG),
        ("loop/gotchas.toml", "extend = 'gotchas.toml'\n"),
        ("loop/a.py", WRONG),
    ]);
    assert_eq!(found(folder.path(), &["a.py"]), ["a.py:4 CFW403"]);
    let said = stderr(&mut check(folder.path(), &["loop"]), 2);
    assert!(said.contains("extend each other in a circle"), "{said}");
}

#[test]
fn a_configuration_file_can_be_named_and_settings_given() {
    let folder = folder(&[("ours.toml", RAW), ("a.py", WRONG)]);
    let named = ["--config", "ours.toml", "--config", "ignore = ['CFW3']"];
    assert_eq!(found(folder.path(), &named), ["a.py:4 CFW403"]);
    let said = stderr(&mut check(folder.path(), &["--config", "nothing.toml"]), 2);
    assert!(said.contains("there is no such file"), "{said}");
}

#[test]
fn a_mistake_in_a_file_is_shown_where_it_stands() {
    let folder = folder(&[
        ("a.py", WRONG),
        ("gotchas.toml", "select = ['ALL']\nignor = []\n"),
    ]);
    let said = stderr(&mut check(folder.path(), &[]), 2);
    for part in [
        "gotchas.toml:2:1",
        "unknown field `ignor`",
        "did you mean `ignore`?",
    ] {
        assert!(said.contains(part), "{said}");
    }
    fs::write(folder.path().join("gotchas.toml"), "ignore = ['CFW999']\n").unwrap();
    let said = stderr(&mut check(folder.path(), &[]), 2);
    assert!(said.contains("gotchas.toml:1:11"), "{said}");
    assert!(said.contains("unknown rule selector `CFW999`"), "{said}");
}

#[test]
fn rules_can_be_off_in_some_files() {
    let folder = folder(&[
        (
            "gotchas.toml",
            &format!("{RAW}[per-file-ignores]\n'jobs/*' = ['CFW301']\n'!keep.py' = ['CFW403']\n"),
        ),
        ("jobs/a.py", WRONG),
        ("keep.py", WRONG),
    ]);
    assert_eq!(
        found(folder.path(), &[]),
        ["keep.py:4 CFW403", "keep.py:5 CFW301"]
    );
    let line = ["--per-file-ignores", "keep.py:CFW4"];
    assert_eq!(
        found(folder.path(), &line),
        [
            "jobs/a.py:4 CFW403",
            "jobs/a.py:5 CFW301",
            "keep.py:5 CFW301"
        ]
    );
}

#[test]
fn excluded_files_are_left_out_unless_they_are_named() {
    let folder = folder(&[
        ("gotchas.toml", &format!("{RAW}exclude = ['old']\n")),
        ("old/a.py", WRONG),
        ("b.py", WRONG),
    ]);
    assert_eq!(found(folder.path(), &[]).len(), 2);
    assert_eq!(found(folder.path(), &["--extend-exclude", "b.py"]).len(), 0);
    assert_eq!(found(folder.path(), &["old/a.py"]).len(), 2);
    assert_eq!(
        found(folder.path(), &["old/a.py", "--force-exclude"]).len(),
        0
    );
}

#[test]
fn what_is_good_to_know_is_counted_and_not_shown() {
    let folder = folder(&[("a.py", INFO)]);
    let said = stdout(&mut check(folder.path(), &[]), 0);
    let hidden = "1 less severe finding is not shown (`--severity info` shows all).\n";
    assert_eq!(said, format!("All checks passed!\n{hidden}"));
    let said = stdout(&mut check(folder.path(), &["--severity", "info"]), 1);
    assert!(
        said.contains("CFW001") && !said.contains("not shown"),
        "{said}"
    );
    fs::write(folder.path().join("gotchas.toml"), "severity = 'info'\n").unwrap();
    check(folder.path(), &[]).assert().code(1);
}

#[test]
fn findings_can_go_to_a_file() {
    let folder = folder(&[("a.py", WRONG)]);
    check(folder.path(), &["-o", "found.txt", "--color", "always"])
        .assert()
        .code(1)
        .stdout("");
    let text = fs::read_to_string(folder.path().join("found.txt")).unwrap();
    assert!(
        text.starts_with("CFW301 ") && !text.contains('\x1b'),
        "{text}"
    );
    check(folder.path(), &["-o", "a.py/found.txt"])
        .assert()
        .code(2)
        .stderr(contains("cannot write a.py/found.txt"));
}

#[test]
fn a_project_is_shown_as_it_was_understood() {
    let folder = folder(&[
        (
            "wrangler.toml",
            "name = 'x'\nmain = 'src/entry.py'\ncompatibility_date = '2025-11-02'\ncompatibility_flags = ['python_workers']\n",
        ),
        (
            "src/entry.py",
            "from workers import Response\nimport store\n",
        ),
        ("src/store.py", WRONG),
        ("src/unused.py", WRONG),
        ("tests/test_store.py", WRONG),
    ]);
    let mut show = gotchas();
    show.current_dir(folder.path())
        .args(["check", "--show-project"]);
    let said = stdout(&mut show, 0);
    for line in [
        "wrangler.toml\n",
        "  entry    src/entry.py\n",
        "  date     2025-11-02\n",
        "  flags    python_workers\n",
        "  runtime  pyodide-0.28 with the bundled SDK\n",
        "    src/store.py\n",
        "    src/unused.py: no Worker imports it\n",
        "    tests/test_store.py: it is a test\n",
    ] {
        assert!(said.contains(line), "no {line:?} in\n{said}");
    }
    let mut files = gotchas();
    files
        .current_dir(folder.path())
        .args(["check", "--show-files"]);
    let whole = |name: &str| format!("{}\n", folder.path().join(name).display());
    let expected = whole("src/entry.py") + &whole("src/store.py");
    assert_eq!(stdout(&mut files, 0), expected);
}

#[test]
fn settings_are_shown_as_a_file_would_say_them() {
    let folder = folder(&[
        ("gotchas.toml", &format!("{RAW}select = ['CFW4']\n")),
        ("a.py", ""),
    ]);
    let said = stdout(&mut check(folder.path(), &["--show-settings"]), 0);
    let whole = folder.path().join("a.py");
    let heading = format!("# Resolved settings for: \"{}\"\n", whole.display());
    assert!(said.starts_with(&heading), "{said}");
    assert!(said.contains("\"node_modules\""), "{said}");
    let select = "select = [\"CFW401\", \"CFW402\", \"CFW403\", \"CFW404\"]\n";
    assert!(said.contains(select), "{said}");
    assert!(
        said.contains("target-runtime = \"pyodide-0.28\"\n"),
        "{said}"
    );
    // It can be read back.
    fs::write(folder.path().join("again.toml"), &said).unwrap();
    let again = stdout(
        &mut check(
            folder.path(),
            &["--config", "again.toml", "--show-settings"],
        ),
        0,
    );
    assert_eq!(
        said.lines().skip(2).collect::<Vec<_>>(),
        again.lines().skip(2).collect::<Vec<_>>()
    );
}

#[test]
fn what_is_new_is_reported_on_request() {
    let text = fs::read_to_string(root().join("gotchas/time/monotonic-clock.yaml")).unwrap();
    let status = text
        .lines()
        .find(|line| line.starts_with("status:"))
        .unwrap();
    let new = text
        .replace("CFW601", "CFW602")
        .replace(status, "status: preview")
        .replace("time.monotonic", "time.process_time")
        .replace("time.perf_counter", "time.thread_time");
    let folder = folder(&[
        ("team/time/our-clock.yaml", &new),
        ("a.py", "import time\nnow = time.process_time()\n"),
    ]);
    let with = |options: &[&str]| {
        let mut arguments = vec!["--gotchas", "team", "a.py"];
        arguments.extend(options);
        found(folder.path(), &arguments)
    };
    assert_eq!(with(&[]), Vec::<String>::new());
    assert_eq!(with(&["--preview"]), ["a.py:2 CFW602"]);
    assert_eq!(with(&["--config", "preview = true"]), ["a.py:2 CFW602"]);
    assert_eq!(with(&["--preview", "--no-preview"]), Vec::<String>::new());
    let mut named = check(
        folder.path(),
        &["--gotchas", "team", "--select", "our-clock"],
    );
    let said = stderr(&mut named, 0);
    assert!(said.contains("`our-clock` is new"), "{said}");
}

#[test]
fn ignores_and_fixables_can_be_added_to() {
    let folder = folder(&[
        (
            "gotchas.toml",
            &format!("{RAW}fixable = ['CFW404']\n[per-file-ignores]\n'*.py' = ['CFW301']\n"),
        ),
        ("a.py", WRONG),
    ]);
    assert_eq!(found(folder.path(), &[]), ["a.py:4 CFW403"]);
    let more = ["--extend-per-file-ignores", "a.py:CFW403"];
    assert_eq!(found(folder.path(), &more), Vec::<String>::new());
    let fixed = |options: &[&str]| stdout(&mut check(folder.path(), options), 1);
    assert!(!fixed(&[]).contains("[*]"));
    assert!(fixed(&["--extend-fixable", "CFW403"]).contains("[*]"));
}

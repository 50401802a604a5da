use std::{fs, path::Path};

use crate::{RAW, catalogue, folder, gotchas, json, root, stderr, stdout};
use predicates::str::contains;

/// `gotchas check` in that folder, for raw bindings.
fn check(folder: &Path) -> assert_cmd::Command {
    crate::check(folder, &[])
}

/// Worker code with one finding: `dict` of a raw D1 row on line 5.
const WRONG: &str = "\
from workers import Response, WorkerEntrypoint

async def user(env, user_id):
    row = await env.DB.prepare(\"SELECT * FROM users WHERE id = ?\").bind(user_id).first()
    return dict(row)
";
/// The row on line 5, in characters from 1.
const COLUMN: usize = 17;
const CLEAN: &str = "from workers import Response\n\nasync def on_fetch(request):\n    return Response(\"hello\")\n";

#[test]
fn a_finding_is_drawn_as_ruff_draws_it() {
    let folder = folder(&[("worker.py", WRONG)]);
    let report = stdout(check(folder.path()).arg("worker.py"), 1);
    let lines: Vec<&str> = report.lines().collect();
    assert!(lines[0].starts_with("CFW403 "), "{report}");
    assert_eq!(lines[1], format!(" --> worker.py:5:{COLUMN}"), "{report}");
    assert!(report.contains("5 |     return dict(row)\n"), "{report}");
    assert!(
        lines
            .iter()
            .any(|line| line.trim_start_matches([' ', '|']).starts_with('^')),
        "{report}"
    );
    assert!(
        lines.iter().any(|line| line.starts_with("help: ")),
        "{report}"
    );
    assert!(
        report.contains(&catalogue().get("CFW403").unwrap().url()),
        "{report}"
    );
    assert!(
        report.ends_with("\nFound 1 error.\n[*] 1 fixable with `--fix`.\n"),
        "{report}"
    );
}

#[test]
fn what_another_module_does_is_drawn_as_well() {
    let config = "name = \"w\"\nmain = \"main.py\"\ncompatibility_flags = [\"python_workers\"]\n";
    let main = "from workers import Response\nimport render\n\nasync def page(env):\n    \
        rows = (await env.DB.prepare(\"SELECT 1\").all()).results\n    return render.index(rows)\n";
    let render = "def index(rows):\n    return [row[\"name\"] for row in rows]\n";
    let folder = folder(&[
        ("wrangler.toml", config),
        ("main.py", main),
        ("render.py", render),
    ]);
    let report = stdout(check(folder.path()).arg("."), 1);
    assert!(
        report.starts_with("CFW403 In `index`, `row` is a JavaScript object"),
        "{report}"
    );
    let drawn = "
  ::: render.py:2:13
   |
 1 | def index(rows):
 2 |     return [row[\"name\"] for row in rows]
   |             --- it is used here
";
    let plain = |text: &str| text.replace(' ', "");
    assert!(plain(&report).contains(&plain(drawn)), "{report}");
}

#[test]
fn concise_is_one_line_each() {
    let folder = folder(&[("worker.py", WRONG)]);
    let report = stdout(check(folder.path()).args(["--output-format", "concise"]), 1);
    let lines: Vec<&str> = report.lines().collect();
    assert_eq!(lines.len(), 3, "{report}");
    assert!(
        lines[0].starts_with(&format!("worker.py:5:{COLUMN}: CFW403 ")),
        "{report}"
    );
    assert_eq!(lines[1], "Found 1 error.");
}

#[test]
fn json_has_ruffs_keys() {
    let folder = folder(&[("worker.py", WRONG)]);
    let findings = json(
        check(folder.path()).args(["--output-format", "json", "worker.py"]),
        1,
    );
    let finding = findings[0].as_object().unwrap();
    let mut keys: Vec<&str> = finding.keys().map(String::as_str).collect();
    keys.sort_unstable();
    let expected = [
        "cell",
        "code",
        "end_location",
        "filename",
        "fix",
        "location",
        "message",
        "name",
        "noqa_row",
        "severity",
        "url",
    ];
    assert_eq!(keys, expected);
    assert_eq!(finding["code"], "CFW403");
    assert_eq!(finding["name"], "jsproxy-to-dict");
    assert_eq!(
        finding["location"],
        serde_json::json!({"row": 5, "column": COLUMN})
    );
    assert_eq!(finding["noqa_row"], 5);
    assert!(
        Path::new(finding["filename"].as_str().unwrap()).is_absolute(),
        "{findings}"
    );
}

#[test]
fn clean_code_passes() {
    let folder = folder(&[("worker.py", CLEAN)]);
    assert_eq!(stdout(&mut check(folder.path()), 0), "All checks passed!\n");
    assert_eq!(
        json(check(folder.path()).args(["--output-format", "json"]), 0),
        serde_json::json!([])
    );
}

#[test]
fn folders_are_searched_and_what_git_ignores_is_not() {
    let folder = folder(&[
        ("src/worker.py", WRONG),
        ("src/deep/other.py", WRONG),
        ("build/copy.py", WRONG),
        (".gitignore", "build/\n"),
        (".git/HEAD", "ref: refs/heads/main\n"),
    ]);
    let report = stdout(
        check(folder.path()).args(["--output-format", "concise", "."]),
        1,
    );
    assert!(
        report.contains("worker.py:5:")
            && report.contains("other.py:5:")
            && !report.contains("copy.py"),
        "{report}"
    );
    let report = stdout(
        check(folder.path()).args(["--output-format", "concise", "--no-respect-gitignore"]),
        1,
    );
    assert!(report.contains("copy.py"), "{report}");
}

#[test]
fn standard_input_is_worker_code() {
    let plain = WRONG.replace("from workers import Response, WorkerEntrypoint\n", "\n");
    let mut from_stdin = gotchas();
    from_stdin
        .args(["check", "-", "--output-format", "concise"])
        .args(RAW);
    let report = stdout(from_stdin.write_stdin(plain.as_str()), 1);
    assert!(report.starts_with("-:5:"), "{report}");
    let mut named = gotchas();
    named
        .args([
            "check",
            "-",
            "--output-format",
            "concise",
            "--stdin-filename",
            "api/worker.py",
        ])
        .args(RAW);
    assert!(stdout(named.write_stdin(plain), 1).starts_with("api/worker.py:5:"));
}

#[test]
fn code_that_is_no_worker_is_left_alone_unless_forced() {
    let server = WRONG.replace(
        "from workers import Response, WorkerEntrypoint\n",
        "import flask\n",
    );
    let folder = folder(&[("server.py", server.as_str())]);
    check(folder.path())
        .assert()
        .code(0)
        .stdout("")
        .stderr(contains("No Worker code here"));
    check(folder.path())
        .arg("--worker")
        .assert()
        .code(1)
        .stdout(contains("CFW403"));
}

#[test]
fn the_target_decides_what_bites() {
    let folder = folder(&[("worker.py", WRONG)]);
    let wrapped = [
        "check",
        "--target-runtime",
        "pyodide-0.28",
        "--target-sdk",
        "1.9.5",
    ];
    assert_eq!(
        stdout(gotchas().current_dir(folder.path()).args(wrapped), 0),
        "All checks passed!\n"
    );
    stdout(&mut check(folder.path()), 1);
    assert!(
        stderr(
            gotchas().args(["check", "--target-runtime", "pyodide-9"]),
            2
        )
        .contains("pyodide-0.28")
    );
    assert!(stderr(gotchas().args(["check", "--target-sdk", "newest"]), 2).contains("bundled"));
}

#[test]
fn rules_are_selected_and_ignored() {
    let folder = folder(&[("worker.py", WRONG)]);
    for (args, code) in [
        (&["--select", "CFW403"][..], 1),
        (&["--select", "CFW4"], 1),
        (&["--select", "jsproxy-to-dict,CFW1"], 1),
        (&["--select", "CFW1"], 0),
        (&["--ignore", "CFW403"], 0),
        (&["--ignore", "ALL"], 0),
        (&["--select", "CFW403", "--ignore", "CFW4"], 1),
    ] {
        let found = check(folder.path())
            .args(args)
            .output()
            .unwrap()
            .status
            .code();
        assert_eq!(found, Some(code), "{args:?}");
    }
    let said = stderr(check(folder.path()).args(["--select", "jsproxy-to-dct"]), 2);
    assert!(
        said.contains("jsproxy-to-dct") && said.contains("jsproxy-to-dict"),
        "{said}"
    );
}

#[test]
fn noqa_keeps_a_finding_quiet() {
    let quiet = WRONG.replace("dict(row)", "dict(row)  # noqa: CFW403");
    let folder = folder(&[("worker.py", quiet.as_str())]);
    assert_eq!(stdout(&mut check(folder.path()), 0), "All checks passed!\n");
}

#[test]
fn statistics_count_rules() {
    let twice = format!(
        "{WRONG}\n\n{}",
        WRONG.replace("async def user", "async def other")
    );
    let folder = folder(&[("worker.py", twice.as_str())]);
    let report = stdout(check(folder.path()).arg("--statistics"), 1);
    assert_eq!(
        report,
        "2\tCFW403\t[*] jsproxy-to-dict\nFound 2 errors.\n[*] 2 fixable with `--fix`.\n"
    );
    let rows = json(
        check(folder.path()).args(["--statistics", "--output-format", "json"]),
        1,
    );
    assert_eq!(
        (&rows[0]["code"], &rows[0]["count"]),
        (&"CFW403".into(), &2.into())
    );
}

#[test]
fn exit_zero_reports_and_succeeds() {
    let folder = folder(&[("worker.py", WRONG)]);
    check(folder.path())
        .arg("--exit-zero")
        .assert()
        .code(0)
        .stdout(contains("Found 1 error."));
}

#[test]
fn what_cannot_be_read_is_named_and_the_rest_is_checked() {
    let folder = folder(&[("worker.py", WRONG)]);
    fs::write(
        folder.path().join("latin.py"),
        b"import js\nname = '\xe9'\n",
    )
    .unwrap();
    let mut both = check(folder.path());
    both.args([
        "worker.py",
        "latin.py",
        "missing.py",
        "--output-format",
        "concise",
    ]);
    let output = both.assert().code(2).get_output().clone();
    let (out, err) = (
        String::from_utf8(output.stdout).unwrap(),
        String::from_utf8(output.stderr).unwrap(),
    );
    assert!(out.contains("worker.py:5:"), "{out}");
    assert!(
        err.contains("latin.py") && err.contains("missing.py"),
        "{err}"
    );
    let mut bytes = gotchas();
    bytes.args(["check", "-"]).write_stdin(b"\xff\xfe".to_vec());
    assert!(stderr(&mut bytes, 2).contains("UTF-8"));
}

#[test]
fn a_syntax_error_is_a_finding_and_the_rest_is_checked() {
    let broken = format!("{WRONG}\n\ndef broken(:\n    pass\n");
    let folder = folder(&[("worker.py", broken.as_str())]);
    let report = stdout(check(folder.path()).args(["--output-format", "concise"]), 1);
    assert!(
        report.contains("worker.py:5:") && report.contains("worker.py:8:"),
        "{report}"
    );
}

#[test]
fn odd_files_do_not_stop_it() {
    let nested = format!(
        "import js\nx = {}1{}\n",
        "(".repeat(5_000),
        ")".repeat(5_000)
    );
    let long = format!("import js\nx = '{}'\n", "a".repeat(1_000_000));
    let folder = folder(&[
        ("empty.py", ""),
        ("bom.py", "\u{feff}import js\n"),
        ("crlf.py", "import js\r\nx = 1\r\n"),
        ("nested.py", nested.as_str()),
        ("long.py", long.as_str()),
        ("nul.py", "import js\0\n"),
    ]);
    let code = check(folder.path()).output().unwrap().status.code();
    assert!(matches!(code, Some(0..=2)), "{code:?}");
}

/// The snippets of the knowledge base are what the rules are about, so the command must say of each what its page says.
#[test]
fn snippets_are_judged_as_their_pages_say() {
    for entry in catalogue().entries() {
        let code = entry.code().to_string();
        let target = catalogue()
            .runtimes
            .targets()
            .into_iter()
            .find(|target| entry.gotcha.severity_on(target).is_some());
        let Some(target) = target else {
            panic!("{code} bites nowhere")
        };
        for snippet in entry.snippets() {
            let mut command = gotchas();
            command.args([
                "check",
                "-",
                "--severity",
                "info",
                "--output-format",
                "json",
                "--target-runtime",
                &target.runtime,
            ]);
            command
                .args(["--target-sdk", &target.sdk.to_string()])
                .write_stdin(snippet.code.as_str());
            let output = command.output().unwrap();
            let findings: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
            let rows = findings
                .as_array()
                .unwrap()
                .iter()
                .filter(|finding| finding["code"] == code.as_str());
            let rows: Vec<u64> = rows
                .filter_map(|finding| finding["location"]["row"].as_u64())
                .collect();
            let expected: Vec<u64> = snippet
                .expected
                .iter()
                .filter(|finding| finding.code == entry.code())
                .map(|finding| finding.line as u64)
                .collect();
            assert_eq!(
                rows, expected,
                "{code} {:?} on {}\n{}",
                snippet.side, target.runtime, snippet.code
            );
        }
    }
}

#[test]
fn the_project_itself_is_no_worker() {
    check(&root()).args(["xtask"]).assert().code(0);
}

#[test]
fn a_change_is_noticed_while_watching() {
    use std::{
        io::{BufRead, BufReader},
        process::Stdio,
    };
    let folder = folder(&[("worker.py", WRONG)]);
    let mut child = crate::command()
        .current_dir(folder.path())
        .args(["check", "--watch", "--output-format", "concise"])
        .args(RAW)
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
    let mut until = |wanted: &str| {
        let mut lines = lines.by_ref().map(Result::unwrap);
        assert!(lines.any(|line| line.ends_with(wanted)), "no {wanted:?}");
    };
    until("M] Starting linter in watch mode...");
    until("M] Found 1 error. Watching for file changes.");
    fs::write(folder.path().join("notes.md"), "nothing that matters").unwrap();
    fs::write(folder.path().join("worker.py"), CLEAN).unwrap();
    until("M] File change detected...");
    until("M] Found 0 errors. Watching for file changes.");
    child.kill().unwrap();
    child.wait().unwrap();
}

//! What `gotchas check` makes of wrangler files that are not as one expects.

use crate::{folder, gotchas, stderr, stdout};

const WORKER: &str = "\
from workers import WorkerEntrypoint, Response
class Default(WorkerEntrypoint):
    async def fetch(self, request):
        row = await self.env.DB.prepare(\"SELECT 1\").first()
        return Response.json(dict(row))
";
/// On this date bindings are raw.
const OLD: &str = "main = \"a.py\"\ncompatibility_date = \"2025-03-01\"\ncompatibility_flags = [\"python_workers\"]\n";

fn project(folder: &std::path::Path, arguments: &[&str]) -> String {
    let mut command = gotchas();
    let command = command
        .current_dir(folder)
        .args(["check", "--show-project"]);
    stdout(command.args(arguments), 0)
}

fn runtimes(text: &str) -> Vec<&str> {
    let lines = text.lines().map(str::trim);
    lines.filter(|line| line.starts_with("runtime ")).collect()
}

#[test]
fn files_that_are_taken_as_worker_code_run_where_their_wrangler_file_says() {
    let folder = folder(&[
        ("wrangler.toml", OLD),
        ("a.py", WORKER),
        ("pkg/b.py", WORKER),
    ]);
    let usual = project(folder.path(), &[]);
    let usual = runtimes(&usual);
    assert_eq!(usual.len(), 1);
    for path in [".", "pkg", "pkg/b.py", "a.py"] {
        let text = project(folder.path(), &["--worker", path]);
        assert_eq!(runtimes(&text), usual, "{path}");
    }
    let text = project(
        folder.path(),
        &["--worker", "--target-runtime", "pyodide-0.28"],
    );
    assert!(runtimes(&text)[0].contains("0.28"), "{text}");
}

#[test]
fn wrangler_files_that_disagree_say_nothing() {
    let new = OLD.replace("2025-03-01", "2026-10-01");
    let files = [
        ("a.py", WORKER),
        ("one/wrangler.toml", OLD),
        ("two/wrangler.toml", &new),
    ];
    let folder_of_two = folder(&files);
    let without = folder(&files[..1]);
    let newest = project(without.path(), &["--worker"]);
    let text = project(folder_of_two.path(), &["--worker"]);
    assert_eq!(runtimes(&text), runtimes(&newest));
    let text = project(folder_of_two.path(), &["--worker", "one"]);
    assert_ne!(runtimes(&text), runtimes(&newest));
}

#[test]
fn a_wrangler_file_in_another_language_says_nothing_of_python() {
    let foreign = "main = \"a.ts\"\ncompatibility_date = \"2024-01-01\"\n";
    let folder_of_both = folder(&[("wrangler.toml", foreign), ("a.py", WORKER)]);
    let without = folder(&[("a.py", WORKER)]);
    let newest = project(without.path(), &["--worker"]);
    let text = project(folder_of_both.path(), &["--worker"]);
    assert_eq!(runtimes(&text), runtimes(&newest));
}

#[test]
fn a_date_that_is_none_is_named() {
    for (date, worker) in [("bad", false), ("2025-9-1", true), ("2025-13-45", false)] {
        let text = OLD.replace("2025-03-01", date);
        let folder = folder(&[("wrangler.toml", &text), ("a.py", WORKER)]);
        let mut command = gotchas();
        let command = command.current_dir(folder.path());
        let command = command.args(["check", "--exit-zero", "."]);
        let command = command.args(worker.then_some("--worker"));
        let said = stderr(command, 0);
        let wanted = format!("warning: wrangler.toml:2: `compatibility_date` is \"{date}\"");
        assert!(said.starts_with(&wanted), "{said}");
        assert!(
            said.contains("expected a date such as \"2025-09-01\""),
            "{said}"
        );
        assert_eq!(said.lines().count(), 1, "{said}");
        assert_eq!(stderr(command.arg("-q"), 0), "");
    }
}

#[test]
fn a_mark_of_the_byte_order_is_no_mistake() {
    for name in ["wrangler.json", "wrangler.jsonc"] {
        let text = "\u{feff}{\"main\": \"a.py\", \"compatibility_date\": \"2025-03-01\"}";
        let folder = folder(&[(name, text), ("a.py", WORKER)]);
        let text = project(folder.path(), &[]);
        assert!(text.contains("2025-03-01"), "{text}");
    }
}

#[test]
fn what_is_no_wrangler_file_is_explained() {
    let bare = OLD.replace("\"2025-03-01\"", "2025-03-01");
    for (name, text, wanted) in [
        (
            "wrangler.toml",
            &*bare,
            "wrangler.toml:2:22: expected a date in quotes: \"2025-03-01\"",
        ),
        (
            "wrangler.json",
            "[]",
            "wrangler.json:1:1: expected an object",
        ),
    ] {
        let folder = folder(&[(name, text), ("a.py", WORKER)]);
        let mut command = gotchas();
        let command = command.current_dir(folder.path()).arg("check");
        let said = stderr(command, 2);
        assert!(said.contains(wanted), "{said}");
    }
}

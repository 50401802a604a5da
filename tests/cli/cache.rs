//! `.gotchas_cache`: the second run finds the same in less time, whatever happens to the files in between.

use std::{fs, path::PathBuf, process::Stdio};

use predicates::str::contains;
use sha2::{Digest, Sha256};
use tempfile::TempDir;

use crate::{check, command, folder, gotchas, stderr, stdout};

const WRONG: &str = "import js, time\n\nasync def on_fetch(request):\n    time.sleep(1)\n    return open('x.txt')\n";

fn entries(folder: &TempDir) -> Vec<PathBuf> {
    let files = fs::read_dir(folder.path().join(".gotchas_cache")).expect("a cache");
    let paths = files.map(|file| file.expect("a file").path());
    paths
        .filter(|path| {
            path.extension()
                .is_some_and(|extension| extension == "json")
        })
        .collect()
}

#[test]
fn a_second_run_reads_what_the_first_one_found() {
    let folder = folder(&[("worker.py", WRONG)]);
    let first = stdout(&mut check(folder.path(), &[]), 1);
    let entry = entries(&folder).remove(0);
    let text = fs::read_to_string(&entry).unwrap();
    let (head, findings) = text.split_once('\n').unwrap();
    assert_ne!(findings, "[]");
    assert_eq!(stdout(&mut check(folder.path(), &[]), 1), first);
    // An entry that says something else shows that it is read.
    let key = head.split_once(' ').unwrap().0;
    let digest: String = Sha256::digest("[]")
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect();
    fs::write(&entry, format!("{key} {digest}\n[]")).unwrap();
    assert_eq!(
        stdout(&mut check(folder.path(), &[]), 0),
        "All checks passed!\n"
    );
    assert_eq!(stdout(&mut check(folder.path(), &["--no-cache"]), 1), first);
    // Another text, or another target, is another matter.
    fs::write(folder.path().join("worker.py"), format!("{WRONG}\n")).unwrap();
    assert_eq!(stdout(&mut check(folder.path(), &[]), 1), first);
    assert_eq!(entries(&folder).len(), 1);
}

#[test]
fn options_that_change_findings_are_part_of_the_key() {
    let text = WRONG.replace("open('x.txt')", "open('x.txt')  # noqa: CFW301");
    let folder = folder(&[("worker.py", &text)]);
    let allowed = stdout(&mut check(folder.path(), &[]), 0);
    let all = stdout(&mut check(folder.path(), &["--ignore-noqa"]), 1);
    assert!(all.contains("CFW301"), "{all}");
    assert_eq!(stdout(&mut check(folder.path(), &[]), 0), allowed);
}

#[test]
fn a_broken_entry_is_replaced() {
    let folder = folder(&[("worker.py", WRONG)]);
    let first = stdout(&mut check(folder.path(), &[]), 1);
    let entry = entries(&folder).remove(0);
    let whole = fs::read(&entry).unwrap();
    for broken in [&b""[..], b"\xff\xfe\0", b"{}", &whole[..whole.len() - 3]] {
        fs::write(&entry, broken).unwrap();
        assert_eq!(stdout(&mut check(folder.path(), &[]), 1), first);
        assert_eq!(fs::read(&entry).unwrap(), whole);
    }
}

#[test]
fn many_runs_at_once_do_not_disturb_each_other() {
    let folder = folder(&[("worker.py", WRONG)]);
    let alone = stdout(&mut check(folder.path(), &["--no-cache"]), 1);
    let runs: Vec<_> = (0..16)
        .map(|_| {
            let mut run = command();
            run.current_dir(folder.path()).arg("check").args(crate::RAW);
            run.stdout(Stdio::piped()).spawn().expect("a process")
        })
        .collect();
    for run in runs {
        let output = run.wait_with_output().expect("an end");
        assert_eq!(String::from_utf8_lossy(&output.stdout), alone);
    }
    let files: Vec<_> = fs::read_dir(folder.path().join(".gotchas_cache"))
        .unwrap()
        .collect();
    assert_eq!(files.len(), 3, "{files:?}");
    assert_eq!(stdout(&mut check(folder.path(), &[]), 1), alone);
}

#[test]
fn it_is_where_the_settings_say() {
    let folder = folder(&[
        ("app/gotchas.toml", "cache-dir = 'kept'"),
        ("app/worker.py", WRONG),
    ]);
    stdout(&mut check(folder.path(), &["app"]), 1);
    assert!(folder.path().join("app/kept/.gitignore").is_file());
    stdout(
        &mut check(folder.path(), &["app", "--cache-dir", "elsewhere"]),
        1,
    );
    assert!(folder.path().join("elsewhere/CACHEDIR.TAG").is_file());
    assert!(!folder.path().join(".gotchas_cache").exists());
}

#[test]
fn without_a_place_to_write_everything_is_still_found() {
    let folder = folder(&[("worker.py", WRONG), ("taken", "")]);
    let mut run = check(folder.path(), &["--cache-dir", "taken"]);
    let said = stderr(&mut run, 1);
    assert!(
        said.starts_with("warning: cannot write to taken: "),
        "{said}"
    );
    assert!(stdout(&mut run, 1).contains("CFW301"));
}

#[test]
fn standard_input_and_no_cache_keep_nothing() {
    let folder = folder(&[("worker.py", WRONG)]);
    stdout(&mut check(folder.path(), &["--no-cache"]), 1);
    stdout(check(folder.path(), &["-"]).write_stdin(WRONG), 1);
    stdout(check(folder.path(), &[]).env("GOTCHAS_NO_CACHE", "1"), 1);
    assert!(!folder.path().join(".gotchas_cache").exists());
}

#[test]
fn clean_removes_caches_and_nothing_else() {
    let folder = folder(&[
        ("app/worker.py", WRONG),
        ("mine/.gotchas_cache/notes.txt", "not a cache"),
    ]);
    stdout(
        check(folder.path(), &["."]).current_dir(folder.path().join("app")),
        1,
    );
    assert!(folder.path().join("app/.gotchas_cache").is_dir());
    gotchas()
        .current_dir(folder.path())
        .arg("clean")
        .assert()
        .success()
        .stderr(contains("Removing cache at: ./app/.gotchas_cache"));
    assert!(!folder.path().join("app/.gotchas_cache").exists());
    assert!(
        folder
            .path()
            .join("mine/.gotchas_cache/notes.txt")
            .is_file()
    );
}

#[test]
fn as_much_is_said_as_is_asked_for() {
    let folder = folder(&[("worker.py", WRONG)]);
    let usual = stdout(
        &mut check(folder.path(), &["--output-format", "concise"]),
        1,
    );
    let quiet = stdout(
        &mut check(folder.path(), &["--output-format", "concise", "-q"]),
        1,
    );
    assert_eq!(quiet.lines().count(), 1);
    assert!(usual.starts_with(&quiet), "{usual}");
    assert_eq!(stdout(&mut check(folder.path(), &["--silent"]), 1), "");
    let said = stderr(&mut check(folder.path(), &["--verbose"]), 1);
    assert!(
        said.contains("pyodide-0.28") && said.contains("Took "),
        "{said}"
    );
}

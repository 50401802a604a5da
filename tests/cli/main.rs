//! The `gotchas` command as its users meet it: what it prints, its exit codes, what happens on bad input.

mod cache;
mod check;
mod explain;
mod fixes;
mod formats;
mod general;
mod habits;
mod list;
mod new;
mod output;
mod ruff;
mod search;
mod serve;
mod settings;
mod shell;
mod site;
mod suppressions;
mod terminal;
mod wrangler;

use std::{fs, path::Path, process::Command as StdCommand};

use assert_cmd::Command;
use gotchas_catalog::Catalogue;
use gotchas_tests::root;
use serde_json::Value;
use tempfile::TempDir;

/// The program, without the colours and widths of whoever runs the tests.
fn gotchas() -> Command {
    Command::from_std(command())
}

/// A runtime and an SDK on which bindings are raw.
const RAW: [&str; 4] = [
    "--target-runtime",
    "pyodide-0.28",
    "--target-sdk",
    "bundled",
];

/// A folder with these files.
fn folder(files: &[(&str, &str)]) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (name, text) in files {
        let path = folder.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
    folder
}

/// `gotchas check` in that folder, for a runtime and an SDK on which bindings are raw.
fn check(folder: &Path, arguments: &[&str]) -> Command {
    let mut command = gotchas();
    command.current_dir(folder).arg("check").args(arguments);
    command.args(RAW);
    command
}

fn command() -> StdCommand {
    let mut command = StdCommand::new(env!("CARGO_BIN_EXE_gotchas"));
    for name in [
        "NO_COLOR",
        "FORCE_COLOR",
        "CLICOLOR",
        "CLICOLOR_FORCE",
        "GOTCHAS_OUTPUT_FORMAT",
        "GOTCHAS_CACHE_DIR",
        "GOTCHAS_NO_CACHE",
    ] {
        command.env_remove(name);
    }
    command.env("COLUMNS", "80");
    command
}

/// Runs the program and gives what it printed, which must be UTF-8, after checking the exit code.
fn stdout(command: &mut Command, code: i32) -> String {
    let output = command.assert().code(code).get_output().clone();
    String::from_utf8(output.stdout).expect("UTF-8 on standard output")
}

/// The same of standard error.
fn stderr(command: &mut Command, code: i32) -> String {
    let output = command.assert().code(code).get_output().clone();
    String::from_utf8(output.stderr).expect("UTF-8 on standard error")
}

/// Runs the program and reads what it printed as JSON.
fn json(command: &mut Command, code: i32) -> Value {
    serde_json::from_str(&stdout(command, code)).expect("JSON on standard output")
}

/// A copy of everything that the site is made from, to be changed at will.
fn work_tree() -> TempDir {
    let tree = tempfile::tempdir().expect("a temporary folder");
    gotchas_tests::copy_book(tree.path()).expect("files that can be copied");
    tree
}

/// The knowledge base, read from its files and not from the program.
fn catalogue() -> Catalogue {
    Catalogue::load(&root().join("gotchas")).expect("a valid knowledge base")
}

/// The codes and names that the project promises.
const PROMISED: [(&str, &str); 15] = [
    ("CFW001", "dict-to-js"),
    ("CFW101", "fetch-body-bytes"),
    ("CFW102", "fetch-headers-dict"),
    ("CFW201", "threading-primitives"),
    ("CFW202", "asyncio-lock"),
    ("CFW301", "runtime-file-access"),
    ("CFW401", "sqlite-fallback"),
    ("CFW402", "blocking-database-call"),
    ("CFW403", "jsproxy-to-dict"),
    ("CFW404", "d1-none-param"),
    ("CFW501", "environ-before-injection"),
    ("CFW601", "monotonic-clock"),
    ("CFW701", "unguarded-optional-service"),
    ("CFW801", "async-db-in-middleware"),
    ("CFW901", "multiple-set-cookie"),
];

use std::{io::Read, process::Stdio};

use predicates::str::contains;

use crate::{command, gotchas, stderr, stdout};

const COMMANDS: [&str; 8] = [
    "search", "explain", "list", "check", "build", "serve", "new", "schema",
];

#[test]
fn help_names_every_command_and_shows_examples() {
    let help = stdout(gotchas().arg("--help"), 0);
    for command in COMMANDS {
        assert!(
            help.contains(&format!("\n  {command}")),
            "{command} is not in\n{help}"
        );
    }
    assert!(help.contains("Examples:"), "{help}");
}

#[test]
fn every_command_has_help_with_examples() {
    for command in COMMANDS {
        let help = stdout(gotchas().args([command, "--help"]), 0);
        assert!(
            help.contains("Examples:") && help.contains("Usage:"),
            "{help}"
        );
    }
}

#[test]
fn without_a_command_help_is_an_error() {
    gotchas().assert().code(2).stderr(contains("Usage:"));
}

#[test]
fn version_is_the_packages() {
    let version = concat!("gotchas ", env!("CARGO_PKG_VERSION"), "\n");
    gotchas().arg("--version").assert().code(0).stdout(version);
}

#[test]
fn a_mistyped_command_gets_a_hint() {
    gotchas()
        .arg("serch")
        .assert()
        .code(2)
        .stderr(contains("search"));
}

#[test]
fn schema_is_the_committed_one() {
    let committed = std::fs::read_to_string(crate::root().join("gotchas/schema.json")).unwrap();
    assert_eq!(stdout(gotchas().arg("schema"), 0), committed);
}

#[test]
fn a_pipe_has_no_colours() {
    for args in [
        &["list"][..],
        &["explain", "CFW403"],
        &["search", "cookie"],
        &["--help"],
    ] {
        assert!(
            !stdout(gotchas().args(args), 0).contains('\u{1b}'),
            "{args:?}"
        );
    }
}

#[test]
fn colours_can_be_forced_and_forbidden() {
    let coloured = |text: String| text.contains('\u{1b}');
    assert!(coloured(stdout(
        gotchas().args(["list", "--color", "always"]),
        0
    )));
    assert!(coloured(stdout(
        gotchas().arg("list").env("FORCE_COLOR", "1"),
        0
    )));
    assert!(!coloured(stdout(
        gotchas().arg("list").env("NO_COLOR", "1"),
        0
    )));
    let option = ["list", "--color", "never"];
    assert!(!coloured(stdout(
        gotchas().args(option).env("FORCE_COLOR", "1"),
        0
    )));
}

/// `gotchas list | head -1` must end quietly, as any other program of a pipeline does.
#[test]
fn a_closed_pipe_is_no_error() {
    for args in [
        &["explain", "--all"][..],
        &["list", "--json"],
        &["--help"],
        &["schema"],
    ] {
        let mut child = command()
            .args(args)
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        drop(child.stdout.take());
        let mut said = String::new();
        child
            .stderr
            .take()
            .unwrap()
            .read_to_string(&mut said)
            .unwrap();
        let status = child.wait().unwrap();
        assert_eq!((status.code(), said.as_str()), (Some(0), ""), "{args:?}");
    }
}

#[test]
fn a_folder_of_gotchas_that_does_not_exist_is_an_error() {
    let said = stderr(gotchas().args(["list", "--gotchas", "no/such/folder"]), 2);
    assert!(said.contains("no/such/folder"), "{said}");
}

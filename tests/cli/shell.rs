//! Completion scripts and manual pages.

use std::fs;

use crate::{command, gotchas, stderr, stdout};

#[test]
fn every_shell_gets_a_script_that_asks_the_program() {
    for shell in ["bash", "elvish", "fish", "powershell", "zsh"] {
        let script = stdout(gotchas().args(["generate-shell-completion", shell]), 0);
        assert!(
            script.contains("COMPLETE") && script.contains("gotchas"),
            "{shell}: {script}"
        );
    }
    let said = stderr(gotchas().args(["generate-shell-completion", "cmd"]), 2);
    assert!(said.contains("powershell"), "{said}");
}

/// What bash offers for the last of these words.
fn offered(words: &[&str]) -> Vec<String> {
    let mut ask = command();
    ask.env("COMPLETE", "bash")
        .env("_CLAP_COMPLETE_INDEX", (words.len() - 1).to_string())
        .env("_CLAP_COMPLETE_COMP_TYPE", "9")
        .env("_CLAP_COMPLETE_SPACE", "true")
        .env("_CLAP_IFS", "\n")
        .arg("--")
        .args(words);
    let output = ask.output().expect("the program runs");
    assert!(output.status.success());
    let text = String::from_utf8(output.stdout).expect("UTF-8");
    text.lines().map(str::to_owned).collect()
}

#[test]
fn gotchas_categories_and_runtimes_are_completed() {
    assert_eq!(offered(&["gotchas", "explain", "jsp"]), ["jsproxy-to-dict"]);
    assert_eq!(
        offered(&["gotchas", "explain", "cfw4"]),
        ["CFW401", "CFW402", "CFW403", "CFW404"]
    );
    assert_eq!(
        offered(&["gotchas", "search", "--category", "coo"]),
        ["cookies"]
    );
    assert_eq!(
        offered(&["gotchas", "list", "--runtime", "pyodide-0"]),
        ["pyodide-0.26", "pyodide-0.28"]
    );
    assert!(offered(&["gotchas", "sea"]).contains(&"search".to_owned()));
    assert!(offered(&["gotchas", "explain", "no-such"]).is_empty());
}

#[test]
fn there_is_a_manual_page_for_each_command() {
    let page = stdout(gotchas().arg("generate-man"), 0);
    assert!(page.contains(".TH gotchas 1"), "{page}");
    let folder = tempfile::tempdir().unwrap();
    let man = folder.path().join("man1");
    stdout(gotchas().arg("generate-man").arg(&man), 0);
    for name in [
        "gotchas",
        "gotchas-search",
        "gotchas-explain",
        "gotchas-check",
    ] {
        let page = fs::read_to_string(man.join(format!("{name}.1"))).unwrap();
        assert!(
            page.contains("EXAMPLES") || page.contains("Examples"),
            "{name}: {page}"
        );
    }
}

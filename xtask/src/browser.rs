//! `cargo xtask browser`: the built site in a real browser.

use std::{
    net::TcpListener,
    path::{Path, PathBuf},
};

use anyhow::bail;

use crate::shell;

/// Where the tests and what they need from npm are.
const FOLDER: &str = "tests/browser";

/// Where Pyodide and miniflare are installed.
const RUNTIME: &str = "runtime";

/// Test the built site in Chromium, and in Firefox where it is installed
///
/// Installs what the lock files of `tests/browser` and `runtime` name, builds the site with Pyodide beside it, elsewhere and
/// nowhere, and runs the tests. Screenshots and prints are in `target/browser/shots`.
#[derive(Debug, Default, clap::Args)]
pub struct Args {
    /// Only tests whose name matches this
    #[arg(long, value_name = "PATTERN")]
    only: Option<String>,
}

/// Builds the site and tests it.
pub fn run(args: &Args) -> anyhow::Result<()> {
    let Some(browser) = chromium() else {
        bail!("Chromium is not installed");
    };
    install(FOLDER, "@action-validator/core")?;
    install(RUNTIME, "miniflare")?;
    let port = free_port()?;
    let copied = format!("{RUNTIME}/node_modules");
    let remote = format!("http://127.0.0.1:{port}/pyodide/{{version}}/");
    let failing = format!("{FOLDER}/gotchas");
    let only = args
        .only
        .iter()
        .flat_map(|pattern| ["--test-name-pattern", pattern]);
    let firefox = firefox();
    if firefox.is_none() {
        println!("Firefox is not installed; its tests are left out");
    }
    shell::program("node")
        .args(["--test"])
        .args(only)
        .args(tests(firefox.is_some())?)
        .env("SITE", build("site", &[])?)
        .env(
            "RUNS",
            build("runs", &["--pyodide", &copied, "--gotchas", &failing])?,
        )
        .env("REMOTE", build("remote", &["--pyodide", &remote])?)
        .env("REMOTE_PORT", port.to_string())
        .env("BARE", build("bare", &["--pyodide", "none"])?)
        .env("SHOTS", folder().join("shots"))
        .env("CHROMIUM", browser)
        .env("FIREFOX", firefox.unwrap_or_default())
        .run()
}

fn folder() -> PathBuf {
    shell::target().join("browser")
}

/// Builds the site with these options; gives the folder of its pages.
fn build(name: &str, options: &[&str]) -> anyhow::Result<PathBuf> {
    let site = folder().join(name);
    let start = ["run", "--quiet", "--locked", "--package", "gotchas", "--"];
    shell::cargo(start)
        .args(["build", "--dest-dir"])
        .args([&site])
        .args(options)
        .run()?;
    Ok(site.join("html"))
}

/// Installs what the lock file of a folder names, unless this package of it is there.
pub fn install(folder: &str, package: &str) -> anyhow::Result<()> {
    let modules = shell::root().join(folder).join("node_modules");
    if modules.join(package).is_dir() {
        return Ok(());
    }
    shell::program("npm")
        .args(["ci", "--no-audit", "--no-fund", "--prefix", folder])
        .run()
}

/// The files of tests, in the order of their names; those of Firefox only where it is.
fn tests(firefox: bool) -> anyhow::Result<Vec<PathBuf>> {
    let mut files = vec![];
    for entry in std::fs::read_dir(shell::root().join(FOLDER))? {
        let path = entry?.path();
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        if name.ends_with(".test.mjs") && (firefox || !name.starts_with("firefox")) {
            files.push(path);
        }
    }
    files.sort();
    Ok(files)
}

/// A port of this machine that nothing listens on: pages name it before the test that does.
fn free_port() -> anyhow::Result<u16> {
    let listener = TcpListener::bind(("127.0.0.1", 0))?;
    Ok(listener.local_addr()?.port())
}

/// What this machine lacks, if anything.
pub fn missing() -> Option<String> {
    if !shell::program("npm").args(["--version"]).works() {
        return Some("npm is not installed".to_owned());
    }
    chromium()
        .is_none()
        .then(|| "Chromium is not installed".to_owned())
}

/// The Chromium of this machine.
pub fn chromium() -> Option<PathBuf> {
    let usual = [
        "/usr/bin/chromium",
        "/usr/bin/chromium-browser",
        "/usr/bin/google-chrome",
    ];
    first("CHROMIUM", &usual)
}

fn firefox() -> Option<PathBuf> {
    first("FIREFOX", &["/usr/bin/firefox-esr", "/usr/bin/firefox"])
}

/// The program that a variable names, or the first of the usual ones that is there.
fn first(variable: &str, usual: &[&str]) -> Option<PathBuf> {
    let named = std::env::var_os(variable).map(PathBuf::from);
    let mut all = named.into_iter().chain(usual.iter().map(PathBuf::from));
    all.find(|path: &PathBuf| Path::is_file(path))
}

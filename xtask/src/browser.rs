//! `cargo xtask browser`: the built site in a real browser.

use std::{
    net::TcpListener,
    path::{Path, PathBuf},
};

use anyhow::bail;

use crate::shell;

/// Where the tests and what they need from npm are.
const FOLDER: &str = "tests/browser";

/// The files of the tests.
const TESTS: [&str; 2] = ["site.test.mjs", "run.test.mjs"];

/// Where Pyodide is installed.
const RUNTIME: &str = "runtime";

/// Test the built site in Chromium
///
/// Installs what the lock files of `tests/browser` and `runtime` name, builds the site with Pyodide beside it, elsewhere and
/// nowhere, and runs the tests. Screenshots and prints are in
/// `target/browser/shots`.
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
    install(FOLDER, "axe-core")?;
    install(RUNTIME, "pyodide-314")?;
    let port = free_port()?;
    let copied = format!("{RUNTIME}/node_modules");
    let remote = format!("http://127.0.0.1:{port}/pyodide/{{version}}/");
    let failing = format!("{FOLDER}/gotchas");
    let only = args
        .only
        .iter()
        .flat_map(|pattern| ["--test-name-pattern", pattern]);
    shell::program("node")
        .args(["--test"])
        .args(only)
        .args(TESTS.map(|name| format!("{FOLDER}/{name}")))
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

/// Installs what a folder's lock file names, unless one of the packages is there.
fn install(folder: &str, package: &str) -> anyhow::Result<()> {
    let modules = shell::root().join(folder).join("node_modules");
    if modules.join(package).is_dir() {
        return Ok(());
    }
    shell::program("npm")
        .args(["ci", "--no-audit", "--no-fund", "--prefix", folder])
        .run()
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

fn chromium() -> Option<PathBuf> {
    let named = std::env::var_os("CHROMIUM").map(PathBuf::from);
    let usual = [
        "/usr/bin/chromium",
        "/usr/bin/chromium-browser",
        "/usr/bin/google-chrome",
    ];
    let mut all = named.into_iter().chain(usual.map(PathBuf::from));
    all.find(|path: &PathBuf| Path::is_file(path))
}

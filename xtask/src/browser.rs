//! `cargo xtask browser`: the built site in a real browser.

use std::path::{Path, PathBuf};

use anyhow::bail;

use crate::shell;

/// Where the tests and what they need from npm are.
const FOLDER: &str = "tests/browser";

/// Test the built site in Chromium, and in Firefox where it is installed
///
/// Builds the site, installs what `tests/browser/package-lock.json` names, and runs the tests. Screenshots and prints are in
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
    let site = shell::target().join("browser").join("site");
    shell::cargo([
        "run",
        "--quiet",
        "--locked",
        "--package",
        "gotchas",
        "--",
        "build",
        "--dest-dir",
    ])
    .args([&site])
    .run()?;
    install(FOLDER, "@action-validator/core")?;
    // What Cloudflare serves the folder with.
    install("runtime", "miniflare")?;
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
        .env("SITE", site.join("html"))
        .env("SHOTS", shell::target().join("browser").join("shots"))
        .env("CHROMIUM", browser)
        .env("FIREFOX", firefox.unwrap_or_default())
        .run()
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

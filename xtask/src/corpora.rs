//! `cargo xtask corpora`: the checker on much code that nobody wrote for Workers.
//!
//! Python's standard library and ten packages that servers are made of. Nothing may crash, and where nobody says that it is
//! Worker code, nothing may be found.

use std::{
    path::{Path, PathBuf},
    process::Command,
    time::{Duration, Instant},
};

use anyhow::{Context, bail, ensure};
use serde_json::Value;

use crate::shell;

/// Packages of ordinary server code, by their names on PyPI.
const PACKAGES: [&str; 10] = [
    "Django",
    "SQLAlchemy",
    "celery",
    "aiohttp",
    "fastapi",
    "Flask",
    "httpx",
    "starlette",
    "Werkzeug",
    "pydantic-settings",
];

/// Check Python's standard library and large packages: no crash, and no findings where nobody asks for them
#[derive(Debug, clap::Args)]
pub struct Args {
    /// The Python whose standard library is checked, and whose pip downloads the packages
    #[arg(long, value_name = "PROGRAM", default_value = "python3")]
    python: String,
    /// The program to check with, instead of one that is built for it
    #[arg(long, value_name = "FILE")]
    gotchas: Option<PathBuf>,
    /// Only these packages, and not the standard library
    #[arg(value_name = "PACKAGE")]
    packages: Vec<String>,
}

/// What a run of the checker gave.
struct Outcome {
    findings: usize,
    took: Duration,
}

/// Downloads what is not there yet, checks everything twice, and prints a table.
pub fn run(args: &Args) -> anyhow::Result<()> {
    let gotchas = match &args.gotchas {
        Some(program) => program.clone(),
        None => build()?,
    };
    println!(
        "{:20} {:>8} {:>10} {:>17} {:>8}",
        "corpus", "found", "seconds", "found --worker", "seconds"
    );
    let mut wrong = Vec::new();
    for (name, folder) in corpora(args)? {
        let plain = check(&gotchas, &folder, &[])?;
        let forced = check(&gotchas, &folder, &["--worker"])?;
        println!(
            "{name:20} {:>8} {:>10.2} {:>17} {:>8.2}",
            plain.findings,
            plain.took.as_secs_f64(),
            forced.findings,
            forced.took.as_secs_f64()
        );
        if plain.findings > 0 {
            wrong.push(name);
        }
    }
    ensure!(
        wrong.is_empty(),
        "findings in code that is not a Worker's: {}",
        wrong.join(", ")
    );
    Ok(())
}

fn build() -> anyhow::Result<PathBuf> {
    shell::cargo(["build", "--release", "--quiet", "-p", "gotchas"]).run()?;
    let name = format!("gotchas{}", std::env::consts::EXE_SUFFIX);
    Ok(shell::target().join("release").join(name))
}

/// The corpora by name, each in its folder.
fn corpora(args: &Args) -> anyhow::Result<Vec<(String, PathBuf)>> {
    let mut corpora = Vec::new();
    if args.packages.is_empty() {
        corpora.push(("standard library".to_owned(), standard_library(args)?));
    }
    let named = args.packages.iter().map(String::as_str);
    let usual = PACKAGES
        .iter()
        .copied()
        .filter(|_| args.packages.is_empty());
    for package in named.chain(usual) {
        let folder = download(args, package)
            .with_context(|| format!("cannot download {package} from PyPI"))?;
        corpora.push((package.to_owned(), folder));
    }
    Ok(corpora)
}

fn standard_library(args: &Args) -> anyhow::Result<PathBuf> {
    let code = "import sysconfig; print(sysconfig.get_paths()['stdlib'])";
    let printed = shell::program(&args.python).args(["-c", code]).read()?;
    let folder = PathBuf::from(printed.trim());
    ensure!(folder.is_dir(), "{} is no folder", folder.display());
    Ok(folder)
}

/// A package without what it depends on, unpacked.
fn download(args: &Args, package: &str) -> anyhow::Result<PathBuf> {
    let corpora = shell::target().join("corpora");
    let folder = corpora.join(package);
    if folder.is_dir() {
        return Ok(folder);
    }
    std::fs::create_dir_all(&corpora)?;
    let wheels = tempfile::tempdir_in(&corpora)?;
    let pip = [
        "-m",
        "pip",
        "download",
        "--quiet",
        "--no-deps",
        "--only-binary",
        ":all:",
        "--dest",
    ];
    shell::program(&args.python)
        .args(pip)
        .args([wheels.path().as_os_str(), package.as_ref()])
        .run()?;
    let wheel = std::fs::read_dir(wheels.path())?.next();
    let wheel = wheel.context("pip downloaded nothing")??.path();
    let unpacked = tempfile::tempdir_in(&corpora)?;
    shell::program(&args.python)
        .args(["-m", "zipfile", "-e"])
        .args([&wheel, unpacked.path()])
        .run()?;
    std::fs::rename(unpacked.keep(), &folder)?;
    Ok(folder)
}

/// Runs the checker. Files that are no UTF-8 make it exit with 2, which is right; a signal or a panic is not.
fn check(gotchas: &Path, folder: &Path, options: &[&str]) -> anyhow::Result<Outcome> {
    let started = Instant::now();
    let output = Command::new(gotchas)
        .args([
            "check",
            "--no-cache",
            "--isolated",
            "--exclude",
            "site-packages",
        ])
        .args(["--severity", "info", "--output-format", "json"])
        .args(options)
        .arg(folder)
        .output()
        .with_context(|| format!("cannot run {}", gotchas.display()))?;
    let took = started.elapsed();
    let said = String::from_utf8_lossy(&output.stderr);
    let ended = matches!(output.status.code(), Some(0..=2));
    if !ended || said.contains("panicked") {
        bail!(
            "{} {options:?}: {}\n{said}",
            folder.display(),
            output.status
        );
    }
    let findings: Vec<Value> = serde_json::from_slice(&output.stdout)
        .with_context(|| format!("in what the check of {} printed", folder.display()))?;
    Ok(Outcome {
        findings: findings.len(),
        took,
    })
}

//! The in-process build and a stock mdBook must give the same site.

use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
};

use anyhow::{Context, bail};
use walkdir::WalkDir;

use crate::{shell, tools};

/// Differences that are listed before the rest is only counted.
const SHOWN: usize = 20;

/// Builds the site with `gotchas build` and with a stock `mdbook build`, and compares every file.
pub fn run() -> anyhow::Result<()> {
    let mdbook = tools::MDBOOK.install()?;
    shell::cargo([
        "build",
        "--quiet",
        "--locked",
        "--package",
        "gotchas",
        "--package",
        "mdbook-gotchas",
    ])
    .run()?;
    let programs = shell::target().join("debug");
    let scratch = tempfile::tempdir()?;
    let (ours, stock) = (scratch.path().join("ours"), scratch.path().join("stock"));
    shell::program(programs.join("gotchas"))
        .args(["build", "--dest-dir"])
        .args([&ours])
        .run()?;
    let path = std::env::var_os("PATH").unwrap_or_default();
    let path = std::env::join_paths([programs].into_iter().chain(std::env::split_paths(&path)))?;
    shell::program(mdbook)
        .args(["build", "--dest-dir"])
        .args([&stock])
        .env("PATH", path)
        .run()?;
    let compared = same_files(&ours, &stock)?;
    println!("`gotchas build` and a stock `mdbook build` give the same {compared} files");
    Ok(())
}

/// Compares two folders byte for byte and gives the number of files.
fn same_files(ours: &Path, stock: &Path) -> anyhow::Result<usize> {
    let (ours, stock) = (files(ours)?, files(stock)?);
    let mut differences: Vec<String> = Vec::new();
    for path in ours.keys().filter(|path| !stock.contains_key(*path)) {
        differences.push(format!("only from `gotchas build`: {}", path.display()));
    }
    for path in stock.keys().filter(|path| !ours.contains_key(*path)) {
        differences.push(format!("only from `mdbook build`: {}", path.display()));
    }
    for (path, file) in &ours {
        if let Some(other) = stock.get(path)
            && fs::read(file)? != fs::read(other)?
        {
            differences.push(format!("not the same: {}", path.display()));
        }
    }
    if ours.is_empty() {
        bail!("`gotchas build` wrote no file");
    }
    if !differences.is_empty() {
        let count = differences.len();
        differences.truncate(SHOWN);
        bail!(
            "the two builds differ in {count} files:\n  {}",
            differences.join("\n  ")
        );
    }
    Ok(ours.len())
}

/// Every file below `folder`, by its path from there.
fn files(folder: &Path) -> anyhow::Result<BTreeMap<PathBuf, PathBuf>> {
    let mut found = BTreeMap::new();
    for entry in WalkDir::new(folder) {
        let entry = entry.with_context(|| format!("cannot list {}", folder.display()))?;
        if entry.file_type().is_file() {
            found.insert(
                entry.path().strip_prefix(folder)?.to_owned(),
                entry.into_path(),
            );
        }
    }
    Ok(found)
}

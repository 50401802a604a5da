//! `cargo xtask fuzz`: a bounded run of every fuzz target, by cargo-fuzz and libFuzzer.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::Context;

use crate::{shell, tools};

/// Give every fuzz target random input for a while
///
/// Starts from the seeds in fuzz/corpus and goes on from what earlier runs found, in target/fuzz. An input that makes a
/// target fail is kept in fuzz/artifacts.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// Only these targets
    targets: Vec<String>,
    /// How long each target runs
    #[arg(long, default_value_t = 15)]
    seconds: u32,
}

impl Default for Args {
    fn default() -> Args {
        Args {
            targets: Vec::new(),
            seconds: 15,
        }
    }
}

/// An input that takes longer counts as a hang.
const SECONDS_PER_INPUT: u32 = 20;

/// Builds the targets and runs them one after the other.
pub fn run(args: &Args) -> anyhow::Result<()> {
    let program = tools::CARGO_FUZZ.install()?;
    let home = shell::root().join("fuzz");
    let target = shell::target().join("fuzz");
    let fuzz = |command: &str| {
        // Without sanitizers, of which there are none in stable Rust: the code is safe, what counts is what it does.
        shell::program(&program)
            .args(["fuzz", command, "--sanitizer", "none", "--fuzz-dir"])
            .args([&home])
            .args(["--target-dir"])
            .args([&target])
    };
    fuzz("build").run()?;
    let all = names(&home)?;
    let wanted = |name: &&String| args.targets.is_empty() || args.targets.contains(name);
    for name in all.iter().filter(wanted) {
        let found = target.join("corpus").join(name);
        fs::create_dir_all(&found)?;
        fuzz("run")
            .args([name])
            .args([&found])
            .args(seeds(&home, name)?)
            .args(["--"])
            .args([
                format!("-max_total_time={}", args.seconds),
                format!("-timeout={SECONDS_PER_INPUT}"),
                "-max_len=16384".to_owned(),
                "-verbosity=0".to_owned(),
                "-print_final_stats=1".to_owned(),
            ])
            .run()
            .with_context(|| format!("the fuzz target `{name}` failed"))?;
    }
    Ok(())
}

/// The targets: a file each.
fn names(home: &Path) -> anyhow::Result<Vec<String>> {
    let mut names = Vec::new();
    for entry in fs::read_dir(home.join("fuzz_targets"))? {
        let path = entry?.path();
        names.extend(path.file_stem().map(|name| name.display().to_string()));
    }
    names.sort();
    Ok(names)
}

/// Folders of seeds; the checker's own cases are seeds of `check`.
fn seeds(home: &Path, name: &str) -> anyhow::Result<Vec<PathBuf>> {
    let mut folders = vec![home.join("corpus").join(name)];
    if name == "check" {
        for entry in fs::read_dir(shell::root().join("tests/checker/cases"))? {
            folders.push(entry?.path());
        }
    }
    Ok(folders)
}

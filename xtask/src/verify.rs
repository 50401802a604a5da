//! `cargo xtask verify`: runs every example on every runtime and compares with the recorded evidence.

use anyhow::bail;

use crate::shell;

/// Run every example on every runtime and compare with evidence/
#[derive(Debug, Default, clap::Args)]
pub struct Args {
    /// Only these gotchas, by name or code
    #[arg(value_name = "NAME")]
    names: Vec<String>,
    /// Only this runtime (repeatable)
    #[arg(long, value_name = "ID")]
    runtime: Vec<String>,
    /// Record what happens now instead of comparing
    #[arg(long)]
    update: bool,
}

/// Whether this machine can run the verification, and why not.
pub fn missing() -> Option<String> {
    match node_version() {
        None => Some("Node 20 or newer is not installed".to_owned()),
        Some(version) if version < 20 => {
            Some(format!("Node {version} is too old; 20 or newer is needed"))
        }
        Some(_) => None,
    }
}

/// Runs the verification.
pub fn run(args: &Args) -> anyhow::Result<()> {
    if let Some(reason) = missing() {
        bail!("{reason}");
    }
    bail!("the runtime harness is not wired in: {args:?}");
}

fn node_version() -> Option<u32> {
    let said = shell::program("node").args(["--version"]).read().ok()?;
    said.trim()
        .strip_prefix('v')?
        .split('.')
        .next()?
        .parse()
        .ok()
}

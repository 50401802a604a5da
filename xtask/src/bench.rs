//! `cargo xtask bench`: the figures that the project promises, measured.

/// Measure builds, searches and the binary against their yardsticks
#[derive(Debug, clap::Args)]
pub struct Args {}

/// Measures.
pub fn run(_args: &Args) -> anyhow::Result<()> {
    Ok(())
}

use crate::{exit::Exit, terminal};

const EXAMPLES: &str = "\
Examples:
  gotchas schema > gotchas.schema.json

The first line of a gotcha file names its schema for editors that have a YAML language server:
  # yaml-language-server: $schema=../schema.json";

/// Print the JSON Schema of a gotcha file
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub struct Args {}

/// Prints the schema.
pub fn run(_args: &Args) -> anyhow::Result<Exit> {
    terminal::print(&gotchas_catalog::schema_json())?;
    Ok(Exit::Success)
}

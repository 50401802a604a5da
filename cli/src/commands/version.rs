//! `gotchas version`: which version this is, also for programs that ask before they do anything else.

use clap::ValueEnum;
use serde_json::json;

use crate::{exit::Exit, terminal};

const EXAMPLES: &str = "\
Examples:
  gotchas version
  gotchas version --output-format json | jq -r .version";

/// Print the version
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub struct Args {
    /// How to print
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    output_format: Format,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    /// The name and the version
    Text,
    /// An object with ruff's keys
    Json,
}

/// Prints the version.
pub fn run(args: &Args) -> anyhow::Result<Exit> {
    const VERSION: &str = env!("CARGO_PKG_VERSION");
    let text = match args.output_format {
        Format::Text => format!("gotchas {VERSION}"),
        Format::Json => {
            serde_json::to_string_pretty(&json!({"version": VERSION, "commit_info": null}))?
        }
    };
    terminal::print(&(text + "\n"))?;
    Ok(Exit::Success)
}

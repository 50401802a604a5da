use gotchas_embedded::Outline;
use owo_colors::OwoColorize;

use crate::{
    args::Global,
    exit::Exit,
    filter::Filter,
    knowledge, style, terminal,
    text::{Table, markdown},
};

const EXAMPLES: &str = "\
Examples:
  gotchas list --category database
  gotchas list --severity error --json | jq -r '.[].name'";

/// List all gotchas
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub struct Args {
    #[command(flatten)]
    filter: Filter,
    /// Print a JSON array for programs
    #[arg(long)]
    json: bool,
}

/// Prints a table, or JSON.
pub fn run(args: &Args, global: &Global) -> anyhow::Result<Exit> {
    args.filter.check(global)?;
    let outlines = knowledge::outlines(global)?;
    let outlines = outlines.iter().filter(|outline| args.filter.takes(outline));
    let outlines: Vec<&Outline> = outlines.collect();
    let text = if args.json {
        serde_json::to_string_pretty(&outlines)? + "\n"
    } else {
        table(&outlines)
    };
    terminal::print(&text)?;
    Ok(Exit::Success)
}

fn table(outlines: &[&Outline]) -> String {
    let mut table =
        Table::new(["CODE", "NAME", "SEVERITY", "WHAT TO DO"].map(|head| head.bold().to_string()));
    for outline in outlines {
        table.row([
            outline.code.bold().to_string(),
            outline.name.clone(),
            style::severity(outline.severity),
            markdown::inline(&outline.summary),
        ]);
    }
    table.render(terminal::width())
}

use gotchas_catalog::{Entry, Severity, Side};
use owo_colors::OwoColorize;
use serde::Serialize;

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

/// What `--json` says of a gotcha.
#[derive(Serialize)]
struct Item<'a> {
    code: String,
    name: &'a str,
    category: &'a str,
    severity: Severity,
    status: gotchas_catalog::Status,
    title: &'a str,
    summary: &'a str,
    /// Whether `gotchas check --fix` can mend some of it.
    fixable: bool,
    /// Number of wrong snippets.
    wrong: usize,
    /// Number of right snippets.
    right: usize,
    since: &'a str,
    url: String,
}

/// Prints a table, or JSON.
pub fn run(args: &Args, global: &Global) -> anyhow::Result<Exit> {
    let catalogue = knowledge::catalogue(global)?;
    args.filter.check(&catalogue)?;
    let entries: Vec<&Entry> = catalogue
        .entries()
        .iter()
        .filter(|entry| args.filter.takes(entry, &catalogue))
        .collect();
    let text = if args.json {
        json(&entries)?
    } else {
        table(&entries)
    };
    terminal::print(&text)?;
    Ok(Exit::Success)
}

fn json(entries: &[&Entry]) -> anyhow::Result<String> {
    let items: Vec<Item<'_>> = entries.iter().map(|entry| item(entry)).collect();
    Ok(serde_json::to_string_pretty(&items)? + "\n")
}

fn item(entry: &Entry) -> Item<'_> {
    let gotcha = &entry.gotcha;
    let snippets = entry.snippets();
    let count = |side: Side| {
        snippets
            .iter()
            .filter(|snippet| snippet.side == side)
            .count()
    };
    Item {
        code: gotcha.code.to_string(),
        name: &entry.name,
        category: &entry.category,
        severity: gotcha.severity,
        status: gotcha.status,
        title: &gotcha.title,
        summary: &gotcha.summary,
        fixable: entry.is_fixable(),
        wrong: count(Side::Wrong),
        right: count(Side::Right),
        since: &gotcha.since,
        url: entry.url(),
    }
}

fn table(entries: &[&Entry]) -> String {
    let mut table =
        Table::new(["CODE", "NAME", "SEVERITY", "WHAT TO DO"].map(|head| head.bold().to_string()));
    for entry in entries {
        let gotcha = &entry.gotcha;
        table.row([
            gotcha.code.value.bold().to_string(),
            entry.name.clone(),
            style::severity(gotcha.severity),
            markdown::inline(&gotcha.summary),
        ]);
    }
    table.render(terminal::width())
}

mod page;

pub use page::Links;

use clap::ValueEnum;
use clap_complete::ArgValueCompleter;
use gotchas_catalog::{Catalogue, Entry, Evidence, Gotcha, UNUSED_SUPPRESSION};
use serde::Serialize;

use crate::{args::Global, complete, exit::Exit, knowledge, terminal};

const EXAMPLES: &str = "\
Examples:
  gotchas explain jsproxy-to-dict
  gotchas explain CFW403 --json | jq -r .takeaway
  gotchas explain CFW403,CFW404
  gotchas rule --all | less -R

A name and its code are interchangeable, and so is the address of its page; the start of a code stands for all codes that start
so.";

/// Explain a gotcha: what goes wrong, why, and what to write instead
#[derive(Debug, clap::Args)]
#[command(visible_alias = "rule", after_help = EXAMPLES)]
pub struct Args {
    /// Name, code or start of a code: jsproxy-to-dict, CFW403, CFW4
    #[arg(value_name = "NAME|CODE", required_unless_present = "all", add = ArgValueCompleter::new(complete::gotchas))]
    handles: Vec<String>,
    /// Explain all gotchas
    #[arg(long, conflicts_with = "handles")]
    all: bool,
    /// How to print
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    output_format: Format,
    /// Short for `--output-format json`
    #[arg(long, conflicts_with = "output_format")]
    json: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    Text,
    Json,
}

/// What JSON says of a gotcha: its file, and what the file's place says.
#[derive(Serialize)]
struct Explained<'a> {
    name: &'a str,
    category: &'a str,
    url: String,
    #[serde(flatten)]
    gotcha: &'a Gotcha,
    /// What the examples did on each runtime.
    evidence: Option<&'a Evidence>,
}

/// What is said of the one rule that is about no gotcha.
const UNUSED_SUPPRESSION_PAGE: &str = "\
CFW000  unused-suppression  (warning, always fixable)

A comment such as `# noqa: CFW403` allows a finding that is not there: the code was mended, the rule does not bite on this
runtime, or the code in the comment is misspelt. Whoever reads it later takes it for a warning. `gotchas check --fix` removes
it, or the part of it that allows nothing.

A comment without codes (`# noqa`) is left alone, since other tools read it too. In a file that several Workers share, a
comment is unused only if none of them needs it. `--ignore CFW000` turns the rule off.
";

/// Prints one gotcha or several, as text or as JSON: an object for one that was named whole, otherwise an array.
pub fn run(args: &Args, global: &Global) -> anyhow::Result<Exit> {
    let catalogue = knowledge::catalogue_for(global, &args.handles)?;
    if let [handle] = args.handles.as_slice()
        && is_unused_suppression(handle)
        && !args.json
        && args.output_format == Format::Text
    {
        terminal::print(UNUSED_SUPPRESSION_PAGE)?;
        return Ok(Exit::Success);
    }
    let entries: Vec<&Entry> = match args.all {
        true => catalogue.entries().iter().collect(),
        false => knowledge::find_all(&catalogue, &args.handles)?,
    };
    let text = if args.json || args.output_format == Format::Json {
        let single = args.handles.len() == 1 && catalogue.get(&args.handles[0]).is_some();
        json(&entries, single)?
    } else {
        let pages: Vec<String> = entries
            .iter()
            .map(|entry| page::render(entry, &catalogue, terminal::width(), Links::Live))
            .collect();
        pages.join(&format!("\n{}\n\n", "═".repeat(terminal::width())))
    };
    terminal::page(&text, global.pager())?;
    Ok(Exit::Success)
}

fn is_unused_suppression(handle: &str) -> bool {
    handle == UNUSED_SUPPRESSION || handle.eq_ignore_ascii_case("CFW000")
}

/// The page of a gotcha as text with styles, at most `width` columns wide.
pub fn page(entry: &Entry, catalogue: &Catalogue, width: usize, links: Links) -> String {
    page::render(entry, catalogue, width, links)
}

fn json(entries: &[&Entry], single: bool) -> anyhow::Result<String> {
    let explain = |entry: &&'_ Entry| -> serde_json::Result<serde_json::Value> {
        let explained = Explained {
            name: &entry.name,
            category: &entry.category,
            url: entry.url(),
            gotcha: &entry.gotcha,
            evidence: entry.evidence.as_ref(),
        };
        serde_json::to_value(explained)
    };
    let mut values: Vec<_> = entries.iter().map(explain).collect::<Result<_, _>>()?;
    let value = if single {
        values.remove(0)
    } else {
        values.into()
    };
    Ok(serde_json::to_string_pretty(&value)? + "\n")
}

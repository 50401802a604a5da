mod ending;
mod input;
mod picker;
mod view;

use std::{
    ffi::OsStr,
    fs,
    io::{self, IsTerminal},
    path::{Path, PathBuf},
};

use anyhow::{Context, bail};
use clap::ValueHint;
use clap_complete::ArgValueCompleter;
use gotchas_catalog::Severity;
use gotchas_embedded::Outline;
use gotchas_search::{Excerpt, Filters, Hit, PackedIndex, Query, Searcher, build_index};
use owo_colors::OwoColorize;

use crate::{
    args::Global, commands::explain, complete, exit::Exit, filter::Filter, knowledge, style,
    terminal, text::wrap,
};

const EXAMPLES: &str = "\
Examples:
  gotchas search \"TypeError: 'pyodide.ffi.JsProxy' object is not iterable\"
  gotchas search                              pick while you type
  gotchas search session cookie logout --category cookies
  npx wrangler dev 2>&1 | tee dev.log; gotchas search --file dev.log
  gotchas search --index site/html/search-index cookies
  gotchas search -n 1 --json - < traceback.txt | jq -r '.[0].url'

Exit code: 0 something found, 1 nothing found, 2 error.";

/// Find the gotcha behind an error message, a traceback, a log, or some words
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub struct Args {
    /// What to search for; `-`, or nothing at the end of a pipe, reads standard input; nothing on a terminal opens a picker
    #[arg(value_name = "QUERY")]
    words: Vec<String>,
    /// Read what to search for from this file; `-` is standard input
    #[arg(long, value_name = "PATH", conflicts_with = "words")]
    file: Option<PathBuf>,
    #[command(flatten)]
    filter: Filter,
    /// Only this code, start of a code or name (repeatable)
    #[arg(long, value_name = "CODE", add = ArgValueCompleter::new(complete::gotchas))]
    code: Vec<String>,
    /// Search the index of a site built elsewhere, the folder `search-index` in it
    #[arg(long, value_name = "DIR", value_hint = ValueHint::DirPath)]
    index: Option<PathBuf>,
    /// Print at most this many results
    #[arg(short = 'n', long, value_name = "N", default_value_t = 5, value_parser = at_least_one)]
    limit: usize,
    /// Print a JSON array for programs
    #[arg(long)]
    json: bool,
}

/// Prints what was found, the best first; without a query on a terminal, lets the user pick.
pub fn run(args: &Args, global: &Global) -> anyhow::Result<Exit> {
    if args.is_interactive() {
        return pick(args, global);
    }
    if args.index.is_some() && !global.gotchas.is_empty() {
        bail!("expected either `--index` or `--gotchas`; an index cannot be added to");
    }
    let query = Query {
        text: input::text(args)?,
        filters: filters(args, global)?,
        limit: args.limit,
    };
    let searcher = match &args.index {
        Some(folder) => elsewhere(folder)?,
        None => searcher(global)?,
    };
    let hits = searcher.search(&query);
    if args.json {
        terminal::print(&(serde_json::to_string_pretty(&hits)? + "\n"))?;
    } else {
        terminal::page(&results(&hits), global.pager())?;
    }
    if hits.is_empty() {
        nothing_found(&searcher, query);
        return Ok(Exit::Negative);
    }
    Ok(Exit::Success)
}

impl Args {
    /// Whether there is no query and a person to ask for one.
    fn is_interactive(&self) -> bool {
        let asked =
            !self.words.is_empty() || self.file.is_some() || self.index.is_some() || self.json;
        !asked && io::stdin().is_terminal() && io::stdout().is_terminal()
    }
}

/// Lets the user pick a gotcha and shows it. Who leaves its page in the pager is back at the list.
fn pick(args: &Args, global: &Global) -> anyhow::Result<Exit> {
    let catalogue = knowledge::catalogue(global)?;
    let searcher = searcher(global)?;
    let mut picker = picker::Picker::new(&catalogue, &searcher, filters(args, global)?);
    let ending = ending::Ending::new().context("cannot wait for signals")?;
    let mut read = Exit::Negative;
    while let Some(name) = picker::run(&mut picker, &ending)? {
        let chosen = catalogue.get(&name).context("the gotcha is gone")?;
        let page = explain::page(chosen, &catalogue, terminal::width(), explain::Links::Live);
        read = Exit::Success;
        if !terminal::page(&page, global.pager())? {
            break;
        }
    }
    Ok(read)
}

/// The embedded index, or one made in memory where gotchas were added.
fn searcher(global: &Global) -> anyhow::Result<Searcher> {
    if global.gotchas.is_empty() {
        return Ok(Searcher::open(gotchas_embedded::index())?);
    }
    let catalogue = knowledge::catalogue(global)?;
    Ok(Searcher::open(build_index(&catalogue).into_bytes())?)
}

/// The index in a folder; where there is none that can be read, a warning says so and the embedded one answers.
fn elsewhere(folder: &Path) -> anyhow::Result<Searcher> {
    let opened = index_files(folder)
        .context("cannot read it")
        .and_then(|files| Ok(PackedIndex::from_files(files)?))
        .and_then(|packed| Ok(Searcher::open(packed.into_bytes())?));
    opened.or_else(|error| {
        let warning = style::severity(Severity::Warning);
        anstream::eprintln!("{warning}: {}: {error:#}", folder.display());
        anstream::eprintln!("The index in the program is searched instead.");
        Ok(Searcher::open(gotchas_embedded::index())?)
    })
}

/// The files of a folder by name. What is too large for an index is left out, and missed by the check that it is complete.
fn index_files(folder: &Path) -> io::Result<Vec<(String, Vec<u8>)>> {
    const LARGEST: u64 = 1 << 30;
    let mut files = Vec::new();
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        let about = path.metadata()?;
        if let Some(name) = path.file_name().and_then(OsStr::to_str)
            && about.is_file()
            && about.len() <= LARGEST
        {
            files.push((name.to_owned(), fs::read(&path)?));
        }
    }
    Ok(files)
}

fn filters(args: &Args, global: &Global) -> anyhow::Result<Filters> {
    let filter = &args.filter;
    filter.check(global)?;
    // Another index may have other gotchas.
    if args.index.is_none() {
        knowledge::check_codes(global, &args.code)?;
    }
    let codes = match filter.fixable {
        true => fixable(&knowledge::outlines(global)?, &args.code),
        false => args.code.clone(),
    };
    Ok(Filters {
        categories: filter.category.clone(),
        severities: filter.severity.clone(),
        runtimes: filter.runtime.iter().cloned().collect(),
        codes,
    })
}

/// The codes of the gotchas that can be mended, of those that were asked for.
fn fixable(outlines: &[Outline], wanted: &[String]) -> Vec<String> {
    let fixable = outlines.iter().filter(|outline| outline.fixable);
    let asked = fixable.filter(|outline| {
        let mut wanted_ones = wanted.iter();
        wanted.is_empty()
            || wanted_ones
                .any(|one| outline.code.starts_with(&one.to_uppercase()) || *one == outline.name)
    });
    let codes: Vec<String> = asked.map(|outline| outline.code.clone()).collect();
    match codes.is_empty() {
        // No codes would stand for all of them.
        true => vec!["none".to_owned()],
        false => codes,
    }
}

fn results(hits: &[Hit]) -> String {
    let width = terminal::width();
    let drawn: Vec<String> = hits.iter().map(|hit| result(hit, width)).collect();
    drawn.join("\n")
}

fn result(hit: &Hit, width: usize) -> String {
    let head = format!(
        "{} {}  {} · {}",
        hit.code.style(style::of_severity(hit.severity).bold()),
        terminal::link(&hit.url, &hit.name.bold().to_string()),
        style::severity(hit.severity),
        hit.category
    );
    let mut text = wrap::paragraph(&head, width, 0);
    text.push_str(&wrap::paragraph(&hit.title, width, 2));
    if !hit.excerpt.text.is_empty() && hit.excerpt.text != hit.title {
        let quoted = highlighted(&hit.excerpt);
        for line in wrap::lines(&quoted, width, "  > ", "  > ") {
            text.push_str(&line);
            text.push('\n');
        }
    }
    text.push_str(&format!(
        "  {}\n",
        format!("gotchas explain {}", hit.name).dimmed()
    ));
    text
}

/// The excerpt with its highlights, word by word so that none runs over the end of a line.
fn highlighted(excerpt: &Excerpt) -> String {
    let mut text = String::new();
    let mut done = 0;
    for &(start, end) in &excerpt.highlights {
        text.push_str(&excerpt.text[done..start]);
        let words = excerpt.text[start..end]
            .split(' ')
            .map(|word| word.bold().green().to_string());
        text.push_str(&words.collect::<Vec<_>>().join(" "));
        done = end;
    }
    text.push_str(&excerpt.text[done..]);
    text
}

fn nothing_found(searcher: &Searcher, mut query: Query) {
    let near = searcher.suggest(&query);
    let filtered = query.filters != Filters::default();
    query.filters = Filters::default();
    let hidden = if filtered {
        searcher.search(&query)
    } else {
        vec![]
    };
    if !hidden.is_empty() {
        terminal::note("Nothing found that the filters let through. Without them there is:");
        for hit in hidden {
            terminal::note(&format!("  {} {}: {}", hit.code, hit.name, hit.title));
        }
        return;
    }
    terminal::note("Nothing found.");
    if !near.is_empty() {
        terminal::note("Nearest:");
    }
    for gotcha in near {
        terminal::note(&format!(
            "  {} {}: {}",
            gotcha.code, gotcha.name, gotcha.title
        ));
    }
}

fn at_least_one(text: &str) -> Result<usize, String> {
    match text.parse() {
        Ok(0) | Err(_) => Err("expected a whole number from 1".to_owned()),
        Ok(number) => Ok(number),
    }
}

use std::{path::PathBuf, str::FromStr};

use mdbook_gotchas::Source;
use url::Url;

use crate::{
    args::Global,
    exit::Exit,
    site::{self, LiveReload, Site},
    terminal,
};

const EXAMPLES: &str = "\
Examples:
  gotchas build
  gotchas build --dest-dir public
  gotchas build --gotchas team-gotchas --timings
  gotchas build --pyodide https://cdn.jsdelivr.net/npm/pyodide@{version}/

A stock `mdbook build` in the same folder gives the same site.";

/// Build the site: validate every gotcha, check every snippet, render the pages, index them
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub struct Args {
    #[command(flatten)]
    book: site::Book,
    /// Write the site into this folder instead of the one in book.toml
    #[arg(short, long, value_name = "DIR")]
    dest_dir: Option<PathBuf>,
    /// Where the site will be, in place of `base-url` in book.toml: https://example.com/gotchas/
    #[arg(long, value_name = "URL")]
    base_url: Option<Url>,
    /// Where pages get Pyodide from to run examples, in place of `pyodide` in book.toml: a folder with its npm packages, an
    /// address with `{version}` in it, or `none`
    #[arg(long, value_name = "DIR|URL|none")]
    pyodide: Option<From>,
    /// Print how long each stage took
    #[arg(long)]
    timings: bool,
}

/// What `--pyodide` says.
#[derive(Debug, Clone)]
struct From(Option<Source>);

impl FromStr for From {
    type Err = String;

    fn from_str(text: &str) -> Result<From, String> {
        match text {
            "none" => Ok(From(None)),
            text => text.parse().map(|source| From(Some(source))),
        }
    }
}

/// Builds the site once.
pub fn run(args: &Args, global: &Global) -> anyhow::Result<Exit> {
    let site = Site::new(&args.book, global)?;
    let site = match &args.base_url {
        Some(url) => site.at(url.clone()),
        None => site,
    };
    let site = match &args.pyodide {
        Some(From(source)) => site.with_pyodide(source.clone())?,
        None => site,
    };
    match site.build(args.dest_dir.as_deref(), LiveReload::Off) {
        Ok(built) => {
            terminal::note(&built.summary());
            built.pyodide().iter().for_each(|said| terminal::note(said));
            if args.timings {
                terminal::note(&built.timings());
            }
            terminal::print(&format!("{}\n", built.pages.join("index.html").display()))?;
            Ok(Exit::Success)
        }
        Err(failure) => {
            failure.print();
            Ok(Exit::Failure)
        }
    }
}

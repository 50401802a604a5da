use std::path::PathBuf;

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
    /// Print how long each stage took
    #[arg(long)]
    timings: bool,
}

/// Builds the site once.
pub fn run(args: &Args, global: &Global) -> anyhow::Result<Exit> {
    let site = Site::new(&args.book, global)?;
    let site = match &args.base_url {
        Some(url) => site.at(url.clone()),
        None => site,
    };
    match site.build(args.dest_dir.as_deref(), LiveReload::Off) {
        Ok(built) => {
            terminal::note(&built.summary());
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

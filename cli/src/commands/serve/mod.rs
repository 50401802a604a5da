mod server;

use std::{path::PathBuf, thread};

use anyhow::Context;
use owo_colors::OwoColorize;
use tempfile::TempDir;
use tokio::{net::TcpListener, runtime};

use crate::watch::Watch;
use crate::{
    args::Global,
    exit::Exit,
    site::{self, Failure, LiveReload, Site},
    terminal,
};
use server::{DEFAULT_PORT, Shown, Stage};

const EXAMPLES: &str = "\
Examples:
  gotchas serve --open
  gotchas serve --port 8000 --gotchas team-gotchas

The site is built again whenever one of its files changes, and open pages reload. While a build fails, its problems are
printed and the last good site stays.";

/// Build the site and serve it on this machine, with live reload
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub struct Args {
    #[command(flatten)]
    book: site::Book,
    /// Port to listen on; 0 takes any free one [default: 3000, or the next free one]
    #[arg(short, long, value_name = "PORT")]
    port: Option<u16>,
    /// Open the site in the browser
    #[arg(short, long)]
    open: bool,
}

/// Serves until Ctrl-C.
pub fn run(args: &Args, global: &Global) -> anyhow::Result<Exit> {
    let site = Site::new(&args.book, global)?;
    let runtime = runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build()?;
    // Before the build, so that a wrong port is known at once.
    let listener = runtime.block_on(server::listen(args.port))?;
    let address = announce(&listener, args.port)?;
    // Before the build too, so that a change during it is not missed.
    let watch = Watch::new(site.sources())?;
    let stage = Stage::new(first_build(&site)?);
    terminal::print(&format!("Serving on {} (Ctrl-C stops)\n", address.bold()))?;
    if args.open {
        opener::open(&address).with_context(|| format!("cannot open a browser at {address}"))?;
    }
    let rebuilt = stage.clone();
    thread::spawn(move || rebuild(&site, watch, &rebuilt));
    runtime.block_on(server::serve(listener, stage.clone()))?;
    // Drops the folder of the site, which the other thread's handle would keep.
    stage.show(Shown::Problems(String::new()));
    Ok(Exit::Success)
}

/// The address that is listened on; says so where it is not the usual one.
fn announce(listener: &TcpListener, wanted: Option<u16>) -> anyhow::Result<String> {
    let address = listener.local_addr()?;
    if wanted.is_none() && address.port() != DEFAULT_PORT {
        terminal::note(&format!(
            "Port {DEFAULT_PORT} is taken; using {} instead.",
            address.port()
        ));
    }
    Ok(format!("http://{address}/"))
}

/// What to show at first. A site that cannot be built yet shows its problems, so that its author can go on mending.
fn first_build(site: &Site) -> anyhow::Result<Shown> {
    match build(site)? {
        Ok((shown, pyodide)) => {
            pyodide.iter().for_each(|said| terminal::note(said));
            Ok(shown)
        }
        Err(failure) => {
            failure.print();
            Ok(Shown::Problems(failure.plain()))
        }
    }
}

/// A site, and what there is to say of its Pyodide.
type Made = (Shown, Option<String>);

/// Builds into a folder of its own; a build never touches the site that is being shown.
fn build(site: &Site) -> anyhow::Result<Result<Made, Failure>> {
    let folder = TempDir::with_prefix("gotchas-").context("cannot make a folder for the site")?;
    let destination = folder.path().join("book");
    Ok(site
        .build(Some(&destination), LiveReload::On(server::LIVE_RELOAD))
        .map(|built| {
            terminal::note(&built.summary());
            let pyodide = built.pyodide();
            let shown = Shown::Site {
                pages: built.pages,
                _folder: folder,
            };
            (shown, pyodide)
        }))
}

/// Builds anew after each change, for ever.
fn rebuild(site: &Site, mut watch: Watch, stage: &Stage) {
    while let Some(changed) = watch.next() {
        terminal::note(&format!("\nChanged: {}", list(&changed)));
        match build(site) {
            Ok(Ok((shown, _))) => stage.show(shown),
            Ok(Err(failure)) => {
                failure.print();
                keep(stage, failure.plain());
            }
            Err(error) => {
                terminal::report(&error);
                keep(stage, format!("{error:#}"));
            }
        }
    }
}

/// Keeps the last good site; where there has been none, shows the problems.
fn keep(stage: &Stage, problems: String) {
    match stage.has_site() {
        true => terminal::note("The last good site stays until this is mended."),
        false => stage.show(Shown::Problems(problems)),
    }
}

fn list(paths: &[PathBuf]) -> String {
    /// Paths named before the rest is only counted.
    const NAMED: usize = 3;
    let named: Vec<String> = paths
        .iter()
        .take(NAMED)
        .map(|path| path.display().to_string())
        .collect();
    match paths.len().saturating_sub(NAMED) {
        0 => named.join(", "),
        more => format!("{} and {more} more", named.join(", ")),
    }
}

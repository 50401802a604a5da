//! Building the site for `build` and `serve`, with a display of how far it is.

use std::{
    env,
    path::{Path, PathBuf},
    time::Duration,
};

use anyhow::Context;
use indicatif::{ProgressBar, ProgressStyle};
use mdbook_gotchas::{
    Source,
    build::{self, Stage},
};
use url::Url;

use crate::{args::Global, terminal};

/// Which book is built.
#[derive(Debug, clap::Args)]
pub struct Book {
    /// Folder with the book.toml [default: the nearest one from here upwards]
    #[arg(value_name = "DIR")]
    root: Option<PathBuf>,
}

/// A book and how to build it.
pub struct Site(build::Book);

/// Whether pages reload when the site was built again.
#[derive(Debug, Clone, Copy)]
pub enum LiveReload {
    /// They do, told by a websocket at this path.
    On(&'static str),
    /// They do not.
    Off,
}

/// A site that was built.
pub struct Built {
    /// The folder of its pages.
    pub pages: PathBuf,
    outcome: build::Built,
}

/// Why a site could not be built.
pub struct Failure(build::Error);

impl Site {
    /// Finds the book. A folder of `--gotchas` is added to its own.
    pub fn new(book: &Book, global: &Global) -> anyhow::Result<Self> {
        let root = match &book.root {
            Some(root) => root.clone(),
            None => nearest()?,
        };
        let mut book = match build::Book::load(root) {
            Ok(book) => book,
            Err(build::Error::Problems(problems)) => return Err(problems.into()),
            Err(build::Error::Other(error)) => return Err(error),
        };
        for folder in &global.gotchas {
            book.add_folder(folder)
                .context("cannot tell the working folder")?;
        }
        Ok(Site(book))
    }

    /// The same book, for another place on the web.
    pub fn at(mut self, url: Url) -> Self {
        self.0.set_base_url(url);
        self
    }

    /// The same book, with Pyodide from another place, or from none.
    pub fn with_pyodide(mut self, source: Option<Source>) -> anyhow::Result<Self> {
        self.0
            .set_pyodide(source)
            .context("cannot tell the working folder")?;
        Ok(self)
    }

    /// The files and folders that the site is made from.
    pub fn sources(&self) -> Vec<PathBuf> {
        self.0.sources()
    }

    /// Builds the site, into `destination` or where book.toml says.
    pub fn build(
        &self,
        destination: Option<&Path>,
        live_reload: LiveReload,
    ) -> Result<Built, Failure> {
        let mut book = self.0.clone();
        if let Some(destination) = destination {
            book.set_destination(destination)
                .map_err(|error| Failure(build::Error::Other(error.into())))?;
        }
        if let LiveReload::On(endpoint) = live_reload {
            book.set_live_reload(endpoint);
        }
        let progress = Progress::new();
        let outcome = book.build(&|stage| progress.show(stage));
        progress.clear();
        outcome
            .map(|outcome| Built {
                pages: outcome.site.clone(),
                outcome,
            })
            .map_err(Failure)
    }
}

impl Built {
    /// What was built and how long it took, in one line.
    pub fn summary(&self) -> String {
        let build::Built {
            gotchas,
            snippets,
            pages,
            ..
        } = self.outcome;
        let took = self.outcome.took;
        format!(
            "Built {pages} pages of {gotchas} gotchas, with {snippets} snippets checked, in {}.",
            seconds(took)
        )
    }

    /// What pages run examples on, in a line each; nothing where no source of Pyodide is named.
    pub fn pyodide(&self) -> Option<String> {
        let pyodide = &self.outcome.pyodide;
        let versions: Vec<&str> = pyodide
            .builds()
            .iter()
            .map(|build| build.version.as_str())
            .collect();
        let offered = (!versions.is_empty()).then(|| {
            let from = match pyodide.origin() {
                Some(origin) => format!("from {origin}"),
                None => format!(
                    "copied beside the pages, {:.1} MB",
                    pyodide.size() as f64 / 1e6
                ),
            };
            format!(
                "Pages run examples on Pyodide {}, {from}.",
                versions.join(", ")
            )
        });
        let lines: Vec<String> = offered.into_iter().chain(pyodide.shortage()).collect();
        (!lines.is_empty()).then(|| lines.join("\n"))
    }

    /// How long each stage took, a line each.
    pub fn timings(&self) -> String {
        let lines = self
            .outcome
            .timings
            .iter()
            .map(|(stage, took)| format!("{:>9}  {stage}\n", seconds(*took)));
        lines.collect()
    }
}

impl Failure {
    /// Prints it on standard error.
    pub fn print(&self) {
        match &self.0 {
            build::Error::Problems(problems) => terminal::report_problems(problems),
            build::Error::Other(error) => terminal::report(error),
        }
    }

    /// The same without colour.
    pub fn plain(&self) -> String {
        match &self.0 {
            build::Error::Problems(problems) => problems.render(false),
            build::Error::Other(error) => format!("error: {error:#}"),
        }
    }
}

/// The folder of the nearest book from here upwards.
fn nearest() -> anyhow::Result<PathBuf> {
    let here = env::current_dir().context("cannot tell the working folder")?;
    let root = here.ancestors().find(|folder| folder.join("book.toml").is_file()).with_context(|| {
        format!("there is no book.toml in {} or above it; run this in a clone of the project, or name its folder", here.display())
    })?;
    Ok(if root == here {
        PathBuf::from(".")
    } else {
        root.to_owned()
    })
}

fn seconds(took: Duration) -> String {
    match took.as_secs_f64() {
        seconds if seconds < 1.0 => format!("{:.0} ms", seconds * 1000.0),
        seconds => format!("{seconds:.1} s"),
    }
}

/// The stage that a build is in, on a terminal only.
struct Progress(Option<ProgressBar>);

impl Progress {
    fn new() -> Progress {
        if !terminal::is_watched() {
            return Progress(None);
        }
        let bar = ProgressBar::new(Stage::ALL.len() as u64);
        let style = ProgressStyle::with_template("{spinner} [{pos}/{len}] {msg}");
        bar.set_style(style.unwrap_or_else(|_| ProgressStyle::default_spinner()));
        bar.enable_steady_tick(Duration::from_millis(80));
        Progress(Some(bar))
    }

    fn show(&self, stage: Stage) {
        if let Some(bar) = &self.0 {
            bar.inc(1);
            bar.set_message(stage.to_string());
        }
    }

    fn clear(&self) {
        if let Some(bar) = &self.0 {
            bar.finish_and_clear();
        }
    }
}

//! Building the site within one process, without an installed mdBook.
//!
//! ```no_run
//! use mdbook_gotchas::build::{Book, Stage};
//!
//! let book = Book::load(".")?;
//! let built = book.build(&|stage: Stage| eprintln!("{stage} …"))?;
//! println!("{} pages in {}", built.pages, built.site.display());
//! # Ok::<(), mdbook_gotchas::build::Error>(())
//! ```

use std::{
    fmt, io,
    path::{Path, PathBuf},
    sync::{
        Arc,
        mpsc::{self, Receiver},
    },
    thread::{self, JoinHandle},
    time::{Duration, Instant},
};

use gotchas_catalog::{Catalogue, Problems};
use mdbook_driver::{MDBook, config::Config};
use thiserror::Error;
use url::Url;

use crate::{
    Flavour, Gotchas, Knowledge, Pages, Pyodide, Settings, Site, Source, knowledge,
    preprocessor::BothFlavours, site::Extras,
};

/// A book that can be built.
#[derive(Debug, Clone)]
pub struct Book {
    root: PathBuf,
    settings: Settings,
    /// Whether a site without Pyodide is a mistake.
    needs_pyodide: bool,
    destination: Option<PathBuf>,
    live_reload: Option<String>,
    base_url: Option<Url>,
}

/// What a build consists of, in its order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Stage {
    /// Reading and validating the gotchas.
    Load,
    /// Having the checker judge every snippet.
    Check,
    /// Turning the gotchas into Markdown.
    Render,
    /// Building the search index and the data beside the pages.
    Index,
    /// mdBook's own work, from Markdown to HTML, and writing all files.
    Html,
}

/// A site that was built.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Built {
    /// The folder of the pages, which has the `index.html` of the site.
    pub site: PathBuf,
    /// How many gotchas there are.
    pub gotchas: usize,
    /// How many snippets the checker has judged.
    pub snippets: usize,
    /// How many chapters the book has, hand-written ones included.
    pub pages: usize,
    /// What the pages run examples on.
    pub pyodide: Pyodide,
    /// How long each stage took, in their order. The index is made while mdBook renders.
    pub timings: Vec<(Stage, Duration)>,
    /// How long all of it took.
    pub took: Duration,
}

/// Why a site could not be built.
#[derive(Debug, Error)]
pub enum Error {
    /// Something is wrong with the gotchas, a directive or `book.toml`; each problem has its place.
    #[error(transparent)]
    Problems(Problems),
    /// Anything else, such as a file that cannot be written.
    #[error(transparent)]
    Other(anyhow::Error),
}

impl Book {
    /// Reads the settings of the book in a folder.
    ///
    /// # Errors
    ///
    /// There is no book in the folder, or its `book.toml` has a mistake.
    pub fn load(root: impl Into<PathBuf>) -> Result<Book, Error> {
        let root = root.into();
        if !root.join("book.toml").is_file() {
            return Err(Error::Other(anyhow::anyhow!(
                "there is no book.toml in {}",
                root.display()
            )));
        }
        let settings = Settings::read(&root)?;
        Ok(Book {
            root,
            settings,
            needs_pyodide: false,
            destination: None,
            live_reload: None,
            base_url: None,
        })
    }

    /// Adds a folder of gotchas to those that `book.toml` names. A relative path starts from the working folder.
    ///
    /// # Errors
    ///
    /// The working folder cannot be told.
    pub fn add_folder(&mut self, folder: &Path) -> io::Result<&mut Book> {
        self.settings.folders.push(std::path::absolute(folder)?);
        Ok(self)
    }

    /// Builds into this folder instead of the one in `book.toml`. A relative path starts from the working folder.
    ///
    /// # Errors
    ///
    /// The working folder cannot be told.
    pub fn set_destination(&mut self, folder: &Path) -> io::Result<&mut Book> {
        self.destination = Some(std::path::absolute(folder)?);
        Ok(self)
    }

    /// Says where the site will be, in place of what `book.toml` says.
    pub fn set_base_url(&mut self, url: Url) -> &mut Book {
        self.base_url = Some(url);
        self
    }

    /// Says where pages get Pyodide from, in place of what `book.toml` says; nothing for pages that run no examples. A
    /// relative folder starts from the working folder. A folder that is named here and has no Pyodide is a mistake, while one
    /// of `book.toml` may be filled later.
    ///
    /// # Errors
    ///
    /// The working folder cannot be told.
    pub fn set_pyodide(&mut self, source: Option<Source>) -> io::Result<&mut Book> {
        self.needs_pyodide = source.is_some();
        self.settings.pyodide = match source {
            Some(Source::Folder(folder)) => Some(Source::Folder(std::path::absolute(folder)?)),
            other => other,
        };
        Ok(self)
    }

    /// Has the pages connect to a websocket at this path and reload when it says so.
    pub fn set_live_reload(&mut self, endpoint: impl Into<String>) -> &mut Book {
        self.live_reload = Some(endpoint.into());
        self
    }

    /// The files and folders that the site is made from, from the working folder or absolute; those that do not exist are
    /// left out.
    pub fn sources(&self) -> Vec<PathBuf> {
        let own = ["book.toml", "src", "theme", "evidence"].map(PathBuf::from);
        let all = own
            .iter()
            .chain(&self.settings.folders)
            .map(|path| self.root.join(path));
        all.filter(|path| path.exists()).collect()
    }

    /// Builds the site, and says at the beginning of each stage which it is.
    ///
    /// The pages are written only after everything of ours has succeeded: a mistake in a gotcha leaves the site as it was.
    ///
    /// # Errors
    ///
    /// Anything that keeps the site from being right.
    pub fn build(&self, progress: &dyn Fn(Stage)) -> Result<Built, Error> {
        let start = Instant::now();
        let mut clock = Clock {
            progress,
            timings: vec![],
        };
        let catalogue = clock.time(Stage::Load, || self.catalogue())?;
        let mut knowledge = clock.time(Stage::Check, || Knowledge::judge(catalogue))?;
        knowledge.pyodide = self.pyodide(&knowledge.catalogue)?;
        let pages = clock
            .time(Stage::Render, || {
                anyhow::Ok(BothFlavours {
                    html: Arc::new(Pages::render(&knowledge, Flavour::Html)?),
                    plain: Arc::new(Pages::render(&knowledge, Flavour::Plain)?),
                })
            })
            .map_err(Error::Other)?;
        let knowledge = Arc::new(knowledge);
        let indexing = Indexing::start(&knowledge, progress);
        let (site, chapters) = clock.time(Stage::Html, || self.html(&pages, indexing.extras))?;
        // mdBook needs one thread, so the index is made beside it.
        let indexed = indexing.took.recv().unwrap_or_default();
        clock
            .timings
            .insert(clock.timings.len() - 1, (Stage::Index, indexed));
        Ok(Built {
            site,
            gotchas: knowledge.catalogue.entries().len(),
            snippets: knowledge
                .entries()
                .map(|(_, verdict)| verdict.findings.len())
                .sum(),
            pages: chapters,
            pyodide: knowledge.pyodide.clone(),
            timings: clock.timings,
            took: start.elapsed(),
        })
    }

    /// The catalogue that the site is made from.
    ///
    /// # Errors
    ///
    /// Everything that is wrong with the gotchas.
    pub fn catalogue(&self) -> Result<Catalogue, Problems> {
        knowledge::load_catalogue(&self.root, &self.settings.folders)
    }

    fn pyodide(&self, catalogue: &Catalogue) -> Result<Pyodide, Error> {
        let source = self.settings.pyodide.as_ref();
        let found = knowledge::find_pyodide(&self.root, source, catalogue).map_err(Error::Other)?;
        match found.shortage() {
            Some(shortage) if self.needs_pyodide && found.builds().is_empty() => {
                Err(Error::Other(anyhow::anyhow!(shortage)))
            }
            _ => Ok(found),
        }
    }

    /// mdBook's part: the folder of the pages, and how many chapters there are.
    fn html(
        &self,
        pages: &BothFlavours,
        extras: JoinHandle<Extras>,
    ) -> Result<(PathBuf, usize), Error> {
        let mut config = Config::from_disk(self.root.join("book.toml"))?;
        config.update_from_env()?;
        // Whatever book.toml says: a build writes nothing into `src`.
        config.build.create_missing = false;
        if let Some(destination) = &self.destination {
            config.build.build_dir = destination.clone();
        }
        if let Some(endpoint) = &self.live_reload {
            config.set("output.html.live-reload-endpoint", endpoint)?;
        }
        if let Some(url) = &self.base_url {
            config.set("output.site.base-url", url.as_str())?;
            // The page that stands for all that are missing is served from any folder.
            let folder = url.path().trim_end_matches('/');
            config.set("output.html.site-url", format!("{folder}/"))?;
        }
        let mut book = MDBook::load_with_config(&self.root, config)?;
        // Entries of the same name in book.toml, which call programs, are replaced by these.
        book.with_preprocessor(Gotchas::with_pages(pages.clone()));
        book.with_renderer(Site::with_extras(extras));
        book.build()?;
        let chapters = book.book.chapters().count() + pages.html.len();
        Ok((book.build_dir_for("html"), chapters))
    }
}

/// Times the stages.
struct Clock<'a> {
    progress: &'a dyn Fn(Stage),
    timings: Vec<(Stage, Duration)>,
}

impl Clock<'_> {
    fn time<T>(&mut self, stage: Stage, work: impl FnOnce() -> T) -> T {
        (self.progress)(stage);
        let start = Instant::now();
        let done = work();
        self.timings.push((stage, start.elapsed()));
        done
    }
}

/// The index and the data beside the pages, being made.
struct Indexing {
    extras: JoinHandle<Extras>,
    took: Receiver<Duration>,
}

impl Indexing {
    fn start(knowledge: &Arc<Knowledge>, progress: &dyn Fn(Stage)) -> Indexing {
        progress(Stage::Index);
        let (sender, took) = mpsc::channel();
        let knowledge = Arc::clone(knowledge);
        let extras = thread::spawn(move || {
            let start = Instant::now();
            let extras = Extras::new(&knowledge.catalogue, &knowledge.pyodide);
            // Nobody listens any more if the build has failed meanwhile.
            let _ = sender.send(start.elapsed());
            extras
        });
        Indexing { extras, took }
    }
}

impl Stage {
    /// All stages in their order.
    pub const ALL: [Stage; 5] = [
        Stage::Load,
        Stage::Check,
        Stage::Render,
        Stage::Index,
        Stage::Html,
    ];
}

impl fmt::Display for Stage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Stage::Load => "reading the gotchas",
            Stage::Check => "checking the snippets",
            Stage::Render => "writing Markdown",
            Stage::Index => "building the search index",
            Stage::Html => "rendering the book",
        })
    }
}

impl From<Problems> for Error {
    fn from(problems: Problems) -> Error {
        Error::Problems(problems)
    }
}

impl From<anyhow::Error> for Error {
    fn from(error: anyhow::Error) -> Error {
        error.downcast().map_or_else(Error::Other, Error::Problems)
    }
}

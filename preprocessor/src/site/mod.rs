//! The renderer of everything in the site that mdBook does not make.

mod extras;
mod feed;
mod head;
mod twins;

use std::{
    collections::HashMap,
    fs,
    panic::resume_unwind,
    path::Path,
    sync::{Mutex, PoisonError},
    thread::JoinHandle,
};

use anyhow::{Context, bail};
use mdbook_driver::book::Chapter;
use mdbook_renderer::{RenderContext, Renderer};

use crate::{Settings, files, knowledge};
use extras::About;
pub use extras::Extras;
use head::{Head, Running};
use twins::Title;

/// Where the site is, if `book.toml` does not say.
const BASE_URL: &str = env!("CARGO_PKG_HOMEPAGE");
/// The picture for links to the site, if the folder of chapters has one. Drawn from `theme/card.svg`.
const CARD: &str = "card.png";

/// The renderer of what lies beside the pages: the search index, `gotchas.json`, each page as Markdown, lists of pages for
/// programs, redirects from codes. It also completes the heads of the pages.
///
/// mdBook empties the folder of the HTML before it writes the pages, so a preprocessor cannot put anything there. This
/// renderer comes after `html` in `book.toml` and writes into that renderer's folder; it has none of its own.
#[derive(Debug, Default)]
pub struct Site {
    /// What another thread is making while mdBook renders the pages.
    under_way: Mutex<Option<JoinHandle<Extras>>>,
}

impl Site {
    /// The name in `book.toml`: `[output.site]`.
    pub const NAME: &'static str = "site";

    /// A renderer that loads the knowledge base each time it runs.
    pub fn new() -> Site {
        Site::default()
    }

    /// A renderer that waits for these files and writes them.
    pub fn with_extras(under_way: JoinHandle<Extras>) -> Site {
        Site {
            under_way: Mutex::new(Some(under_way)),
        }
    }

    fn extras(&self, root: &Path) -> anyhow::Result<Extras> {
        let under_way = self
            .under_way
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .take();
        if let Some(thread) = under_way {
            return Ok(thread.join().unwrap_or_else(|panic| resume_unwind(panic)));
        }
        let settings = Settings::read(root)?;
        let catalogue = knowledge::load_catalogue(root, &settings.folders)?;
        let pyodide = knowledge::find_pyodide(root, settings.pyodide.as_ref(), &catalogue)?;
        Ok(Extras::new(&catalogue, &pyodide))
    }
}

impl Renderer for Site {
    fn name(&self) -> &str {
        Site::NAME
    }

    fn render(&self, context: &RenderContext) -> anyhow::Result<()> {
        let html = context
            .root
            .join(&context.config.build.build_dir)
            .join("html");
        if !html.join("index.html").is_file() {
            bail!(
                "there are no pages in {}; [output.html] has to come before [output.site]",
                html.display()
            );
        }
        let extras = self.extras(&context.root)?;
        write_all(context, &html, &extras).context("cannot write what lies beside the pages")?;
        // mdBook makes a folder for each program it calls. Ours stays empty.
        if context.destination != html && fs::remove_dir(&context.destination).is_err() {
            tracing::debug!("left {} as it is", context.destination.display());
        }
        Ok(())
    }
}

fn write_all(context: &RenderContext, site: &Path, extras: &Extras) -> anyhow::Result<()> {
    let configured: Option<String> = context.config.get("output.site.base-url")?;
    let base_url = configured.unwrap_or_else(|| BASE_URL.to_owned());
    let title = Title {
        title: context.config.book.title.as_deref().unwrap_or_default(),
        description: context
            .config
            .book
            .description
            .as_deref()
            .unwrap_or_default(),
        author: context.config.book.authors.first().map_or(
            context.config.book.title.as_deref().unwrap_or_default(),
            String::as_str,
        ),
        base_url: base_url.trim_end_matches('/'),
    };
    for (path, content) in &extras.files {
        files::write(&site.join(path), content)?;
    }
    for (path, content) in twins::files(&context.book, &extras.gotchas, &title) {
        files::write(&site.join(path), content.as_bytes())?;
    }
    amend_script(site)?;
    // The table of contents for readers without scripts.
    let toc = site.join("toc.html");
    files::write(&toc, head::without_fonts(&files::read(&toc)?).as_bytes())?;
    let feed = feed::atom(&extras.news, &title)?;
    files::write(&site.join(feed::NAME), feed.as_bytes())?;
    if extras.gotchas.iter().any(|gotcha| gotcha.runs) {
        extras.pyodide.copy_into(site)?;
    }
    let pages = Pages {
        site,
        extras,
        about: &title,
        gotchas: extras
            .gotchas
            .iter()
            .map(|gotcha| (gotcha.path.as_str(), gotcha))
            .collect(),
    };
    let chapters: Vec<(String, &Chapter)> = twins::chapters(&context.book).collect();
    let is_chapter = |wanted: &str| chapters.iter().any(|(path, _)| path == wanted);
    pages.complete("404", "Page not found", false)?;
    pages.complete("print", title.title, false)?;
    // mdBook makes the front page from the first chapter, which has a page of its own besides.
    if let Some(first) = context.book.chapters().next() {
        pages.complete("index", &first.name, is_chapter("index"))?;
    }
    for (path, chapter) in chapters.iter().filter(|(path, _)| path != "index") {
        pages.complete(path, &chapter.name, true)?;
    }
    Ok(())
}

/// A listener by which mdBook keeps browsers from showing a page again as it was left. They warn about it, and readers who go
/// back wait for nothing.
const UNLOAD: &str = "window.onunload = function() { };\n";

/// Takes [`UNLOAD`] out of mdBook's script.
fn amend_script(site: &Path) -> anyhow::Result<()> {
    for entry in fs::read_dir(site)? {
        let path = entry?.path();
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        if !name.starts_with("book-") || !name.ends_with(".js") {
            continue;
        }
        let script = files::read(&path)?;
        let amended = script.replace(UNLOAD, "");
        if amended.len() == script.len() {
            bail!("there is no `{}` in {}", UNLOAD.trim(), path.display());
        }
        return files::write(&path, amended.as_bytes());
    }
    bail!("there is no script book-….js in {}", site.display())
}

/// The pages that mdBook wrote, and what their heads say.
struct Pages<'a> {
    site: &'a Path,
    about: &'a Title<'a>,
    extras: &'a Extras,
    /// By the path of the page.
    gotchas: HashMap<&'a str, &'a About>,
}

impl Pages<'_> {
    /// Completes the head of a page, if mdBook wrote it.
    fn complete(&self, path: &str, title: &str, has_twin: bool) -> anyhow::Result<()> {
        let file = self.site.join(format!("{path}.html"));
        if !file.is_file() {
            return Ok(());
        }
        let html = files::read(&file)?;
        let name = path.rsplit('/').next().unwrap_or(path);
        let base_url = self.about.base_url;
        let gotcha = self.gotchas.get(path).copied();
        let runs = gotcha.is_some_and(|gotcha| gotcha.runs);
        let head = Head {
            url: match path {
                "index" => format!("{base_url}/"),
                _ => format!("{base_url}/{path}.html"),
            },
            twin: has_twin.then(|| format!("{name}.md")),
            feed: format!("{base_url}/{}", feed::NAME),
            card: self
                .site
                .join(CARD)
                .is_file()
                .then(|| format!("{base_url}/{CARD}")),
            home: format!("{base_url}/"),
            author: self.about.author,
            title,
            site: self.about.title,
            description: self.about.description,
            gotcha,
            runtimes: &self.extras.runtimes,
            run: runs.then(|| Running {
                data: &self.extras.run,
                origin: self.extras.pyodide.origin(),
            }),
        };
        let html = head
            .complete(&html)
            .with_context(|| format!("cannot complete {}", file.display()))?;
        files::write(&file, html.as_bytes())
    }
}

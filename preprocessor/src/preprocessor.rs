use std::{
    ops::Range,
    path::{Path, PathBuf},
    sync::Arc,
};

use gotchas_catalog::{Problem, Problems};
use mdbook_driver::book::{Book, Chapter};
use mdbook_preprocessor::{Preprocessor, PreprocessorContext};

use crate::{
    Flavour, Knowledge, Pages, Settings, chapters,
    directive::{self, Directive, Found, Overview},
    files,
};

/// The preprocessor: replaces directives in hand-written chapters and adds the pages of the gotchas.
///
/// Run by mdBook as a program it loads the knowledge base itself; in a build within one process it is given the pages.
#[derive(Debug, Default)]
pub struct Gotchas {
    pages: Option<BothFlavours>,
}

/// The pages for mdBook's HTML, and for readers of Markdown.
#[derive(Debug, Clone)]
pub struct BothFlavours {
    /// For the renderer `html`.
    pub html: Arc<Pages>,
    /// For all others.
    pub plain: Arc<Pages>,
}

impl Gotchas {
    /// The name in `book.toml`: `[preprocessor.gotchas]`.
    pub const NAME: &'static str = "gotchas";

    /// A preprocessor that loads the knowledge base each time it runs.
    pub fn new() -> Gotchas {
        Gotchas::default()
    }

    /// A preprocessor that adds these pages.
    pub fn with_pages(pages: BothFlavours) -> Gotchas {
        Gotchas { pages: Some(pages) }
    }

    fn pages(&self, context: &PreprocessorContext) -> anyhow::Result<Arc<Pages>> {
        let flavour = match context.renderer.as_str() {
            "html" => Flavour::Html,
            _ => Flavour::Plain,
        };
        if let Some(pages) = &self.pages {
            return Ok(match flavour {
                Flavour::Html => pages.html.clone(),
                Flavour::Plain => pages.plain.clone(),
            });
        }
        let settings = Settings::read(&context.root)?;
        let knowledge = Knowledge::load(&context.root, &settings)?;
        Ok(Arc::new(Pages::render(&knowledge, flavour)?))
    }
}

impl Preprocessor for Gotchas {
    fn name(&self) -> &str {
        Gotchas::NAME
    }

    fn supports_renderer(&self, _: &str) -> anyhow::Result<bool> {
        Ok(true)
    }

    fn run(&self, context: &PreprocessorContext, mut book: Book) -> anyhow::Result<Book> {
        let pages = self.pages(context)?;
        let source = context.root.join(&context.config.book.src);
        let mut problems = vec![];
        let mut parent = None;
        book.for_each_chapter_mut(|chapter| match expand(chapter, &source, &pages) {
            Ok(Expanded { has_index: true }) if parent.is_none() => parent = chapter.path.clone(),
            Ok(_) => {}
            Err(faults) => problems.extend(faults),
        });
        if !problems.is_empty() {
            return Err(Problems::from(problems).into());
        }
        chapters::add(&mut book, &pages, parent.as_deref())?;
        Ok(book)
    }
}

/// What was found in a chapter.
struct Expanded {
    /// Whether it is the chapter that the pages go under.
    has_index: bool,
}

/// Replaces the directives of a chapter.
fn expand(chapter: &mut Chapter, source: &Path, pages: &Pages) -> Result<Expanded, Vec<Problem>> {
    let found = directive::find(&chapter.content).map_err(|faults| {
        let problem = |fault: directive::Fault| {
            problem(chapter, source, fault.range, &fault.message, &fault.label)
        };
        faults.into_iter().map(problem).collect::<Vec<_>>()
    })?;
    let root = "../".repeat(
        chapter
            .path
            .as_deref()
            .and_then(Path::parent)
            .map_or(0, |folder| folder.components().count()),
    );
    let mut content = String::new();
    let mut done = 0;
    let mut problems = vec![];
    for Found { directive, range } in &found {
        content.push_str(&chapter.content[done..range.start]);
        done = range.end;
        match directive {
            Directive::Overview(overview) => match pages.overview(*overview, &root) {
                Ok(overview) => content.push_str(&overview),
                Err(error) => {
                    let message = format!("{error:#}");
                    problems.push(problem(
                        chapter,
                        source,
                        range.clone(),
                        &message,
                        "this overview",
                    ));
                }
            },
            Directive::Count => content.push_str(&pages.count().to_string()),
            Directive::Link(handle) => match pages.link(handle, &root) {
                Ok(link) => content.push_str(&link),
                Err(label) => {
                    let message = format!("there is no gotcha `{handle}`");
                    problems.push(problem(chapter, source, range.clone(), &message, &label));
                }
            },
        }
    }
    if !problems.is_empty() {
        return Err(problems);
    }
    content.push_str(&chapter.content[done..]);
    chapter.content = content;
    let has_index = found
        .iter()
        .any(|found| found.directive == Directive::Overview(Overview::Index));
    Ok(Expanded { has_index })
}

/// A problem at a place of a chapter, in its file where the place can be told there: an include above it moves the lines.
fn problem(
    chapter: &Chapter,
    source: &Path,
    range: Range<usize>,
    message: &str,
    label: &str,
) -> Problem {
    let path: PathBuf = chapter
        .source_path
        .iter()
        .map(|path| source.join(path))
        .collect();
    let written = std::fs::read_to_string(&path).unwrap_or_default();
    let directive = &chapter.content[range.clone()];
    let which = chapter.content[..range.start].matches(directive).count();
    let same_number =
        written.matches(directive).count() == chapter.content.matches(directive).count();
    let start = written
        .match_indices(directive)
        .nth(which)
        .map(|(start, _)| start)
        .filter(|_| same_number);
    let (text, start) = start.map_or((chapter.content.clone(), range.start), |start| {
        (written, start)
    });
    let range = start..start + range.len();
    Problem::new(files::shown(&path), message)
        .source(Some(text.into()))
        .range(range)
        .label(label)
}

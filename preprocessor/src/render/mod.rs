//! The knowledge base as pages of Markdown.

mod affected;
mod code;
mod finding;
mod overview;
mod playing;
mod recorded;
mod templates;
mod view;

use anyhow::Context;
use gotchas_catalog::Entry;
use rayon::prelude::*;

use crate::{Knowledge, directive::Overview};
use overview::Overviews;
use templates::Templates;
use view::{CategoryView, GotchaView};

/// What the pages are made for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Flavour {
    /// mdBook's HTML renderer: Markdown with HTML around it that the theme knows.
    Html,
    /// Any other renderer, or a reader of Markdown.
    Plain,
}

/// A page of Markdown, to become a chapter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Page {
    /// Its title, plain text.
    pub title: String,
    /// Its path from the folder of the chapters: `database/jsproxy-to-dict.md`.
    pub path: String,
    /// The file it is made from, from the root of the repository: `gotchas/database/jsproxy-to-dict.yaml`.
    pub source: String,
    /// The Markdown.
    pub content: String,
}

/// A category's page and those of its gotchas.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CategoryPages {
    /// The page of the category.
    pub page: Page,
    /// The pages of its gotchas, in the order of their codes.
    pub gotchas: Vec<Page>,
}

/// All pages and overviews of a knowledge base.
#[derive(Debug)]
pub struct Pages {
    /// The categories that have gotchas, in the order of the catalogue.
    pub categories: Vec<CategoryPages>,
    overviews: Overviews,
}

impl Pages {
    /// Renders everything.
    ///
    /// # Errors
    ///
    /// A template cannot be filled in, which is a mistake in the template.
    pub fn render(knowledge: &Knowledge, flavour: Flavour) -> anyhow::Result<Pages> {
        let templates = Templates::get();
        let catalogue = &knowledge.catalogue;
        let entries: Vec<_> = knowledge.entries().collect();
        let gotchas: Vec<(&str, Page)> = entries
            .par_iter()
            .map(|(entry, verdict)| {
                let view = GotchaView::new(catalogue, &knowledge.pyodide, entry, verdict, flavour);
                let content = templates.fill("gotcha.md", &view);
                let page = Page {
                    title: entry.gotcha.title.value.clone(),
                    path: source_path(entry),
                    source: entry.path.clone(),
                    content: content.with_context(|| format!("cannot render {}", entry.path))?,
                };
                Ok((entry.category.as_str(), page))
            })
            .collect::<anyhow::Result<_>>()?;
        let mut categories = vec![];
        for category in &catalogue.categories {
            let own = gotchas.iter().filter(|(id, _)| **id == *category.id.value);
            let own: Vec<Page> = own.map(|(_, page)| page.clone()).collect();
            if own.is_empty() {
                continue;
            }
            let view = CategoryView::new(catalogue, category, flavour);
            let page = Page {
                title: category.title.value.clone(),
                path: format!("{}/index.md", category.id.value),
                source: "gotchas/categories.yaml".to_owned(),
                content: templates.fill("category.md", &view)?,
            };
            categories.push(CategoryPages { page, gotchas: own });
        }
        let overviews = Overviews::new(catalogue, flavour);
        Ok(Pages {
            categories,
            overviews,
        })
    }

    /// How many pages there are, those of the categories included.
    pub fn len(&self) -> usize {
        self.categories
            .iter()
            .map(|category| 1 + category.gotchas.len())
            .sum()
    }

    /// Whether there is no page.
    pub fn is_empty(&self) -> bool {
        self.categories.is_empty()
    }

    /// How many gotchas there are.
    pub fn count(&self) -> usize {
        self.categories
            .iter()
            .map(|category| category.gotchas.len())
            .sum()
    }

    /// An overview for a chapter from which `root` (`""`, `"../"` …) leads to the folder of the chapters.
    pub(crate) fn overview(&self, overview: Overview, root: &str) -> anyhow::Result<String> {
        self.overviews.fill(overview, root)
    }

    /// A link to a gotcha by name or code, or what was probably meant.
    pub(crate) fn link(&self, handle: &str, root: &str) -> Result<String, String> {
        self.overviews.link(handle, root)
    }
}

/// The path of a gotcha's page among the chapters.
fn source_path(entry: &Entry) -> String {
    format!("{}/{}.md", entry.category, entry.name)
}

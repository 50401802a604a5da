//! The overviews that hand-written chapters ask for.

use gotchas_catalog::Catalogue;
use serde::Serialize;

use super::affected::{self, cell, effects};
use super::source_path;
use super::templates::Templates;
use super::view::GotchaLine;
use crate::{Flavour, directive::Overview, markdown};

/// Everything that the overviews show.
#[derive(Debug, Serialize)]
pub(super) struct Overviews {
    html: bool,
    categories: Vec<CategoryGroup>,
    messages: Vec<MessageRow>,
    runtimes: Vec<RuntimeView>,
    matrix: Vec<MatrixRow>,
    #[serde(skip)]
    catalogue: Catalogue,
}

#[derive(Debug, Serialize)]
struct CategoryGroup {
    title: String,
    path: String,
    gotchas: Vec<GotchaLine>,
}

/// A message with the gotchas that explain it.
#[derive(Debug, Serialize)]
struct MessageRow {
    text: String,
    /// Ids of the runtimes on which one of the gotchas bites.
    runtimes: String,
    gotchas: Vec<GotchaLink>,
}

#[derive(Debug, Clone, Serialize)]
struct GotchaLink {
    code: String,
    title: String,
    path: String,
}

#[derive(Debug, Serialize)]
struct RuntimeView {
    id: String,
    pyodide: String,
    python: String,
    selected_by: String,
    sdk: String,
    verified: String,
    verified_note: Option<String>,
}

/// A gotcha with its effect on each runtime.
#[derive(Debug, Serialize)]
struct MatrixRow {
    gotcha: GotchaLink,
    runtimes: String,
    effects: Vec<String>,
}

/// The overviews with where links start from.
#[derive(Serialize)]
struct Rooted<'a> {
    root: &'a str,
    #[serde(flatten)]
    overviews: &'a Overviews,
}

impl Overviews {
    pub(super) fn new(catalogue: &Catalogue, flavour: Flavour) -> Overviews {
        let groups = catalogue.categories.iter().map(|category| CategoryGroup {
            title: markdown::text(&category.title),
            path: format!("{}/index.md", category.id.value),
            gotchas: catalogue
                .entries()
                .iter()
                .filter(|entry| entry.category == *category.id.value)
                .map(|entry| GotchaLine::new(catalogue, entry, flavour))
                .collect(),
        });
        let matrix = catalogue.entries().iter().map(|entry| MatrixRow {
            gotcha: link(entry),
            runtimes: affected::runtimes(catalogue, &entry.gotcha).join(" "),
            effects: effects(catalogue, &entry.gotcha, flavour),
        });
        Overviews {
            html: flavour == Flavour::Html,
            categories: groups.filter(|group| !group.gotchas.is_empty()).collect(),
            messages: messages(catalogue),
            runtimes: runtimes(catalogue),
            matrix: matrix.collect(),
            catalogue: catalogue.clone(),
        }
    }

    pub(super) fn fill(&self, overview: Overview, root: &str) -> anyhow::Result<String> {
        let template = match overview {
            Overview::Index => "index.md",
            Overview::Categories => "categories.md",
            Overview::Checklist => "checklist.md",
            Overview::Errors => "errors.md",
            Overview::Runtimes => "runtimes.md",
        };
        Templates::get().fill(
            template,
            &Rooted {
                root,
                overviews: self,
            },
        )
    }

    pub(super) fn link(&self, handle: &str, root: &str) -> Result<String, String> {
        let Some(entry) = self.catalogue.get(handle) else {
            return Err(match self.catalogue.suggest(handle).first() {
                Some(near) => format!("did you mean `{near}`?"),
                None => "expected the name or the code of a gotcha".to_owned(),
            });
        };
        Ok(format!(
            "[{}]({root}{})",
            markdown::text(&entry.gotcha.title),
            source_path(entry)
        ))
    }
}

fn link(entry: &gotchas_catalog::Entry) -> GotchaLink {
    GotchaLink {
        code: entry.code().to_string(),
        title: markdown::text(&entry.gotcha.title),
        path: source_path(entry),
    }
}

/// Every symptom once, in alphabetical order whatever the case.
fn messages(catalogue: &Catalogue) -> Vec<MessageRow> {
    let mut rows: Vec<(String, MessageRow)> = vec![];
    for entry in catalogue.entries() {
        for symptom in &entry.gotcha.symptoms {
            let text = symptom.text.value.as_str();
            match rows.iter_mut().find(|(known, _)| known == text) {
                Some((_, row)) => {
                    row.gotchas.push(link(entry));
                    for id in affected::runtimes(catalogue, &entry.gotcha) {
                        if !row.runtimes.split(' ').any(|known| known == id) {
                            row.runtimes = format!("{} {id}", row.runtimes);
                        }
                    }
                }
                None => {
                    let row = MessageRow {
                        text: markdown::code(text),
                        runtimes: affected::runtimes(catalogue, &entry.gotcha).join(" "),
                        gotchas: vec![link(entry)],
                    };
                    rows.push((text.to_owned(), row));
                }
            }
        }
    }
    rows.sort_by_cached_key(|(text, _)| text.to_lowercase());
    rows.into_iter().map(|(_, row)| row).collect()
}

fn runtimes(catalogue: &Catalogue) -> Vec<RuntimeView> {
    let view = |runtime: &gotchas_catalog::Runtime| {
        let verified = &runtime.verified_with;
        let exact = match verified.exact {
            true => "the same",
            false => "the nearest there is",
        };
        RuntimeView {
            id: runtime.id.value.clone(),
            pyodide: runtime.pyodide.clone(),
            python: runtime.python.clone(),
            selected_by: cell(&markdown::inline(&runtime.selected_by)),
            sdk: runtime.default_sdk.to_string(),
            verified: format!("{}, {exact}", verified.pyodide),
            verified_note: verified.note.as_deref().map(markdown::inline),
        }
    };
    catalogue.runtimes.runtimes.iter().map(view).collect()
}

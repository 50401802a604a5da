//! The overviews that hand-written chapters ask for.

use std::collections::BTreeMap;

use gotchas_catalog::{Catalogue, Entry, Release};
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
    /// How many gotchas there are.
    count: usize,
    categories: Vec<CategoryGroup>,
    messages: Vec<MessageRow>,
    runtimes: Vec<RuntimeView>,
    matrix: Vec<MatrixRow>,
    releases: Vec<ReleaseView>,
    #[serde(skip)]
    catalogue: Catalogue,
}

#[derive(Debug, Serialize)]
struct CategoryGroup {
    id: String,
    title: String,
    path: String,
    gotchas: Vec<GotchaLine>,
}

/// A message with the gotchas that explain it.
#[derive(Debug, Serialize)]
struct MessageRow {
    text: String,
    /// Where one of the gotchas bites, for the scripts of the site.
    bites: String,
    gotchas: Vec<GotchaLink>,
}

#[derive(Debug, Clone, Serialize)]
struct GotchaLink {
    code: String,
    title: String,
    path: String,
}

/// A release with what it brought.
#[derive(Debug, Serialize)]
struct ReleaseView {
    version: String,
    date: String,
    new: Vec<GotchaLine>,
    changed: Vec<ChangeView>,
}

#[derive(Debug, Serialize)]
struct ChangeView {
    gotcha: GotchaLink,
    facts: String,
    what: String,
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
    facts: String,
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
            id: category.id.value.clone(),
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
            facts: affected::facts(catalogue, entry),
            effects: effects(catalogue, &entry.gotcha, flavour),
        });
        Overviews {
            html: flavour == Flavour::Html,
            count: catalogue.entries().len(),
            categories: groups.filter(|group| !group.gotchas.is_empty()).collect(),
            messages: messages(catalogue),
            runtimes: runtimes(catalogue),
            matrix: matrix.collect(),
            releases: releases(catalogue, flavour),
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
            Overview::Changes => "changes.md",
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

fn link(entry: &Entry) -> GotchaLink {
    GotchaLink {
        code: entry.code().to_string(),
        title: markdown::text(&entry.gotcha.title),
        path: source_path(entry),
    }
}

/// The releases, newest first, with the gotchas that each added and changed.
fn releases(catalogue: &Catalogue, flavour: Flavour) -> Vec<ReleaseView> {
    let view = |release: &Release| {
        let entries = catalogue.entries().iter();
        let new = entries
            .clone()
            .filter(|entry| *entry.gotcha.since.value == *release.version.value);
        let changed = entries.flat_map(|entry| {
            let changes = entry.gotcha.changes.iter();
            changes
                .filter(|change| *change.release.value == *release.version.value)
                .map(|change| ChangeView {
                    gotcha: link(entry),
                    facts: affected::facts(catalogue, entry),
                    what: markdown::inline(&change.what),
                })
        });
        ReleaseView {
            version: release.version.value.clone(),
            date: release.date.value.clone(),
            new: new
                .map(|entry| GotchaLine::new(catalogue, entry, flavour))
                .collect(),
            changed: changed.collect(),
        }
    };
    catalogue.releases.releases.iter().rev().map(view).collect()
}

/// Every symptom once, in alphabetical order whatever the case.
fn messages(catalogue: &Catalogue) -> Vec<MessageRow> {
    let mut by_text: BTreeMap<&str, Vec<&Entry>> = BTreeMap::new();
    for entry in catalogue.entries() {
        for symptom in &entry.gotcha.symptoms {
            let explained_by = by_text.entry(&symptom.text).or_default();
            explained_by.push(entry);
        }
    }
    let mut all: Vec<_> = by_text.into_iter().collect();
    all.sort_by_cached_key(|(text, _)| text.to_lowercase());
    let row = |(text, entries): (&str, Vec<&Entry>)| MessageRow {
        text: markdown::code(text),
        bites: affected::letters(catalogue, entries.iter().map(|entry| &entry.gotcha)),
        gotchas: entries.into_iter().map(link).collect(),
    };
    all.into_iter().map(row).collect()
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

//! Where a gotcha bites, target by target.

use std::collections::BTreeMap;

use gotchas_catalog::{Bindings, Catalogue, Entry, Gotcha, Runtime, Sdk, Severity, Target};
use serde::Serialize;

use crate::{Flavour, markdown};

/// A row of the table of affected runtimes: the targets on which the same is true.
#[derive(Debug, Serialize)]
pub(super) struct AffectedRow {
    on: String,
    bindings: &'static str,
    effect: String,
    note: String,
}

/// What happens where, in the order of the first runtime on which it does.
pub(super) fn table(catalogue: &Catalogue, gotcha: &Gotcha, flavour: Flavour) -> Vec<AffectedRow> {
    let runtimes = &catalogue.runtimes;
    let mut rows: Vec<(AffectedRow, BTreeMap<String, Vec<Sdk>>)> = vec![];
    for target in runtimes.targets() {
        let new = AffectedRow {
            on: String::new(),
            bindings: bindings(target.bindings),
            effect: effect(gotcha.severity_on(&target), flavour),
            note: notes(gotcha, &target),
        };
        let same = |row: &AffectedRow| {
            row.bindings == new.bindings && row.effect == new.effect && row.note == new.note
        };
        let index = rows.iter().position(|(row, _)| same(row));
        let index = index.unwrap_or_else(|| {
            rows.push((new, BTreeMap::new()));
            rows.len() - 1
        });
        let on = rows[index].1.entry(target.runtime);
        on.or_default().push(target.sdk);
    }
    rows.into_iter()
        .map(|(row, on)| AffectedRow {
            on: runtimes.describe(&on),
            ..row
        })
        .collect()
}

/// The effect on each runtime, for the matrix; where it depends on the SDK, each effect with its SDKs.
pub(super) fn effects(catalogue: &Catalogue, gotcha: &Gotcha, flavour: Flavour) -> Vec<String> {
    let runtimes = &catalogue.runtimes;
    let targets = runtimes.targets();
    let cell = |runtime: &Runtime| {
        let mut found: Vec<(Option<Severity>, Vec<Sdk>)> = vec![];
        for target in targets.iter().filter(|t| t.runtime == *runtime.id.value) {
            let severity = gotcha.severity_on(target);
            match found.iter_mut().find(|(known, _)| *known == severity) {
                Some((_, sdks)) => sdks.push(target.sdk.clone()),
                None => found.push((severity, vec![target.sdk.clone()])),
            }
        }
        match found.as_slice() {
            [(severity, _)] => effect(*severity, flavour),
            several => {
                let one = |(severity, sdks): &(Option<Severity>, Vec<Sdk>)| {
                    let sdks = runtimes.describe_sdks(sdks);
                    format!("{} with {sdks}", effect(*severity, flavour))
                };
                let parts: Vec<String> = several.iter().map(one).collect();
                parts.join(match flavour {
                    Flavour::Html => "<br>",
                    Flavour::Plain => "; ",
                })
            }
        }
    };
    runtimes.runtimes.iter().map(cell).collect()
}

/// The runtimes on which it bites with at least one SDK, for the badges: `all`, or their ids.
pub(super) fn runtimes(catalogue: &Catalogue, gotcha: &Gotcha) -> Vec<String> {
    let targets = catalogue.runtimes.targets();
    let bites = |id: &str| {
        targets
            .iter()
            .any(|t| t.runtime == id && gotcha.severity_on(t).is_some())
    };
    let ids = catalogue
        .runtimes
        .runtimes
        .iter()
        .map(|runtime| runtime.id.value.clone());
    ids.filter(|id| bites(id)).collect()
}

/// What scripts of the site filter and dim by.
#[derive(Debug, Clone, Serialize)]
pub(super) struct Facts {
    category: String,
    severity: &'static str,
    fixable: bool,
    /// Ids of the runtimes on which it bites, with blanks between them.
    runtimes: String,
}

impl Facts {
    pub(super) fn new(catalogue: &Catalogue, entry: &Entry) -> Facts {
        Facts {
            category: entry.category.clone(),
            severity: entry.gotcha.severity.name(),
            fixable: entry.is_fixable(),
            runtimes: runtimes(catalogue, &entry.gotcha).join(" "),
        }
    }
}

/// A severity as a badge, or the word for none.
pub(super) fn effect(severity: Option<Severity>, flavour: Flavour) -> String {
    match (severity, flavour) {
        (Some(severity), Flavour::Html) => badge(severity),
        (Some(severity), Flavour::Plain) => severity.name().to_owned(),
        (None, Flavour::Html) => r#"<span class="badge severity-none">fine</span>"#.to_owned(),
        (None, Flavour::Plain) => "fine".to_owned(),
    }
}

/// A severity as HTML.
pub(super) fn badge(severity: Severity) -> String {
    let name = severity.name();
    format!(r#"<span class="badge severity-{name}">{name}</span>"#)
}

fn bindings(bindings: Bindings) -> &'static str {
    match bindings {
        Bindings::Raw => "raw",
        Bindings::Wrapped => "wrapped",
    }
}

fn notes(gotcha: &Gotcha, target: &Target) -> String {
    let notes = gotcha
        .affects_on(target)
        .filter_map(|clause| clause.note.as_ref());
    let notes: Vec<String> = notes.map(|note| cell(&markdown::inline(note))).collect();
    notes.join(" ")
}

/// Markdown for a cell of a table, in which a bar would end the cell.
pub(super) fn cell(markdown: &str) -> String {
    markdown.replace('|', "\\|")
}

//! Where a gotcha bites, target by target.

use gotchas_catalog::{Bindings, Catalogue, Gotcha, Sdk, Severity, Target};
use serde::Serialize;

use crate::{Flavour, markdown};

/// A row of the table of affected runtimes: neighbouring SDKs of a runtime on which the same is true.
#[derive(Debug, Serialize, PartialEq, Eq)]
pub(super) struct AffectedRow {
    runtime: String,
    sdks: String,
    bindings: &'static str,
    effect: String,
    note: String,
}

/// What happens on each runtime, oldest first.
pub(super) fn table(catalogue: &Catalogue, gotcha: &Gotcha, flavour: Flavour) -> Vec<AffectedRow> {
    let mut rows: Vec<(AffectedRow, Vec<String>)> = vec![];
    for target in catalogue.runtimes.targets() {
        let row = AffectedRow {
            runtime: target.runtime.clone(),
            sdks: String::new(),
            bindings: bindings(target.bindings),
            effect: effect(gotcha.severity_on(&target), flavour),
            note: notes(gotcha, &target),
        };
        match rows.last_mut() {
            Some((last, sdks)) if *last == row => sdks.push(sdk(&target.sdk)),
            _ => rows.push((row, vec![sdk(&target.sdk)])),
        }
    }
    rows.into_iter()
        .map(|(row, sdks)| AffectedRow {
            sdks: sdks.join(", "),
            ..row
        })
        .collect()
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

/// A severity as a badge, or the word for none.
pub(super) fn effect(severity: Option<Severity>, flavour: Flavour) -> String {
    match (severity, flavour) {
        (Some(severity), Flavour::Html) => badge(severity),
        (Some(severity), Flavour::Plain) => name(severity).to_owned(),
        (None, Flavour::Html) => r#"<span class="badge fine">fine</span>"#.to_owned(),
        (None, Flavour::Plain) => "fine".to_owned(),
    }
}

/// A severity as HTML.
pub(super) fn badge(severity: Severity) -> String {
    let name = name(severity);
    format!(r#"<span class="badge {name}">{name}</span>"#)
}

/// A severity as it is written.
pub(super) fn name(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Info => "info",
    }
}

/// An SDK as readers know it.
pub(super) fn sdk(sdk: &Sdk) -> String {
    sdk.to_string()
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

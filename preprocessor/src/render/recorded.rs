//! What the snippets of an example did when they were executed, in words.

use gotchas_catalog::{Catalogue, Entry, Evidence, Group, Run, Runtimes, Side};
use serde::Serialize;

use crate::markdown::{self, escape};

/// The most characters of an outcome that a table shows before it is unfolded.
const SHORT: usize = 100;

/// What one side of an example did.
#[derive(Debug, Serialize)]
pub(super) struct RecordedView {
    side: &'static str,
    /// The class of its cells.
    class: &'static str,
    groups: Vec<GroupView>,
}

#[derive(Debug, Serialize)]
struct GroupView {
    on: String,
    /// All that happened, as Markdown.
    outcome: String,
    /// The beginning of it in one line, as HTML.
    short: String,
    /// All of it, as HTML without a line break, if there is more.
    all: Option<String>,
}

/// Something that was not executed.
#[derive(Debug, Serialize)]
pub(super) struct NotMeasuredView {
    scope: String,
    reason: String,
    source: String,
}

/// The recording of the example with this title, the wrong side first.
pub(super) fn sides(runtimes: &Runtimes, entry: &Entry, title: &str) -> Vec<RecordedView> {
    let evidence = entry.evidence.as_ref();
    let Some(example) = evidence.and_then(|evidence| evidence.example(title)) else {
        return vec![];
    };
    let view = |side: Side| {
        let groups: Vec<GroupView> = example
            .side(side)
            .iter()
            .map(|one| group(runtimes, one))
            .collect();
        let (side, class) = match side {
            Side::Wrong => ("Wrong", "wrong"),
            Side::Right => ("Right", "right"),
        };
        (!groups.is_empty()).then_some(RecordedView {
            side,
            class,
            groups,
        })
    };
    [Side::Wrong, Side::Right]
        .into_iter()
        .filter_map(view)
        .collect()
}

/// What the example claims and no run shows.
pub(super) fn not_measured(run: Option<&Run>) -> Vec<NotMeasuredView> {
    let view = |reason: &gotchas_catalog::NotMeasured| NotMeasuredView {
        scope: reason.scope(),
        reason: markdown::inline(&reason.reason),
        source: reason.source.value.clone(),
    };
    run.iter()
        .flat_map(|run| &run.not_measured)
        .map(view)
        .collect()
}

/// What a recording was made with, in words.
pub(super) fn versions(catalogue: &Catalogue, evidence: &Evidence) -> String {
    let versions = &evidence.versions;
    let mut words: Vec<String> = vec![];
    for runtime in &catalogue.runtimes.runtimes {
        let id = &runtime.id.value;
        let Some(pyodide) = versions.get(id) else {
            continue;
        };
        let python = versions.get(&format!("python on {id}"));
        let python = python.map_or_else(String::new, |python| format!(" and Python {python}"));
        let standing_in = match runtime.verified_with.exact {
            true => "",
            false => ", the nearest release there is",
        };
        words.push(format!("Pyodide {pyodide}{python} (for {id}{standing_in})"));
    }
    let others = versions.iter().filter(|(name, _)| {
        catalogue
            .runtimes
            .get(name.trim_start_matches("python on "))
            .is_none()
    });
    words.extend(others.map(|(name, version)| format!("{name} {version}")));
    words.join(", ")
}

/// A line that is not longer than a cell is wide.
fn shortened(line: &str) -> String {
    match line.char_indices().nth(SHORT) {
        Some((end, _)) => format!("{}…", line[..end].trim_end()),
        None => line.to_owned(),
    }
}

fn group(runtimes: &Runtimes, group: &Group) -> GroupView {
    let text = group.outcome.to_string();
    let lines: Vec<&str> = text.lines().map(str::trim).collect();
    let short = shortened(&lines.join(" · "));
    GroupView {
        on: runtimes.describe(&group.on),
        outcome: markdown::fence(&text, "text"),
        // An empty line would end the HTML in which this stands.
        all: (short != text).then(|| escape(&text).replace('\n', "&#10;")),
        short: escape(&short),
    }
}

//! Where a gotcha bites, target by target.

use std::collections::BTreeMap;

use gotchas_catalog::{Bindings, Catalogue, Entry, Gotcha, Runtime, Sdk, Severity, Status, Target};
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

/// How bad a gotcha is where, as scripts of the site read it: a word for each runtime, in it a letter for the bundled SDK and
/// for each of [`Catalogue::sdk_steps`]. The letters are the first ones of the severities, `-` is nothing.
pub(super) fn letters<'a>(
    catalogue: &Catalogue,
    gotchas: impl IntoIterator<Item = &'a Gotcha>,
) -> String {
    let all = gotchas.into_iter().map(|gotcha| catalogue.effects(gotcha));
    let worst = all.reduce(|known, more| {
        let both = known.into_iter().zip(more);
        both.map(|(known, more)| known.into_iter().zip(more).map(|(a, b)| a.max(b)).collect())
            .collect()
    });
    let letter = |severity: &Option<Severity>| match severity {
        Some(severity) => &severity.name()[..1],
        None => "-",
    };
    let words: Vec<String> = worst
        .unwrap_or_default()
        .iter()
        .map(|row| row.iter().map(letter).collect())
        .collect();
    words.join(" ")
}

/// What scripts of the site filter and dim by, as attributes of an element.
pub(super) fn facts(catalogue: &Catalogue, entry: &Entry) -> String {
    format!(
        "data-code=\"{}\" data-category=\"{}\" data-severity=\"{}\" data-fixable=\"{}\" data-bites=\"{}\"",
        entry.code(),
        entry.category,
        entry.gotcha.severity.name(),
        entry.is_fixable(),
        letters(catalogue, [&entry.gotcha])
    )
}

/// What a gotcha that no longer bites was fixed in, in words.
pub(super) fn fixed_in(catalogue: &Catalogue, gotcha: &Gotcha) -> Option<String> {
    if gotcha.status != Status::Fixed {
        return None;
    }
    let effects = catalogue.effects(gotcha);
    let bites = |row: &Vec<Option<Severity>>| row.iter().any(Option::is_some);
    let runtimes = &catalogue.runtimes.runtimes;
    if let Some(last) = effects.iter().rposition(bites)
        && let Some(runtime) = runtimes.get(last + 1)
    {
        return Some(format!("`{}`", runtime.id.value));
    }
    // A column is a range of releases, after that of the bundled SDK.
    let columns = 1..=catalogue.sdk_steps().len();
    let last = columns
        .rev()
        .find(|column| effects.iter().any(|row| row[*column].is_some()));
    let release = match last {
        None => "every release".to_owned(),
        Some(last) => catalogue.sdk_steps().get(last)?.to_string(),
    };
    let bundled = effects.iter().any(|row| row[0].is_some());
    let except = if bundled {
        "; the copy inside workerd still has it"
    } else {
        ""
    };
    Some(match last {
        None => format!("{release} of `workers-runtime-sdk`{except}"),
        Some(_) => format!("`workers-runtime-sdk` {release}{except}"),
    })
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

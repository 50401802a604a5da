//! "Run it here": examples that readers run in their own browser.
//!
//! A side of an example has a button where it needs nothing that only a Worker has ([`needs`]), where its gotcha does not
//! say that a browser shows nothing or that it was not measured, and where the site knows a place that has Pyodide ([`Pyodide`]). A page carries no more than
//! the buttons; what they load lies beside it ([`run_file`], [`modules`]).

mod data;
mod modules;
mod needs;
mod pyodide;

pub(crate) use data::{offer, run_file};
pub(crate) use modules::{RUNNER, modules};
pub(crate) use needs::{Need, needs};
pub use pyodide::{Build, Pyodide, Source};

use gotchas_catalog::{BrowserEffect, Catalogue, Entry, Example, Run, Side};

/// What a page says about running one side of an example.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Play {
    /// There is a button.
    Button,
    /// There is none, for these needs.
    Needs(Vec<Need>),
    /// There is none, for a reason that the gotcha gives, in Markdown.
    Impossible(String),
    /// There is none and nothing to say: it was never executed.
    Nothing,
}

/// What the page says about a side of an example, given its code.
pub(crate) fn play(
    catalogue: &Catalogue,
    pyodide: &Pyodide,
    entry: &Entry,
    example: &Example,
    side: Side,
    code: &str,
) -> Play {
    let Some((run, call)) = executed(example, side) else {
        return Play::Nothing;
    };
    let needs = needs(run, code, call);
    if !needs.is_empty() {
        return Play::Needs(needs);
    }
    let builds = pyodide.builds();
    let runs = |build: &Build| offer(catalogue, entry, example, side, &build.runtime).is_ok();
    if builds.iter().any(runs) {
        return Play::Button;
    }
    let reasons = builds
        .iter()
        .flat_map(|build| run.in_browser(side, &build.runtime))
        .filter(|one| one.effect == BrowserEffect::Impossible);
    match reasons.map(|one| one.reason.value.clone()).next() {
        Some(reason) => Play::Impossible(reason),
        None => Play::Nothing,
    }
}

/// How a side is executed and what is called, if it is.
fn executed(example: &Example, side: Side) -> Option<(&Run, &str)> {
    let run = example.run.as_ref()?;
    Some((run, run.call(side)?))
}

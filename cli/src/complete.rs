//! What a shell offers when Tab is pressed where a gotcha, a category or a runtime is expected.

use std::ffi::OsStr;

use clap_complete::CompletionCandidate;
use gotchas_catalog::Catalogue;

/// Names and codes of gotchas.
pub fn gotchas(typed: &OsStr) -> Vec<CompletionCandidate> {
    candidates(typed, |catalogue| {
        let entries = catalogue.entries().iter();
        let both = entries.flat_map(|entry| {
            let title = entry.gotcha.title.value.clone();
            [
                (entry.name.clone(), title.clone()),
                (entry.code().to_string(), title),
            ]
        });
        both.collect()
    })
}

/// Ids of categories.
pub fn categories(typed: &OsStr) -> Vec<CompletionCandidate> {
    candidates(typed, |catalogue| {
        let categories = catalogue.categories.iter();
        categories
            .map(|category| (category.id.value.clone(), category.title.value.clone()))
            .collect()
    })
}

/// Ids of runtimes.
pub fn runtimes(typed: &OsStr) -> Vec<CompletionCandidate> {
    candidates(typed, |catalogue| {
        let runtimes = catalogue.runtimes.runtimes.iter();
        runtimes
            .map(|runtime| {
                let help = format!("Pyodide {}, Python {}", runtime.pyodide, runtime.python);
                (runtime.id.value.clone(), help)
            })
            .collect()
    })
}

/// Those of the embedded catalogue that start with what was typed, whatever its case.
fn candidates(
    typed: &OsStr,
    all: impl Fn(&Catalogue) -> Vec<(String, String)>,
) -> Vec<CompletionCandidate> {
    let typed = typed.to_string_lossy().to_lowercase();
    all(gotchas_embedded::catalogue())
        .into_iter()
        .filter(|(value, _)| value.to_lowercase().starts_with(&typed))
        .map(|(value, help)| CompletionCandidate::new(value).help(Some(help.into())))
        .collect()
}

//! What a shell offers when Tab is pressed where a gotcha, a category or a runtime is expected.

use std::ffi::OsStr;

use clap_complete::CompletionCandidate;

/// Names and codes of gotchas.
pub fn gotchas(typed: &OsStr) -> Vec<CompletionCandidate> {
    let outlines = gotchas_embedded::outlines().iter();
    let both = outlines.flat_map(|outline| {
        let handles = [&outline.name, &outline.code];
        handles.map(|handle| (handle.clone(), outline.title.clone()))
    });
    candidates(typed, both.collect())
}

/// Ids of categories.
pub fn categories(typed: &OsStr) -> Vec<CompletionCandidate> {
    let categories = gotchas_embedded::catalogue().categories.iter();
    let all = categories.map(|category| (category.id.value.clone(), category.title.value.clone()));
    candidates(typed, all.collect())
}

/// Ids of runtimes.
pub fn runtimes(typed: &OsStr) -> Vec<CompletionCandidate> {
    let runtimes = gotchas_embedded::catalogue().runtimes.runtimes.iter();
    let all = runtimes.map(|runtime| {
        let help = format!("Pyodide {}, Python {}", runtime.pyodide, runtime.python);
        (runtime.id.value.clone(), help)
    });
    candidates(typed, all.collect())
}

/// Those that start with what was typed, whatever its case, each with its help.
fn candidates(typed: &OsStr, all: Vec<(String, String)>) -> Vec<CompletionCandidate> {
    let typed = typed.to_string_lossy().to_lowercase();
    all.into_iter()
        .filter(|(value, _)| value.to_lowercase().starts_with(&typed))
        .map(|(value, help)| CompletionCandidate::new(value).help(Some(help.into())))
        .collect()
}

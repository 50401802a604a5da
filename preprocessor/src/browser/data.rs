//! What lies beside a page for running its examples.

use gotchas_catalog::{BrowserEffect, Catalogue, Entry, Example, Outcome, Sdk, Side, Target};
use serde_json::{Value, json};

use super::{Play, Pyodide, executed, play};

/// A side of an example that can be run on a runtime.
pub(crate) struct Offer<'a> {
    /// What came out when it was recorded there; nothing for a gotcha of which nothing was recorded yet.
    recorded: Option<&'a Outcome>,
    /// Why something else comes out in a browser, if that is known, as plain text.
    differs: Option<String>,
}

/// Whether a side of an example can be run on a runtime in a browser; if not, why not, as plain text.
pub(crate) fn offer<'a>(
    catalogue: &Catalogue,
    entry: &'a Entry,
    example: &Example,
    side: Side,
    runtime: &str,
) -> Result<Offer<'a>, String> {
    let (run, _) = executed(example, side).ok_or("It was never executed.")?;
    let told = |effect: BrowserEffect| {
        let mut all = run.in_browser(side, runtime);
        let told = all.find(|one| one.effect == effect);
        told.map(|one| plain(&one.reason))
    };
    if let Some(reason) = told(BrowserEffect::Impossible) {
        return Err(reason);
    }
    let Some(target) = target(catalogue, entry, runtime) else {
        return Err(format!("There is no runtime {runtime}."));
    };
    if let Some(reason) = run.not_measured_on(side, &target) {
        return Err(plain(&reason.reason));
    }
    let differs = told(BrowserEffect::Differs);
    let Some(evidence) = &entry.evidence else {
        return Ok(Offer {
            recorded: None,
            differs,
        });
    };
    let recorded = evidence.outcome(&example.title, side, &target);
    Ok(Offer {
        recorded: Some(recorded.ok_or("No run of it was recorded there.")?),
        differs,
    })
}

/// The target whose recording a run in a browser is compared with: without an SDK of its own, as in a browser, where that
/// was recorded.
fn target(catalogue: &Catalogue, entry: &Entry, runtime: &str) -> Option<Target> {
    let mut all = entry.gotcha.targets(&catalogue.runtimes);
    all.retain(|target| target.runtime == runtime);
    let bundled = all.iter().position(|target| target.sdk == Sdk::Bundled);
    (!all.is_empty()).then(|| all.swap_remove(bundled.unwrap_or(0)))
}

/// The file beside a gotcha's page, if something on it can be run: for each example and side the case that a harness takes
/// and, by runtime, the recorded outcome or why there is none.
pub(crate) fn run_file(catalogue: &Catalogue, pyodide: &Pyodide, entry: &Entry) -> Option<Value> {
    let snippets = entry.snippets();
    let mut examples = vec![json!({}); entry.gotcha.examples.len()];
    let mut any = false;
    for snippet in &snippets {
        let example = &entry.gotcha.examples[snippet.example];
        let (side, code) = (snippet.side, &snippet.code);
        let Some(run) = &example.run else { continue };
        if play(catalogue, pyodide, entry, example, side, code) != Play::Button {
            continue;
        }
        any = true;
        let mut case = run.case(side, code);
        case["wrapped"] = json!(false);
        case["folders"] = json!([]);
        let on = pyodide.builds().iter().map(|build| {
            let here = offer(catalogue, entry, example, side, &build.runtime);
            let here = match here {
                Ok(Offer { recorded, differs }) => json!({
                    "recorded": recorded,
                    "words": recorded.map(ToString::to_string),
                    "differs": differs,
                }),
                Err(reason) => json!({ "not": reason }),
            };
            (build.runtime.clone(), here)
        });
        examples[snippet.example][side.to_string()] =
            json!({ "case": case, "on": on.collect::<serde_json::Map<_, _>>() });
    }
    any.then(|| json!({ "examples": examples }))
}

/// A line of Markdown as plain text, which is all that a script shows.
fn plain(markdown: &str) -> String {
    markdown.trim().replace('`', "")
}

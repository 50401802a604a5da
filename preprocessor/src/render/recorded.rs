//! What the snippets of an example did when they were executed, in words.

use std::fmt::Write;

use gotchas_catalog::{Answer, Catalogue, Entry, Evidence, Group, Outcome, Run, Side};
use serde::Serialize;
use serde_json::Value;

use crate::markdown;

/// What one side of an example did.
#[derive(Debug, Serialize)]
pub(super) struct RecordedView {
    side: &'static str,
    groups: Vec<GroupView>,
}

#[derive(Debug, Serialize)]
struct GroupView {
    on: String,
    outcome: String,
}

/// Something that was not executed.
#[derive(Debug, Serialize)]
pub(super) struct NotMeasuredView {
    scope: String,
    reason: String,
    source: String,
}

/// The recording of the example with this title, the wrong side first.
pub(super) fn sides(entry: &Entry, title: &str) -> Vec<RecordedView> {
    let example = entry
        .evidence
        .iter()
        .flat_map(|evidence| &evidence.examples)
        .find(|recorded| recorded.title == title);
    let Some(example) = example else {
        return vec![];
    };
    let view = |side: Side| {
        let groups: Vec<GroupView> = example.side(side).iter().map(group).collect();
        let name = match side {
            Side::Wrong => "Wrong",
            Side::Right => "Right",
        };
        (!groups.is_empty()).then_some(RecordedView { side: name, groups })
    };
    [Side::Wrong, Side::Right]
        .into_iter()
        .filter_map(view)
        .collect()
}

/// What the example claims and no run shows.
pub(super) fn not_measured(run: Option<&Run>) -> Vec<NotMeasuredView> {
    let view = |reason: &gotchas_catalog::NotMeasured| {
        let side = match reason.side {
            Some(Side::Wrong) => "the wrong code",
            Some(Side::Right) => "the right code",
            None => "both",
        };
        let runtimes: Vec<&str> = reason
            .runtimes
            .iter()
            .map(|runtime| runtime.value.as_str())
            .collect();
        let scope = if runtimes.is_empty() {
            side.to_owned()
        } else {
            format!("{side} on {}", runtimes.join(", "))
        };
        NotMeasuredView {
            scope,
            reason: markdown::inline(&reason.reason),
            source: reason.source.value.clone(),
        }
    };
    run.iter()
        .flat_map(|run| &run.not_measured)
        .map(view)
        .collect()
}

/// What a recording was made with, `name version` each.
pub(super) fn versions(catalogue: &Catalogue, evidence: &Evidence) -> String {
    let exact = |name: &str| {
        catalogue
            .runtimes
            .get(name)
            .is_none_or(|runtime| runtime.verified_with.exact)
    };
    let all = evidence.versions.iter().map(|(name, version)| {
        let standing_in = if exact(name) {
            ""
        } else {
            " (the nearest release there is)"
        };
        format!("{name} {version}{standing_in}")
    });
    all.collect::<Vec<_>>().join(", ")
}

fn group(group: &Group) -> GroupView {
    let on = group.on.iter().map(|(runtime, sdks)| {
        let sdks: Vec<String> = sdks.iter().map(ToString::to_string).collect();
        format!("`{runtime}` with SDK {}", sdks.join(", "))
    });
    GroupView {
        on: on.collect::<Vec<_>>().join("; "),
        outcome: markdown::fence(&outcome(&group.outcome), "text"),
    }
}

fn outcome(outcome: &Outcome) -> String {
    let mut text = String::new();
    for answer in &outcome.answers {
        line(&mut text, &said(answer));
    }
    for received in &outcome.server {
        let headers = received
            .headers
            .iter()
            .map(|header| format!("\n  {header}"))
            .collect::<String>();
        line(
            &mut text,
            &format!("the server got: {}{headers}", received.method),
        );
        if !received.body.is_empty() {
            line(&mut text, &format!("  body: {}", received.body));
        }
    }
    for log in &outcome.log {
        line(&mut text, &format!("log: {log}"));
    }
    if let Some(next) = &outcome.next_request {
        line(
            &mut text,
            &format!("the interpreter is dead; the next request: {next}"),
        );
    }
    text
}

fn said(answer: &Answer) -> String {
    match answer {
        Answer::Returned(Value::String(text)) => format!("returned: {text}"),
        Answer::Returned(value) => format!("returned: {value}"),
        Answer::Response(response) => {
            let headers = response
                .headers
                .iter()
                .map(|header| format!("\n  {header}"))
                .collect::<String>();
            format!(
                "response: {}{headers}\n  body: {}",
                response.status, response.body
            )
        }
        Answer::Raised(text) => format!("raised: {text}"),
        Answer::Failed(text) => format!("the request failed: {text}"),
        Answer::Hung(hung) => format!("no answer within {} seconds", hung.after),
    }
}

fn line(text: &mut String, line: &str) {
    writeln!(text, "{line}").expect("text can be written to a string");
}

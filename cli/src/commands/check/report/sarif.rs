//! SARIF 2.1.0, which code scanning services read.

use std::{
    collections::{BTreeMap, BTreeSet},
    path::Path,
};

use gotchas_catalog::{Catalogue, Code, Entry, Position, Severity};
use serde_sarif::sarif::{
    ArtifactChange, ArtifactContent, ArtifactLocation, Fix, Invocation, Location, Message,
    MultiformatMessageString, Notification, PhysicalLocation, Region, Replacement,
    ReportingConfiguration, ReportingDescriptor, Result as Item, ResultLevel, Run, Sarif, Tool,
    ToolComponent,
};
use url::Url;

use super::{Finding, absolute, code, fingerprints};

/// Where relative paths start; the service knows what that is on its side.
const ROOT: &str = "%SRCROOT%";
/// Name of our fingerprints, with the version of how they are made.
const FINGERPRINT: &str = "gotchas/v1";

/// Renders the log: the rules that were broken, with their pages, and the findings.
pub fn render(findings: &[Finding<'_>], catalogue: &Catalogue) -> anyhow::Result<String> {
    let here = std::env::current_dir()?;
    let broken: BTreeSet<Code> = findings.iter().filter_map(|f| f.diagnostic.code).collect();
    let rules: Vec<&Entry> = catalogue
        .entries()
        .iter()
        .filter(|entry| broken.contains(&entry.code()))
        .collect();
    let driver = ToolComponent::builder()
        .name("gotchas")
        .version(env!("CARGO_PKG_VERSION"))
        .information_uri(env!("CARGO_PKG_HOMEPAGE"))
        .rules(
            rules
                .iter()
                .map(|entry| descriptor(entry))
                .collect::<Vec<_>>(),
        )
        .build();
    let marks = fingerprints(findings);
    let results: Vec<Item> = findings
        .iter()
        .zip(marks)
        .map(|(finding, mark)| {
            let index = rules
                .iter()
                .position(|entry| Some(entry.code()) == finding.diagnostic.code);
            result(finding, index, mark, &here)
        })
        .collect();
    let mut bases = BTreeMap::new();
    if let Ok(root) = Url::from_directory_path(&here) {
        bases.insert(
            ROOT.to_owned(),
            ArtifactLocation::builder().uri(root.as_str()).build(),
        );
    }
    let run = Run::builder()
        .invocations(vec![invocation(findings, &here)])
        .tool(Tool::builder().driver(driver).build())
        .original_uri_base_ids(bases)
        .results(results)
        .build();
    let log = Sarif::builder()
        .schema("https://json.schemastore.org/sarif-2.1.0.json")
        .version(serde_json::Value::from("2.1.0"))
        .runs(vec![run])
        .build();
    Ok(serde_json::to_string_pretty(&log)? + "\n")
}

/// How the run went: with what it could not check, if that is the case.
fn invocation(findings: &[Finding<'_>], here: &Path) -> Invocation {
    let unchecked = findings.iter().filter(|finding| finding.is_trouble);
    let notification = |finding: &Finding<'_>| {
        let place = PhysicalLocation::builder()
            .artifact_location(artifact(&finding.file.path, here))
            .build();
        let message = finding.diagnostic.message.as_str();
        Notification::builder()
            .level("error")
            .message(Message::builder().text(message).build())
            .locations(vec![Location::builder().physical_location(place).build()])
            .build()
    };
    let notifications: Vec<Notification> = unchecked.map(notification).collect();
    Invocation::builder()
        .execution_successful(notifications.is_empty())
        .tool_execution_notifications(notifications)
        .build()
}

fn descriptor(entry: &Entry) -> ReportingDescriptor {
    let gotcha = &entry.gotcha;
    let text = |text: &str| MultiformatMessageString::builder().text(text).build();
    let mut help = text(&gotcha.summary);
    help.markdown = Some(format!(
        "{}\n\n[{}]({})",
        *gotcha.summary,
        *gotcha.title,
        entry.url()
    ));
    ReportingDescriptor::builder()
        .id(entry.code().to_string())
        .name(entry.name.as_str())
        .short_description(text(&gotcha.title))
        .full_description(text(&gotcha.summary))
        .help(help)
        .help_uri(entry.url())
        .default_configuration(
            ReportingConfiguration::builder()
                .level(serde_json::to_value(level(gotcha.severity)).unwrap_or_default())
                .build(),
        )
        .build()
}

fn result(finding: &Finding<'_>, rule: Option<usize>, mark: String, here: &Path) -> Item {
    let diagnostic = &finding.diagnostic;
    let (start, end) = (finding.start(), finding.end());
    let place = PhysicalLocation::builder()
        .artifact_location(artifact(&finding.file.path, here))
        .region(region(start, end))
        .build();
    let mut result = Item::builder()
        .rule_id(code(diagnostic))
        .level(level(diagnostic.severity))
        .message(Message::builder().text(diagnostic.message.as_str()).build())
        .locations(vec![Location::builder().physical_location(place).build()])
        .partial_fingerprints(BTreeMap::from([(FINGERPRINT.to_owned(), mark)]))
        .build();
    result.rule_index = rule.map(|index| index as i64);
    result.fixes = diagnostic
        .fix
        .as_ref()
        .map(|fix| vec![mending(fix, finding, here)]);
    result
}

fn mending(fix: &gotchas_checker::fix::Fix, finding: &Finding<'_>, here: &Path) -> Fix {
    let file = finding.file;
    let replacement = |edit: &gotchas_checker::fix::Edit| {
        let deleted = region(file.position(edit.start), file.position(edit.end));
        Replacement::builder()
            .deleted_region(deleted)
            .inserted_content(
                ArtifactContent::builder()
                    .text(edit.content.as_str())
                    .build(),
            )
            .build()
    };
    let change = ArtifactChange::builder()
        .artifact_location(artifact(&file.path, here))
        .replacements(fix.edits.iter().map(replacement).collect::<Vec<_>>())
        .build();
    Fix::builder()
        .description(Message::builder().text(fix.message.as_str()).build())
        .artifact_changes(vec![change])
        .build()
}

/// A file below the working directory by its path from there, any other by its whole path.
fn artifact(path: &Path, here: &Path) -> ArtifactLocation {
    let path = absolute(path);
    let uri = |url: Result<Url, ()>| url.map(String::from).unwrap_or_default();
    let whole = match path.is_absolute() {
        true => uri(Url::from_file_path(&path)),
        // Standard input.
        false => path.display().to_string(),
    };
    match whole.strip_prefix(&uri(Url::from_directory_path(here))) {
        Some(below) => ArtifactLocation::builder()
            .uri(below)
            .uri_base_id(ROOT)
            .build(),
        None => ArtifactLocation::builder().uri(whole).build(),
    }
}

fn region(start: Position, end: Position) -> Region {
    Region::builder()
        .start_line(start.line as i64)
        .start_column(start.column as i64)
        .end_line(end.line as i64)
        .end_column(end.column as i64)
        .build()
}

fn level(severity: Severity) -> ResultLevel {
    match severity {
        Severity::Error => ResultLevel::Error,
        Severity::Warning => ResultLevel::Warning,
        Severity::Info => ResultLevel::Note,
    }
}

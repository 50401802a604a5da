//! A JSON array with the keys of ruff's, so that tools written for ruff read ours.

use gotchas_catalog::{Applicability, Position, Severity};
use serde::Serialize;

use super::{Finding, absolute, code};

/// One finding. `cell` is ruff's, for notebooks, and empty here.
#[derive(Serialize)]
struct Item<'a> {
    cell: Option<usize>,
    code: String,
    end_location: Location,
    filename: String,
    fix: Option<Fix<'a>>,
    location: Location,
    message: &'a str,
    name: &'a str,
    noqa_row: Option<usize>,
    severity: Severity,
    url: Option<&'a str>,
}

/// What mends a finding.
#[derive(Serialize)]
struct Fix<'a> {
    applicability: Applicability,
    edits: Vec<Edit<'a>>,
    message: &'a str,
}

/// A part of the file and what comes in its place.
#[derive(Serialize)]
struct Edit<'a> {
    content: &'a str,
    end_location: Location,
    location: Location,
}

/// A place in a file; both count from 1, columns in characters.
#[derive(Serialize)]
struct Location {
    column: usize,
    row: usize,
}

/// Renders the array. File names are absolute, as ruff's are.
pub fn render(findings: &[Finding<'_>]) -> serde_json::Result<String> {
    let items: Vec<Item<'_>> = findings.iter().map(item).collect();
    Ok(serde_json::to_string_pretty(&items)? + "\n")
}

/// One object per line instead of an array.
pub fn lines(findings: &[Finding<'_>]) -> serde_json::Result<String> {
    let mut text = String::new();
    for finding in findings {
        text.push_str(&serde_json::to_string(&item(finding))?);
        text.push('\n');
    }
    Ok(text)
}

fn item<'a>(finding: &'a Finding<'_>) -> Item<'a> {
    let diagnostic = &finding.diagnostic;
    let (start, end) = (finding.start(), finding.end());
    Item {
        cell: None,
        code: code(diagnostic),
        end_location: location(end),
        filename: absolute(&finding.file.path).display().to_string(),
        fix: diagnostic.fix.as_ref().map(|fix| mend(fix, finding)),
        location: location(start),
        message: &diagnostic.message,
        name: &diagnostic.name,
        noqa_row: finding.noqa_row(),
        severity: diagnostic.severity,
        url: diagnostic.url.as_deref(),
    }
}

fn mend<'a>(fix: &'a gotchas_checker::fix::Fix, finding: &Finding<'_>) -> Fix<'a> {
    let edit = |edit: &'a gotchas_checker::fix::Edit| Edit {
        content: &edit.content,
        end_location: location(finding.file.position(edit.end)),
        location: location(finding.file.position(edit.start)),
    };
    Fix {
        applicability: fix.applicability,
        edits: fix.edits.iter().map(edit).collect(),
        message: &fix.message,
    }
}

fn location(at: Position) -> Location {
    Location {
        column: at.column,
        row: at.line,
    }
}

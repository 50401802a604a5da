//! GitLab's code quality report.

use std::path::{Path, PathBuf};

use gotchas_catalog::{Position, Severity};
use serde::Serialize;

use super::{super::paths, Finding, absolute, code, fingerprints};

#[derive(Serialize)]
struct Item {
    check_name: String,
    description: String,
    severity: &'static str,
    fingerprint: String,
    location: Location,
}

#[derive(Serialize)]
struct Location {
    path: String,
    positions: Positions,
}

#[derive(Serialize)]
struct Positions {
    begin: Place,
    end: Place,
}

#[derive(Serialize)]
struct Place {
    line: usize,
    column: usize,
}

/// Renders the report. Paths start from `CI_PROJECT_DIR`, which GitLab sets, or else from the working folder.
pub fn render(findings: &[Finding<'_>]) -> serde_json::Result<String> {
    let project = std::env::var_os("CI_PROJECT_DIR").map(PathBuf::from);
    let items = findings.iter().zip(fingerprints(findings));
    let items = items.map(|(finding, fingerprint)| {
        let diagnostic = &finding.diagnostic;
        let name = code(diagnostic);
        Item {
            description: format!("{name}: {}", diagnostic.message),
            check_name: name,
            severity: severity(diagnostic.severity),
            fingerprint,
            location: Location {
                path: shown(&finding.file.path, project.as_deref())
                    .display()
                    .to_string(),
                positions: Positions {
                    begin: place(finding.start()),
                    end: place(finding.end()),
                },
            },
        }
    });
    let items: Vec<Item> = items.collect();
    Ok(serde_json::to_string_pretty(&items)? + "\n")
}

fn severity(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "major",
        Severity::Warning => "minor",
        Severity::Info => "info",
    }
}

fn place(at: Position) -> Place {
    Place {
        line: at.line,
        column: at.column,
    }
}

/// A file by its path below the project. Above the working directory no service looks for one.
fn shown(path: &Path, project: Option<&Path>) -> PathBuf {
    let whole = absolute(path);
    let below = project.and_then(|project| whole.strip_prefix(paths::absolute(project)).ok());
    below.unwrap_or(path).to_owned()
}

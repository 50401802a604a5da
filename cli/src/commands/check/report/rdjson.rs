//! reviewdog's JSON.

use gotchas_catalog::{Applicability, Position, Severity};
use gotchas_checker::fix::{Edit, Fix};
use serde_json::{Value, json};

use super::{Finding, absolute, code};

/// Renders the report; places count from 1.
pub fn render(findings: &[Finding<'_>]) -> serde_json::Result<String> {
    let report = json!({
        "source": {"name": "gotchas", "url": env!("CARGO_PKG_HOMEPAGE")},
        "severity": "WARNING",
        "diagnostics": findings.iter().map(item).collect::<Vec<_>>(),
    });
    Ok(serde_json::to_string_pretty(&report)? + "\n")
}

fn item(finding: &Finding<'_>) -> Value {
    let diagnostic = &finding.diagnostic;
    let mut code = json!({"value": code(diagnostic)});
    if let Some(url) = &diagnostic.url {
        code["url"] = json!(url);
    }
    let mut item = json!({
        "message": diagnostic.message,
        "severity": match diagnostic.severity {
            Severity::Error => "ERROR",
            Severity::Warning => "WARNING",
            Severity::Info => "INFO",
        },
        "code": code,
        "location": {
            "path": absolute(&finding.file.path).display().to_string(),
            "range": {"start": place(finding.start()), "end": place(finding.end())},
        },
    });
    if let Some(fix) = diagnostic.fix.as_ref().filter(|fix| offered(fix)) {
        let edits = fix.edits.iter();
        item["suggestions"] = edits.map(|edit| suggestion(edit, finding)).collect();
    }
    item
}

/// Whether a program may apply a fix without asking.
fn offered(fix: &Fix) -> bool {
    fix.applicability == Applicability::Safe
}

fn suggestion(edit: &Edit, finding: &Finding<'_>) -> Value {
    let file = finding.file;
    json!({
        "range": {
            "start": place(file.position(edit.start)),
            "end": place(file.position(edit.end)),
        },
        "text": edit.content,
    })
}

fn place(at: Position) -> Value {
    json!({"line": at.line, "column": at.column})
}

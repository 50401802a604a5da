//! reviewdog's JSON.

use gotchas_catalog::{Position, Severity};
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
    json!({
        "message": diagnostic.message,
        "severity": match diagnostic.severity {
            Severity::Error => "ERROR",
            Severity::Warning => "WARNING",
            Severity::Info => "INFO",
        },
        "code": code,
        "location": {
            "path": absolute(&finding.file.path),
            "range": {"start": place(finding.start()), "end": place(finding.end())},
        },
    })
}

fn place(at: Position) -> Value {
    json!({"line": at.line, "column": at.column})
}

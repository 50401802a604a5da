//! Findings as text, in the layouts that ruff's users know.

mod full;
mod json;
mod statistics;

use owo_colors::OwoColorize;

use super::{Args, Format, sources::Finding};
use crate::style;

/// Everything that goes to standard output, with the closing line.
pub fn render(findings: &[Finding<'_>], args: &Args) -> anyhow::Result<String> {
    let text = match (args.statistics, args.output_format) {
        (true, Format::Json) => statistics::json(findings)?,
        (false, Format::Json) => json::render(findings)?,
        (true, _) => statistics::text(findings) + &closing_line(findings),
        (false, Format::Full) => {
            findings.iter().map(full::render).collect::<String>() + &closing_line(findings)
        }
        (false, Format::Concise) => {
            findings.iter().map(concise).collect::<String>() + &closing_line(findings)
        }
    };
    Ok(text)
}

fn closing_line(findings: &[Finding<'_>]) -> String {
    match findings.len() {
        0 => "All checks passed!\n".to_owned(),
        1 => "Found 1 error.\n".to_owned(),
        count => format!("Found {count} errors.\n"),
    }
}

/// `path:row:column: CODE message`.
fn concise(finding: &Finding<'_>) -> String {
    let start = finding.start();
    format!(
        "{}{c}{}{c}{}{c} {} {}\n",
        finding.file.path.display().bold(),
        start.line,
        start.column,
        label(finding),
        finding.diagnostic.message,
        c = ":".cyan(),
    )
}

/// The code in its severity's colour, or, where there is none, the name as ruff writes `invalid-syntax:`.
fn label(finding: &Finding<'_>) -> String {
    let diagnostic = &finding.diagnostic;
    let text = diagnostic
        .code
        .map_or_else(|| format!("{}:", diagnostic.name), String::from);
    text.style(style::of_severity(diagnostic.severity).bold())
        .to_string()
}

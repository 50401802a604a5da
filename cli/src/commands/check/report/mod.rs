//! Findings as text, in the layouts that ruff's users know.

mod full;
mod gitlab;
mod json;
mod lines;
mod rdjson;
mod statistics;

use std::path::{Path, PathBuf};

use gotchas_checker::Diagnostic;
use owo_colors::OwoColorize;

use super::{Args, Format, sources::Finding};
use crate::style;

/// Everything that goes to standard output, with the closing line in the formats for people.
pub fn render(findings: &[Finding<'_>], args: &Args) -> anyhow::Result<String> {
    if args.statistics {
        return Ok(match args.output_format {
            Format::Json => statistics::json(findings)?,
            _ => statistics::text(findings) + &closing_line(findings),
        });
    }
    let each = |one: fn(&Finding<'_>) -> String| findings.iter().map(one).collect::<String>();
    Ok(match args.output_format {
        Format::Full => each(full::render) + &closing_line(findings),
        Format::Concise => each(lines::concise) + &closing_line(findings),
        Format::Grouped => lines::grouped(findings) + &closing_line(findings),
        Format::Pylint => each(lines::pylint),
        Format::Github => each(lines::github),
        Format::Json => json::render(findings)?,
        Format::JsonLines => json::lines(findings)?,
        Format::Gitlab => gitlab::render(findings)?,
        Format::Rdjson => rdjson::render(findings)?,
    })
}

fn closing_line(findings: &[Finding<'_>]) -> String {
    match findings.len() {
        0 => "All checks passed!\n".to_owned(),
        1 => "Found 1 error.\n".to_owned(),
        count => format!("Found {count} errors.\n"),
    }
}

/// The code, or the name where there is none, as for syntax errors.
fn code(diagnostic: &Diagnostic) -> String {
    diagnostic
        .code
        .map_or_else(|| diagnostic.name.clone(), String::from)
}

/// A path for programs that may run elsewhere; standard input keeps its name.
fn absolute(path: &Path) -> PathBuf {
    match path.as_os_str() == "-" {
        true => path.to_owned(),
        false => std::path::absolute(path).unwrap_or_else(|_| path.to_owned()),
    }
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

//! Findings as text, in the layouts that ruff's users know.

mod closing;
mod full;
mod gitlab;
mod json;
mod junit;
mod lines;
mod rdjson;
mod sarif;
mod statistics;

use std::{
    collections::HashMap,
    path::{Path, PathBuf},
};

use gotchas_catalog::Catalogue;
use gotchas_checker::Diagnostic;
use owo_colors::OwoColorize;
use sha2::{Digest, Sha256};

use super::{
    Format,
    findings::{Finding, Findings},
};
use crate::style;

/// What a report is about, besides the findings.
pub struct About<'a> {
    /// How they are printed.
    pub format: Format,
    /// Whether only their numbers are.
    pub statistics: bool,
    /// Whether they are counted below, in the formats for people.
    pub closing: bool,
    /// How many were mended.
    pub fixed: usize,
    /// The rules.
    pub catalogue: &'a Catalogue,
}

/// Everything that goes to standard output, with the closing lines in the formats for people.
pub fn render(found: &Findings<'_>, about: &About<'_>) -> anyhow::Result<String> {
    let findings = found.shown.as_slice();
    let closing = match about.closing {
        true => closing::lines(found, about.fixed),
        false => String::new(),
    };
    if about.statistics {
        return Ok(match about.format {
            Format::Json => statistics::json(findings)?,
            _ => statistics::text(findings) + &closing,
        });
    }
    let each = |one: fn(&Finding<'_>) -> String| findings.iter().map(one).collect::<String>();
    Ok(match about.format {
        Format::Full => each(full::render) + &closing,
        Format::Concise => each(lines::concise) + &closing,
        Format::Grouped => lines::grouped(findings) + &closing,
        Format::Pylint => each(lines::pylint),
        Format::Github => each(lines::github),
        Format::Json => json::render(findings)?,
        Format::JsonLines => json::lines(findings)?,
        Format::Junit => junit::render(findings)?,
        Format::Gitlab => gitlab::render(findings)?,
        Format::Azure => each(lines::azure),
        Format::Rdjson => rdjson::render(findings)?,
        Format::Sarif => sarif::render(findings, about.catalogue)?,
    })
}

/// A text for each finding that stays the same from run to run, also when code above it changes: it is made without the
/// line, and a second finding alike is told apart by its number.
fn fingerprints(findings: &[Finding<'_>]) -> Vec<String> {
    let mut seen = HashMap::new();
    let one = |finding: &Finding<'_>| {
        let diagnostic = &finding.diagnostic;
        let path = finding.file.path.display();
        let text = format!("{path}\0{}\0{}", code(diagnostic), diagnostic.message);
        let count: &mut usize = seen.entry(text.clone()).or_default();
        let digest = Sha256::digest(format!("{text}\0{count}"));
        *count += 1;
        let bytes = digest[..16].iter();
        bytes.map(|byte| format!("{byte:02x}")).collect()
    };
    findings.iter().map(one).collect()
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

/// The code in its severity's colour, or, where there is none, the name as ruff writes `invalid-syntax:`; `[*]` where
/// `--fix` mends it.
fn label(finding: &Finding<'_>) -> String {
    let diagnostic = &finding.diagnostic;
    let text = diagnostic
        .code
        .map_or_else(|| format!("{}:", diagnostic.name), String::from);
    let text = text.style(style::of_severity(diagnostic.severity).bold());
    match finding.fixable {
        true => format!("{text} [{}]", "*".cyan()),
        false => text.to_string(),
    }
}

//! Findings as text, in the layouts that ruff's users know.

mod changes;
mod closing;
mod excerpt;
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
    findings::{Finding, Findings, Source},
    fixing::Fixed,
    paths,
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
    /// What was mended.
    pub fixed: &'a Fixed,
    /// Whether each mended finding is listed.
    pub show_fixes: bool,
    /// The rules.
    pub catalogue: &'a Catalogue,
}

/// Everything that goes to standard output, with the closing lines in the formats for people.
pub fn render(found: &Findings<'_>, about: &About<'_>) -> anyhow::Result<String> {
    if about.statistics {
        return numbers(found, about);
    }
    if about.format.is_for_programs() {
        return for_programs(&found.for_programs(), about);
    }
    let findings = found.shown.as_slice();
    let each = |one: fn(&Finding<'_>) -> String| findings.iter().map(one).collect::<String>();
    let shown = match about.format {
        Format::Grouped => lines::grouped(findings),
        Format::Concise => each(lines::concise),
        _ => each(full::render),
    };
    Ok(shown + &about.list() + &about.closing(found))
}

/// What `--fix-only` says, in the formats for people.
pub fn mended(found: &Findings<'_>, about: &About<'_>) -> String {
    if about.format.is_for_programs() {
        return String::new();
    }
    let closing = match about.closing {
        true => closing::mended(found, about.fixed.count(), false),
        false => String::new(),
    };
    about.list() + &closing
}

/// What `--diff` says below the differences.
pub fn differing(found: &Findings<'_>, fixed: &Fixed) -> String {
    closing::mended(found, fixed.count(), true)
}

impl About<'_> {
    /// What was mended, with an empty line before and behind.
    fn list(&self) -> String {
        match self.show_fixes && !self.fixed.is_empty() {
            true => format!("\n{}", self.fixed.list()),
            false => String::new(),
        }
    }

    fn closing(&self, found: &Findings<'_>) -> String {
        match self.closing {
            true => closing::lines(found, self.fixed.count()),
            false => String::new(),
        }
    }
}

/// How often each rule was broken; nothing where none was, but to programs.
fn numbers(found: &Findings<'_>, about: &About<'_>) -> anyhow::Result<String> {
    Ok(match about.format {
        Format::Json => statistics::json(&found.for_programs())?,
        _ if found.shown.is_empty() => String::new(),
        _ => statistics::text(&found.shown) + &about.closing(found),
    })
}

fn for_programs(findings: &[Finding<'_>], about: &About<'_>) -> anyhow::Result<String> {
    let each = |one: fn(&Finding<'_>) -> String| findings.iter().map(one).collect::<String>();
    Ok(match about.format {
        Format::Pylint => each(lines::pylint),
        Format::Github => each(lines::github),
        Format::Azure => each(lines::azure),
        Format::JsonLines => json::lines(findings)?,
        Format::Junit => junit::render(findings)?,
        Format::Gitlab => gitlab::render(findings)?,
        Format::Rdjson => rdjson::render(findings)?,
        Format::Sarif => sarif::render(findings, about.catalogue)?,
        Format::Json | Format::Full | Format::Concise | Format::Grouped => json::render(findings)?,
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
        false => paths::absolute(path),
    }
}

/// The code, or, where there is none, the name as ruff writes `invalid-syntax:`.
fn heading(diagnostic: &Diagnostic) -> String {
    diagnostic
        .code
        .map_or_else(|| format!("{}:", diagnostic.name), String::from)
}

/// The heading in its severity's colour; `[*]` where `--fix` mends it.
fn label(finding: &Finding<'_>) -> String {
    let diagnostic = &finding.diagnostic;
    let text = heading(diagnostic);
    let text = text.style(style::of_severity(diagnostic.severity).bold());
    match finding.fixable {
        true => format!("{text} [{}]", "*".cyan()),
        false => text.to_string(),
    }
}

//! Formats of one line per finding: for terminals, editors and the logs of CI services.

use gotchas_catalog::Severity;
use owo_colors::OwoColorize;

use super::{Finding, absolute, code, heading, label};

/// `path:row:column: CODE message`.
pub fn concise(finding: &Finding<'_>) -> String {
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

/// A line `path:` for each file, below it `row:column CODE message`, the colons one below the other.
pub fn grouped(findings: &[Finding<'_>]) -> String {
    let mut text = String::new();
    for group in findings.chunk_by(|a, b| a.file.path == b.file.path) {
        let places: Vec<_> = group.iter().map(Finding::start).collect();
        let widest = |numbers: &mut dyn Iterator<Item = usize>| {
            numbers.map(|number| number.to_string().len()).max()
        };
        let rows = widest(&mut places.iter().map(|place| place.line)).unwrap_or(0);
        let columns = widest(&mut places.iter().map(|place| place.column)).unwrap_or(0);
        let path = group[0].file.path.display();
        text += &format!("{}:\n", path.underline());
        for (finding, place) in group.iter().zip(places) {
            let message = &finding.diagnostic.message;
            text += &format!(
                "  {:>rows$}{}{:<columns$} {} {message}\n",
                place.line,
                ":".cyan(),
                place.column,
                label(finding),
            );
        }
        text.push('\n');
    }
    text
}

/// `path:row: [CODE] message`, as pylint prints it.
pub fn pylint(finding: &Finding<'_>) -> String {
    format!(
        "{}:{}: [{}] {}\n",
        finding.file.path.display(),
        finding.start().line,
        code(&finding.diagnostic),
        finding.diagnostic.message
    )
}

/// A command of GitHub's workflow log, which shows the finding beside the code.
pub fn github(finding: &Finding<'_>) -> String {
    let (start, end) = (finding.start(), finding.end());
    let diagnostic = &finding.diagnostic;
    let level = match diagnostic.severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Info => "notice",
    };
    // GitHub takes columns only where they are on one line.
    let columns = match start.line == end.line {
        true => format!(
            ",col={},endLine={},endColumn={}",
            start.column, end.line, end.column
        ),
        false => format!(",endLine={}", end.line),
    };
    let file = finding.file.path.display().to_string();
    let help = diagnostic.help.as_ref();
    let help = help.map_or_else(String::new, |help| format!("\n  help: {help}"));
    format!(
        "::{level} title=Gotchas ({}),file={},line={}{columns}::{}\n",
        property(&code(diagnostic)),
        property(&absolute(&finding.file.path).display().to_string()),
        start.line,
        data(&format!(
            "{file}:{}:{}: {} {}{help}",
            start.line,
            start.column,
            heading(diagnostic),
            diagnostic.message
        )),
    )
}

/// A command of the log of an Azure pipeline.
pub fn azure(finding: &Finding<'_>) -> String {
    let start = finding.start();
    let diagnostic = &finding.diagnostic;
    let level = match diagnostic.severity {
        Severity::Error => "error",
        Severity::Warning | Severity::Info => "warning",
    };
    format!(
        "##vso[task.logissue type={level};sourcepath={};linenumber={};columnnumber={};code={};]{}\n",
        azure_property(&absolute(&finding.file.path).display().to_string()),
        start.line,
        start.column,
        azure_property(&code(diagnostic)),
        azure_data(&diagnostic.message),
    )
}

/// Text in a command, escaped as Azure's task library does it.
fn azure_data(text: &str) -> String {
    on_one_line(text, "%AZP25")
}

/// Text in a property of such a command.
fn azure_property(text: &str) -> String {
    azure_data(text).replace(']', "%5D").replace(';', "%3B")
}

/// Text in a command, escaped as GitHub's toolkit does it.
fn data(text: &str) -> String {
    on_one_line(text, "%25")
}

/// Text without line breaks, with `percent` for each percent sign of its own.
fn on_one_line(text: &str, percent: &str) -> String {
    text.replace('%', percent)
        .replace('\r', "%0D")
        .replace('\n', "%0A")
}

/// Text in a property of a command.
fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}

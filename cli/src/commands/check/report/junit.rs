//! A test report in JUnit's XML: a suite per file, a failed case per finding.

use quick_junit::{NonSuccessKind, Property, Report, TestCase, TestCaseStatus, TestSuite};

use super::{Finding, absolute, code};

/// Name of the report and of the suite of a run without findings.
const NAME: &str = "gotchas";
/// What the names of cases start with, as ruff's start with `org.ruff`.
const PACKAGE: &str = "org.gotchas";

/// Renders the report. A clean run is one passing case, or readers take it for one that did not run.
pub fn render(findings: &[Finding<'_>]) -> anyhow::Result<String> {
    let mut report = Report::new(NAME);
    if findings.is_empty() {
        let mut suite = suite(NAME);
        let mut case = TestCase::new("No errors found", TestCaseStatus::success());
        case.set_classname(NAME);
        suite.add_test_case(case);
        report.add_test_suite(suite);
    }
    for group in findings.chunk_by(|a, b| a.file.path == b.file.path) {
        let path = absolute(&group[0].file.path);
        let mut suite = suite(&path.display().to_string());
        let class = path.with_extension("").display().to_string();
        suite.add_test_cases(group.iter().map(|finding| case(finding, &class)));
        report.add_test_suite(suite);
    }
    Ok(report.to_string()?.trim_end().to_owned() + "\n")
}

fn suite(name: &str) -> TestSuite {
    let mut suite = TestSuite::new(name);
    suite.extra.insert("package".into(), PACKAGE.into());
    suite
}

fn case(finding: &Finding<'_>, class: &str) -> TestCase {
    let diagnostic = &finding.diagnostic;
    let start = finding.start();
    let mut status = TestCaseStatus::non_success(NonSuccessKind::Failure);
    status.set_message(diagnostic.message.as_str());
    status.set_description(format!(
        "line {}, col {}, {}",
        start.line, start.column, diagnostic.message
    ));
    let mut case = TestCase::new(format!("{PACKAGE}.{}", code(diagnostic)), status);
    case.set_classname(class);
    case.add_property(Property::new("severity", diagnostic.severity.name()));
    case.extra
        .insert("line".into(), start.line.to_string().into());
    case.extra
        .insert("column".into(), start.column.to_string().into());
    case
}

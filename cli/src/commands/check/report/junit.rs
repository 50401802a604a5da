//! A test report in JUnit's XML: a suite per file, a failed case per finding.

use quick_junit::{NonSuccessKind, Report, TestCase, TestCaseStatus, TestSuite};

use super::{Finding, code};

/// Name of the report and of the suite of a run without findings.
const NAME: &str = "gotchas";

/// Renders the report. A clean run is one passing case, or readers take it for one that did not run.
pub fn render(findings: &[Finding<'_>]) -> anyhow::Result<String> {
    let mut report = Report::new(NAME);
    if findings.is_empty() {
        let mut suite = TestSuite::new(NAME);
        suite.add_test_case(TestCase::new("No gotchas found", TestCaseStatus::success()));
        report.add_test_suite(suite);
    }
    for group in findings.chunk_by(|a, b| a.file.path == b.file.path) {
        let path = group[0].file.path.display().to_string();
        let mut suite = TestSuite::new(path.as_str());
        suite
            .extra
            .insert("package".into(), "org.workers-gotchas".into());
        suite.add_test_cases(group.iter().map(|finding| case(finding, &path)));
        report.add_test_suite(suite);
    }
    Ok(report.to_string()? + "\n")
}

fn case(finding: &Finding<'_>, path: &str) -> TestCase {
    let diagnostic = &finding.diagnostic;
    let start = finding.start();
    let mut status = TestCaseStatus::non_success(NonSuccessKind::Failure);
    status.set_type(diagnostic.severity.name());
    status.set_message(diagnostic.message.as_str());
    status.set_description(format!(
        "line {}, column {}, {}",
        start.line, start.column, diagnostic.message
    ));
    let mut case = TestCase::new(format!("{NAME}.{}", code(diagnostic)), status);
    case.set_classname(path);
    case.extra
        .insert("line".into(), start.line.to_string().into());
    case.extra
        .insert("column".into(), start.column.to_string().into());
    case
}

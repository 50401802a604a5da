//! Every snippet of the knowledge base is a test: a wrong one is flagged at its marked lines and nowhere else, a right
//! one not at all, and on each target only where the gotcha says that it bites.

use std::collections::BTreeSet;
use std::fmt::Write;
use std::path::Path;

use gotchas_catalog::{Catalogue, Code, Entry, Side, Snippet, Target};
use gotchas_checker::{Checker, Diagnostic, Project};

fn catalogue() -> Catalogue {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../gotchas");
    Catalogue::load(&folder).unwrap_or_else(|problems| panic!("{}", problems.render(false)))
}

/// Lines and codes.
type Findings = BTreeSet<(usize, Code)>;

fn found(code: &str, diagnostics: &[Diagnostic]) -> Findings {
    let line = |diagnostic: &Diagnostic| {
        let start = usize::from(diagnostic.range.start());
        code[..start].matches('\n').count() + 1
    };
    diagnostics
        .iter()
        .filter_map(|diagnostic| Some((line(diagnostic), diagnostic.code?)))
        .collect()
}

/// What a snippet must give on a target: the marked findings whose gotchas bite there.
fn expected(catalogue: &Catalogue, snippet: &Snippet, target: &Target) -> Findings {
    let bites = |code: Code| {
        let entry = catalogue.get(&code.to_string()).expect("a known code");
        entry.gotcha.severity_on(target).is_some()
    };
    let marked = snippet
        .expected
        .iter()
        .filter(|finding| bites(finding.code));
    marked.map(|finding| (finding.line, finding.code)).collect()
}

fn check(
    catalogue: &Catalogue,
    checker: &Checker,
    entry: &Entry,
    snippet: &Snippet,
    report: &mut String,
) {
    let targets = catalogue.runtimes.targets();
    let project = Project::single(Path::new("snippet.py"), &snippet.code);
    let per_target = checker.check_on(&project, &targets);
    for (target, diagnostics) in targets.iter().zip(per_target) {
        let found = found(&snippet.code, &diagnostics);
        let expected = expected(catalogue, snippet, target);
        if found == expected {
            continue;
        }
        let side = if snippet.side == Side::Wrong {
            "wrong"
        } else {
            "right"
        };
        let title = &entry.gotcha.examples[snippet.example].title;
        let _ = writeln!(
            report,
            "\n{} {} ({side}: {}) on {} with {:?}",
            entry.code(),
            entry.name,
            title.value,
            target.runtime,
            target.sdk
        );
        for (line, code) in expected.difference(&found) {
            let text = snippet.code.lines().nth(line - 1).unwrap_or_default();
            let _ = writeln!(report, "  missing {code} on line {line}: {text}");
        }
        for (line, code) in found.difference(&expected) {
            let text = snippet.code.lines().nth(line - 1).unwrap_or_default();
            let _ = writeln!(report, "  extra {code} on line {line}: {text}");
        }
        return;
    }
}

#[test]
fn every_snippet_is_judged_as_the_page_says() {
    let catalogue = catalogue();
    let checker =
        Checker::new(&catalogue).unwrap_or_else(|problems| panic!("{}", problems.render(false)));
    let mut report = String::new();
    for entry in catalogue.entries() {
        for snippet in entry.snippets() {
            check(&catalogue, &checker, entry, &snippet, &mut report);
        }
    }
    assert!(report.is_empty(), "{report}");
}

#[test]
fn every_active_gotcha_has_a_detector_and_a_wrong_snippet() {
    for entry in catalogue().entries() {
        assert!(
            !entry.gotcha.detect.is_empty(),
            "{} has no `detect:`",
            entry.path
        );
        let wrong = entry
            .snippets()
            .into_iter()
            .filter(|snippet| snippet.side == Side::Wrong);
        assert!(
            wrong
                .into_iter()
                .any(|snippet| !snippet.expected.is_empty()),
            "{} marks nothing",
            entry.path
        );
    }
}

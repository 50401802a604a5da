//! What is to be executed.

use std::path::Path;

use gotchas_catalog::{Catalogue, Entry, Measured, Sdk, Side, Target};
use gotchas_checker::Checker;

/// One snippet on one target.
#[derive(Debug, Clone, PartialEq)]
pub struct Case {
    /// Name of the gotcha.
    pub gotcha: String,
    /// Index of the example.
    pub example: usize,
    /// Title of the example.
    pub title: String,
    /// Which of its snippets.
    pub side: Side,
    /// Where it runs.
    pub target: Target,
    /// Whether it is a wrong snippet with its fixes applied: not recorded, but it must work.
    pub fixed: bool,
    /// The snippet, without what is for readers only.
    pub code: String,
}

/// All cases of a gotcha, in the order of the page and of the targets.
pub fn cases(entry: &Entry, catalogue: &Catalogue) -> Vec<Case> {
    let targets = entry.gotcha.targets(&catalogue.runtimes);
    let mut cases = vec![];
    for snippet in entry.snippets() {
        for target in &targets {
            let measured = entry.gotcha.measured(snippet.example, snippet.side, target);
            if measured == Some(Measured::Yes) {
                cases.push(Case {
                    gotcha: entry.name.clone(),
                    example: snippet.example,
                    title: entry.gotcha.examples[snippet.example].title.value.clone(),
                    side: snippet.side,
                    target: target.clone(),
                    fixed: false,
                    code: snippet.code.clone(),
                });
            }
        }
    }
    cases
}

/// The wrong snippets of a gotcha that the checker can mend, mended, on the targets they were measured on.
pub fn fixed_cases(cases: &[Case], checker: &Checker) -> Vec<Case> {
    let wrong = cases.iter().filter(|case| case.side == Side::Wrong);
    let mended = wrong.map(|case| Case {
        fixed: true,
        code: checker.mend(Path::new("snippet.py"), &case.code, &case.target),
        ..case.clone()
    });
    let originals = cases.iter().filter(|case| case.side == Side::Wrong);
    let changed = mended
        .zip(originals)
        .filter(|(fixed, case)| fixed.code != case.code);
    changed.map(|(fixed, _)| fixed).collect()
}

/// Folders of the harness that hold the packages of a target.
pub(crate) fn folders(target: &Target, packages: bool) -> Vec<String> {
    let sdk = match &target.sdk {
        Sdk::Bundled => "bundled".to_owned(),
        Sdk::Release(version) => format!("sdk-{version}"),
    };
    let pure = packages.then(|| ["pure", "stand-ins"].map(str::to_owned));
    std::iter::once(sdk)
        .chain(pure.into_iter().flatten())
        .collect()
}

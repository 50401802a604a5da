//! What is to be executed.

use gotchas_catalog::{Catalogue, Entry, Measured, Sdk, Side, Target};

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
                    code: snippet.code.clone(),
                });
            }
        }
    }
    cases
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

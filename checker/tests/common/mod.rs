//! What the tests of robustness share.

use std::path::Path;
use std::sync::LazyLock;

use gotchas_catalog::Catalogue;
use gotchas_checker::{Checker, Diagnostic, Project};

/// The knowledge base of this repository.
pub static CATALOGUE: LazyLock<Catalogue> = LazyLock::new(|| {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../gotchas");
    Catalogue::load(&folder).unwrap_or_else(|problems| panic!("{}", problems.render(false)))
});

/// A checker of all its rules.
pub static CHECKER: LazyLock<Checker> = LazyLock::new(|| {
    Checker::new(&CATALOGUE).unwrap_or_else(|problems| panic!("{}", problems.render(false)))
});

/// Checks a project for the newest runtime.
pub fn check(project: &Project) -> Vec<Diagnostic> {
    CHECKER.check(project, &CATALOGUE.runtimes.newest())
}

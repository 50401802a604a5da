//! What the checker offers to mend is mended by it.

use std::{path::Path, sync::LazyLock};

use gotchas_catalog::{Catalogue, Side};
use gotchas_checker::Checker;
use gotchas_tests::root;

static CATALOGUE: LazyLock<Catalogue> = LazyLock::new(|| {
    Catalogue::load(&root().join("gotchas"))
        .unwrap_or_else(|problems| panic!("{}", problems.render(false)))
});

#[test]
fn a_wrong_snippet_with_its_fixes_applied_is_clean() {
    let checker = Checker::new(&CATALOGUE).expect("the rules compile");
    let path = Path::new("snippet.py");
    let mut fixed = 0;
    for entry in CATALOGUE.entries() {
        let declared = entry
            .gotcha
            .detect
            .iter()
            .any(|one| !one.report().fix.is_empty());
        let mut offered = false;
        for snippet in entry.snippets() {
            for target in CATALOGUE.runtimes.targets() {
                let found = checker.check_source(path, &snippet.code, &target);
                let fixable: Vec<_> = found.iter().filter(|one| one.fix.is_some()).collect();
                if fixable.is_empty() {
                    continue;
                }
                assert_eq!(snippet.side, Side::Wrong);
                offered |= fixable.iter().any(|one| one.code == Some(entry.code()));
                let mended = checker.mend(path, &snippet.code, &target);
                let left = checker.check_source(path, &mended, &target);
                let place = format!("{} on {target}:\n{mended}", entry.code());
                assert!(
                    left.len() + fixable.len() <= found.len(),
                    "{place}\n{left:#?}"
                );
                assert!(
                    left.iter().all(|one| one.code.is_some()),
                    "{place}\n{left:#?}"
                );
                fixed += 1;
            }
        }
        assert_eq!(
            declared,
            offered,
            "{}: a fix that no example shows",
            entry.code()
        );
    }
    assert!(fixed > 100, "only {fixed} snippets were mended");
}

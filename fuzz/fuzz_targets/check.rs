//! Any text is checked: no panic, no hang, places that are in it, and fixes that leave valid Python valid.

#![no_main]

use std::path::Path;
use std::sync::LazyLock;

use gotchas_catalog::Catalogue;
use gotchas_checker::{Checker, Diagnostic, fix};
use libfuzzer_sys::fuzz_target;

static CATALOGUE: LazyLock<Catalogue> = LazyLock::new(|| {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../gotchas");
    Catalogue::load(&folder).unwrap_or_else(|problems| panic!("{}", problems.render(false)))
});

static CHECKER: LazyLock<Checker> = LazyLock::new(|| {
    Checker::new(&CATALOGUE).unwrap_or_else(|problems| panic!("{}", problems.render(false)))
});

fn is_broken(found: &[Diagnostic]) -> bool {
    found.iter().any(|diagnostic| diagnostic.code.is_none())
}

fuzz_target!(|bytes: &[u8]| {
    let source = String::from_utf8_lossy(bytes);
    for target in CATALOGUE.runtimes.targets() {
        let check = |text: &str| CHECKER.check_source(Path::new("worker.py"), text, &target);
        let found = check(&source);
        for diagnostic in &found {
            let place = usize::from(diagnostic.range.start())..usize::from(diagnostic.range.end());
            assert!(source.get(place).is_some(), "{diagnostic:?}");
            assert!(!diagnostic.message.contains('\n'), "{diagnostic:?}");
        }
        let fixes: Vec<&fix::Fix> = found.iter().filter_map(|one| one.fix.as_ref()).collect();
        if !fixes.is_empty() && !is_broken(&found) {
            let (mended, _) = fix::apply(&source, &fixes);
            assert!(!is_broken(&check(&mended)), "{mended}");
        }
    }
});

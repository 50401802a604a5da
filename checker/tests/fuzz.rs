//! Arbitrary and damaged input: the checker answers, always the same, and every place it names is in the file.

mod common;

use std::fs;
use std::path::Path;
use std::sync::LazyLock;

use gotchas_checker::Project;
use proptest::prelude::*;
use proptest::sample::{Index, select};
use walkdir::WalkDir;

use common::check;

/// The corpus of the rules.
static CORPUS: LazyLock<Vec<String>> = LazyLock::new(|| {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/checker/cases");
    let files = WalkDir::new(folder).sort_by_file_name().into_iter();
    files
        .filter_map(Result::ok)
        .filter(|entry| entry.path().extension().is_some_and(|end| end == "py"))
        .map(|entry| fs::read_to_string(entry.path()).expect("a case"))
        .collect()
});

/// What is put into a file to damage it.
const SCRAPS: [&str; 24] = [
    "(",
    ")",
    "[",
    "]",
    "{",
    "}",
    ":",
    ",",
    "=",
    "*",
    "**",
    "await ",
    "lambda: ",
    "if ",
    "else ",
    "\n",
    "\n    ",
    "\t",
    "\"\"\"",
    "f\"{",
    "\\",
    "\0",
    "é\u{202e}",
    "\u{feff}",
];

fn holds_up(source: &str) -> Result<(), TestCaseError> {
    let project = Project::single(Path::new("worker.py"), source);
    for diagnostic in check(&project) {
        let place = usize::from(diagnostic.range.start())..usize::from(diagnostic.range.end());
        prop_assert!(source.get(place).is_some(), "{diagnostic:?}");
        prop_assert!(!diagnostic.message.contains('\n'), "{diagnostic:?}");
    }
    Ok(())
}

/// The byte of `text` at or before a position that may be cut.
fn boundary(text: &str, at: Index) -> usize {
    text.floor_char_boundary(at.index(text.len() + 1))
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 192, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_bytes(bytes in prop::collection::vec(any::<u8>(), 0..600)) {
        holds_up(&String::from_utf8_lossy(&bytes))?;
    }

    #[test]
    fn a_damaged_file(
        file in any::<Index>(),
        damages in prop::collection::vec((any::<Index>(), any::<Index>(), select(&SCRAPS[..])), 1..6),
    ) {
        let mut source = file.get(&CORPUS).clone();
        for (start, end, scrap) in damages {
            let start = boundary(&source, start);
            let end = source.floor_char_boundary(start + end.index(40));
            source.replace_range(start..end.max(start), scrap);
        }
        holds_up(&source)?;
    }

    #[test]
    fn lines_in_any_order(
        (first, second) in any::<(Index, Index)>(),
        picks in prop::collection::vec((any::<bool>(), any::<Index>(), 0..6usize), 1..60),
    ) {
        let lines = |index: Index| -> Vec<&str> { index.get(&CORPUS).lines().collect() };
        let (first, second) = (lines(first), lines(second));
        let mut source = String::new();
        for (other, line, indent) in picks {
            let line = line.get(if other { &second } else { &first });
            source += &format!("{}{}\n", "    ".repeat(indent), line.trim_start());
        }
        holds_up(&source)?;
    }
}

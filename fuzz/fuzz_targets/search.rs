//! Any text is searched for: no panic, and the best hit comes first.

#![no_main]

use std::path::Path;
use std::sync::LazyLock;

use gotchas_catalog::Catalogue;
use gotchas_search::{Query, Searcher, build_index};
use libfuzzer_sys::fuzz_target;

static SEARCHER: LazyLock<Searcher> = LazyLock::new(|| {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../gotchas");
    let catalogue =
        Catalogue::load(&folder).unwrap_or_else(|problems| panic!("{}", problems.render(false)));
    Searcher::open(build_index(&catalogue).into_bytes()).expect("an index just made")
});

fuzz_target!(|bytes: &[u8]| {
    let text = String::from_utf8_lossy(bytes);
    let hits = SEARCHER.search(&Query::new(text.clone()));
    assert!(hits.is_sorted_by(|a, b| (a.reason, a.score) >= (b.reason, b.score)));
    SEARCHER.suggest(&Query::new(text));
});

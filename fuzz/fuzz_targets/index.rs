//! Any bytes are opened as an index: they are one, or there is an error; what opens can be searched.

#![no_main]

use std::path::Path;
use std::sync::LazyLock;

use gotchas_catalog::Catalogue;
use gotchas_search::{Query, Searcher, build_index};
use libfuzzer_sys::fuzz_target;

static INDEX: LazyLock<Vec<u8>> = LazyLock::new(|| {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../gotchas");
    let catalogue =
        Catalogue::load(&folder).unwrap_or_else(|problems| panic!("{}", problems.render(false)));
    build_index(&catalogue).into_bytes()
});

/// The index with some of its bytes changed, and cut where the input says so: four bytes each, a place and a value.
fn damaged(bytes: &[u8]) -> Vec<u8> {
    let mut index = INDEX.clone();
    for patch in bytes.chunks_exact(4) {
        let at = u32::from_be_bytes([0, patch[0], patch[1], patch[2]]) as usize;
        match index.get_mut(at) {
            Some(byte) => *byte = patch[3],
            None => index.truncate(at % (INDEX.len() + 1)),
        }
    }
    index
}

fuzz_target!(|bytes: &[u8]| {
    for index in [bytes.to_vec(), damaged(bytes)] {
        if let Ok(searcher) = Searcher::open(index) {
            searcher.search(&Query::new("JsProxy"));
        }
    }
});

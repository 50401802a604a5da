//! The catalogue and its search index, frozen into the program when it is built.
//!
//! The build script reads `gotchas/` and `evidence/`, validates them and writes both forms; a mistake in a gotcha stops
//! the build. At run time nothing is read from disk: the index is searched where it lies in the program, and the
//! catalogue is parsed once, when somebody asks for it. A search does not ask.

use std::sync::LazyLock;

use gotchas_catalog::Catalogue;
use gotchas_search::Searcher;

static CATALOGUE: LazyLock<Catalogue> = LazyLock::new(|| {
    let json = include_str!(concat!(env!("OUT_DIR"), "/catalogue.json"));
    Catalogue::from_json(json).expect("the build script wrote this catalogue with the same types")
});

/// The catalogue that the program was built with. The first call parses it, which takes a few milliseconds.
pub fn catalogue() -> &'static Catalogue {
    &CATALOGUE
}

/// The packed search index of [`catalogue`].
pub fn index() -> &'static [u8] {
    include_bytes!(concat!(env!("OUT_DIR"), "/search.index"))
}

/// Opens [`index`] for searching, which takes some microseconds and parses no catalogue.
pub fn searcher() -> Searcher {
    Searcher::open(index()).expect("the build script wrote this index in the same format")
}

#[cfg(test)]
mod tests {
    use gotchas_search::Query;

    #[test]
    fn the_index_holds_the_catalogue() {
        let searcher = super::searcher();
        assert!(!super::catalogue().entries().is_empty());
        for entry in super::catalogue().entries() {
            let hits = searcher.search(&Query::new(entry.code().to_string()));
            assert_eq!(hits.first().map(|hit| &hit.name), Some(&entry.name));
        }
    }
}

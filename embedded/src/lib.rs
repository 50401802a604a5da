//! The catalogue and its search index, frozen into the program when it is built.
//!
//! The build script reads `gotchas/` and `evidence/`, validates them and writes both forms; a mistake in a gotcha stops
//! the build. At run time nothing is read from disk: the index is searched where it lies in the program, and of the
//! catalogue no more is parsed than a command needs: [`outlines`] for a list, [`excerpt`] for one gotcha, [`catalogue`]
//! for all. A search asks for none.

mod outline;

use std::sync::LazyLock;

use gotchas_catalog::Catalogue;
use gotchas_search::Searcher;

pub use outline::Outline;

/// Name, code and JSON of each gotcha, by code.
static ENTRIES: &[(&str, &str, &str)] = &include!(concat!(env!("OUT_DIR"), "/entries.rs"));
/// Members of the catalogue's JSON that every page needs.
const SHARED: &str = include_str!(concat!(env!("OUT_DIR"), "/shared.json"));
/// Members that only a search of additional gotchas and the checker need.
const MORE: &str = include_str!(concat!(env!("OUT_DIR"), "/more.json"));
/// The same members with nothing in them.
const NO_MORE: &str = "\"synonyms\":{},\"platform\":{}";

static CATALOGUE: LazyLock<Catalogue> = LazyLock::new(|| {
    let entries: Vec<&str> = ENTRIES.iter().map(|(.., json)| *json).collect();
    assembled(MORE, &entries.join(","))
});

static OUTLINES: LazyLock<Vec<Outline>> = LazyLock::new(|| {
    let json = include_str!(concat!(env!("OUT_DIR"), "/outlines.json"));
    serde_json::from_str(json).expect("the build script wrote these outlines with the same types")
});

/// The catalogue that the program was built with. The first call parses it, which takes about a millisecond.
pub fn catalogue() -> &'static Catalogue {
    &CATALOGUE
}

/// A catalogue of a single gotcha of [`catalogue`], by its name or code, without synonyms and model of the platform.
pub fn excerpt(name_or_code: &str) -> Option<Catalogue> {
    let wanted = name_or_code.trim();
    let is_it = |handle: &str| handle.eq_ignore_ascii_case(wanted);
    let mut entries = ENTRIES.iter();
    let (.., json) = entries.find(|(name, code, _)| is_it(name) || is_it(code))?;
    Some(assembled(NO_MORE, json))
}

/// What a list says of each gotcha of [`catalogue`], by code.
pub fn outlines() -> &'static [Outline] {
    &OUTLINES
}

fn assembled(more: &str, entries: &str) -> Catalogue {
    let json = format!("{{{SHARED},{more},\"gotchas\":[{entries}]}}");
    Catalogue::from_json(&json).expect("the build script wrote this catalogue with the same types")
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

    use super::*;

    #[test]
    fn the_index_holds_the_catalogue() {
        let searcher = searcher();
        assert!(!catalogue().entries().is_empty());
        for entry in catalogue().entries() {
            let hits = searcher.search(&Query::new(entry.code().to_string()));
            assert_eq!(hits.first().map(|hit| &hit.name), Some(&entry.name));
        }
    }

    #[test]
    fn the_parts_are_those_of_the_whole() {
        let whole = catalogue();
        assert_eq!(outlines().len(), whole.entries().len());
        for (entry, outline) in whole.entries().iter().zip(outlines()) {
            assert_eq!(*outline, Outline::new(entry, whole));
            for handle in [entry.name.to_uppercase(), entry.code().to_string()] {
                let part = excerpt(&handle).expect("it is there");
                assert_eq!(part.entries().len(), 1);
                assert_eq!(part.entries()[0].gotcha, entry.gotcha);
                assert_eq!(part.entries()[0].evidence, entry.evidence);
                assert_eq!(part.runtimes, whole.runtimes);
                assert_eq!(part.categories, whole.categories);
            }
        }
        assert!(excerpt("CFW4").is_none());
    }
}

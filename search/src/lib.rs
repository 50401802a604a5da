//! Finds the gotcha for an error message or a question.
//!
//! [`build_index`] turns a catalogue into a [`PackedIndex`]: one run of bytes, the same for the same catalogue, that the
//! program embeds and the site publishes. [`Searcher::open`] opens such bytes where they lie, and [`Searcher::search`]
//! answers a [`Query`] with [`Hit`]s. Nothing here touches a file, a clock, a thread or the network.
//!
//! A query is read first (`paste`): a traceback or a log gives its error lines, everything else its words (`piece`,
//! `words`, `analysis`). A code or a name (`handles`) goes first, then a gotcha one of whose symptoms stands in the query word for
//! word (`symptoms`, `messages`, `template`), then the rest by BM25 over their parts (`rank`) and by the lines of them that have
//! most of the query together (`phrases`), where a misspelled, unfinished or synonymous word (`dictionary`, `thesaurus`) counts
//! less than one that is right. An identifier counts as a whole wherever it stands (`slot`). Where all of that is too little for what
//! was asked, nothing is found (`candidate`): what a word tells about that is not how rare it is here, but how common everywhere
//! (`background`).

mod analysis;
mod ask;
mod background;
mod build;
mod candidate;
mod detected;
mod dictionary;
mod directory;
mod document;
mod excerpt;
mod extract;
mod handles;
mod index;
mod messages;
mod packed;
mod pages;
mod paste;
mod phrases;
mod piece;
mod query;
mod rank;
mod schema;
mod searcher;
mod slot;
mod stop_words;
mod symptoms;
mod template;
#[cfg(test)]
mod tests;
mod thesaurus;
mod words;

use gotchas_catalog::Catalogue;

pub use packed::{FORMAT_VERSION, MANIFEST, OpenError, PackedIndex};
pub use query::{Excerpt, Filters, Hit, Query, Reason, Suggestion};
pub use schema::Part;
pub use searcher::{Bytes, Searcher};

/// Indexes a catalogue. The bytes depend on nothing but the catalogue.
pub fn build_index(catalogue: &Catalogue) -> PackedIndex {
    let documents: Vec<_> = catalogue
        .entries()
        .iter()
        .map(|entry| document::Document::new(entry, catalogue))
        .collect();
    build::pack(&documents, &catalogue.synonyms)
}

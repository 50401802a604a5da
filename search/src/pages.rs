//! What results show, beside the index: one file, of which a query reads the gotchas that it compares.
//!
//! ```text
//! u32       number of gotchas
//! u32 …     where each part begins, three a gotcha, and where the last one ends, from the start of the contents
//! contents  card as JSON, lines, passages as JSON, of each gotcha in the order of the index
//! ```

use tantivy::{DocId, directory::OwnedBytes};

use crate::{
    document::{Document, Passage},
    phrases,
    schema::Card,
};

/// Parts of a page.
const PARTS: usize = 3;

/// The pages of an index, where they lie.
pub(crate) struct Pages {
    bytes: OwnedBytes,
    contents: usize,
    count: usize,
}

/// What is stored about a gotcha.
pub(crate) struct Page {
    pub(crate) card: Card,
    lines: OwnedBytes,
    passages: OwnedBytes,
}

impl Pages {
    /// The bytes that [`Pages::open`] takes.
    pub(crate) fn pack(documents: &[Document]) -> Vec<u8> {
        let parts: Vec<Vec<u8>> = documents.iter().flat_map(parts).collect();
        let mut bytes = (documents.len() as u32).to_le_bytes().to_vec();
        let mut at = 0u32;
        bytes.extend(at.to_le_bytes());
        for part in &parts {
            at += part.len() as u32;
            bytes.extend(at.to_le_bytes());
        }
        bytes.extend(parts.concat());
        bytes
    }

    /// Opens packed pages; none if the bytes are something else, or pages of another number of gotchas.
    pub(crate) fn open(bytes: OwnedBytes, count: usize) -> Option<Pages> {
        let stated = u32::from_le_bytes(bytes.get(..4)?.try_into().ok()?) as usize;
        let contents = 4 + 4 * (PARTS * count + 1);
        let pages = Pages {
            bytes,
            contents,
            count,
        };
        let places = (0..=PARTS * count).map(|part| pages.place(part).unwrap_or(usize::MAX));
        let fits = stated == count && places.is_sorted_by(|a, b| a <= b);
        let end = pages.place(PARTS * count)?;
        (fits && contents.checked_add(end)? == pages.bytes.len()).then_some(pages)
    }

    /// The page of a gotcha.
    pub(crate) fn page(&self, document: DocId) -> tantivy::Result<Page> {
        let first = PARTS * document as usize;
        let part = |part: usize| {
            let (from, to) = (self.place(first + part)?, self.place(first + part + 1)?);
            Some(self.bytes.slice(self.contents + from..self.contents + to))
        };
        let there = ((document as usize) < self.count).then_some(());
        let parts = there.and_then(|()| Some((part(0)?, part(1)?, part(2)?)));
        let (card, lines, passages) = parts.ok_or_else(|| {
            tantivy::TantivyError::InternalError(format!("there is no page {document}"))
        })?;
        Ok(Page {
            card: parse(&card)?,
            lines,
            passages,
        })
    }

    fn place(&self, part: usize) -> Option<usize> {
        let at = 4 + 4 * part;
        let place = self.bytes.get(at..at + 4)?;
        Some(u32::from_le_bytes(place.try_into().ok()?) as usize)
    }
}

impl Page {
    /// What [`phrases`] compares queries with.
    pub(crate) fn lines(&self) -> &str {
        std::str::from_utf8(&self.lines).unwrap_or_default()
    }

    /// What a result can quote; parsed only for the results that are shown.
    pub(crate) fn passages(&self) -> tantivy::Result<Vec<Passage>> {
        parse(&self.passages)
    }
}

fn parts(document: &Document) -> [Vec<u8>; PARTS] {
    let quotable: Vec<&Passage> = document
        .passages
        .iter()
        .filter(|passage| passage.part.is_quotable())
        .collect();
    let json = "strings and numbers can always be written as JSON";
    [
        serde_json::to_vec(&document.card).expect(json),
        phrases::stored(&document.passages).into_bytes(),
        serde_json::to_vec(&quotable).expect(json),
    ]
}

fn parse<T: serde::de::DeserializeOwned>(json: &[u8]) -> tantivy::Result<T> {
    serde_json::from_slice(json)
        .map_err(|error| tantivy::TantivyError::InternalError(error.to_string()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn other_bytes_are_no_pages() {
        let open = |bytes: &[u8], count| Pages::open(OwnedBytes::new(bytes.to_vec()), count);
        assert!(open(&Pages::pack(&[]), 0).is_some());
        assert!(open(&Pages::pack(&[]), 1).is_none());
        assert!(open(b"", 0).is_none());
        assert!(open(&[0, 0, 0, 0, 9, 0, 0, 0], 0).is_none());
        assert!(open(&[255; 40], 1).is_none());
    }
}

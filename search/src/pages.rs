//! What results show, beside the index: one file, of which a query reads the gotchas that it compares.
//!
//! ```text
//! u32       number of gotchas
//! u32 …     where each section begins, seven a gotcha, and where the last one ends, from the start of the contents
//! contents  of each gotcha in the order of the index: its card as JSON, its lines, and as JSON what each of the parts says
//!           that can be quoted
//! ```

use tantivy::{DocId, directory::OwnedBytes};

use crate::{
    document::Document,
    phrases,
    schema::{Card, Part, QUOTABLE},
};

/// Sections of a page.
const SECTIONS: usize = 2 + QUOTABLE.len();

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
    quotable: [OwnedBytes; QUOTABLE.len()],
}

impl Pages {
    /// The bytes that [`Pages::open`] takes.
    pub(crate) fn pack(documents: &[Document]) -> Vec<u8> {
        let sections: Vec<Vec<u8>> = documents.iter().flat_map(sections).collect();
        let mut bytes = (documents.len() as u32).to_le_bytes().to_vec();
        let mut at = 0u32;
        bytes.extend(at.to_le_bytes());
        for section in &sections {
            at += section.len() as u32;
            bytes.extend(at.to_le_bytes());
        }
        bytes.extend(sections.concat());
        bytes
    }

    /// Opens packed pages; none if the bytes are something else, or pages of another number of gotchas.
    pub(crate) fn open(bytes: OwnedBytes, count: usize) -> Option<Pages> {
        let stated = u32::from_le_bytes(bytes.get(..4)?.try_into().ok()?) as usize;
        let contents = 4 + 4 * (SECTIONS * count + 1);
        let pages = Pages {
            bytes,
            contents,
            count,
        };
        let places =
            (0..=SECTIONS * count).map(|section| pages.place(section).unwrap_or(usize::MAX));
        let fits = stated == count && places.is_sorted_by(|a, b| a <= b);
        let end = pages.place(SECTIONS * count)?;
        (fits && contents.checked_add(end)? == pages.bytes.len()).then_some(pages)
    }

    /// The page of a gotcha.
    pub(crate) fn page(&self, document: DocId) -> tantivy::Result<Page> {
        let missing =
            || tantivy::TantivyError::InternalError(format!("there is no page {document}"));
        let first = SECTIONS * document as usize;
        if document as usize >= self.count {
            return Err(missing());
        }
        let section = |at: usize| self.section(first + at).ok_or_else(missing);
        let mut quotable = std::array::from_fn(|_| OwnedBytes::empty());
        for (at, section_of_part) in quotable.iter_mut().enumerate() {
            *section_of_part = section(2 + at)?;
        }
        Ok(Page {
            card: parse(&section(0)?)?,
            lines: section(1)?,
            quotable,
        })
    }

    fn section(&self, at: usize) -> Option<OwnedBytes> {
        let (from, to) = (self.place(at)?, self.place(at + 1)?);
        Some(self.bytes.slice(self.contents + from..self.contents + to))
    }

    fn place(&self, section: usize) -> Option<usize> {
        let at = 4 + 4 * section;
        let place = self.bytes.get(at..at + 4)?;
        Some(u32::from_le_bytes(place.try_into().ok()?) as usize)
    }
}

impl Page {
    /// What [`phrases`] compares queries with.
    pub(crate) fn lines(&self) -> &str {
        std::str::from_utf8(&self.lines).unwrap_or_default()
    }

    /// What a part says that a result can quote; nothing else of the page is parsed.
    pub(crate) fn texts(&self, part: Part) -> tantivy::Result<Vec<String>> {
        let section = QUOTABLE.iter().position(|quotable| *quotable == part);
        section.map_or(Ok(Vec::new()), |section| parse(&self.quotable[section]))
    }
}

fn sections(document: &Document) -> [Vec<u8>; SECTIONS] {
    let json = "strings and numbers can always be written as JSON";
    let mut sections = std::array::from_fn(|_| Vec::new());
    sections[0] = serde_json::to_vec(&document.card).expect(json);
    sections[1] = phrases::stored(&document.passages).into_bytes();
    for (section, part) in sections[2..].iter_mut().zip(QUOTABLE) {
        let of_part = document
            .passages
            .iter()
            .filter(|passage| passage.part == part);
        let texts: Vec<&str> = of_part.map(|passage| passage.text.as_str()).collect();
        *section = serde_json::to_vec(&texts).expect(json);
    }
    sections
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

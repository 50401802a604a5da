//! The index's words: how rare they are, what a misspelled or unfinished one may mean.

use std::sync::Arc;

use tantivy::{InvertedIndexReader, SegmentReader, Term, query::FuzzyTermQuery, schema::Field};

use crate::{
    analysis::{Analysis, stem},
    schema::{Fields, Part},
};

/// Corrections of one word that are tried.
const MOST_CORRECTIONS: usize = 3;

/// Completions of one word that are tried.
const MOST_COMPLETIONS: usize = 6;

/// A word that stands in for another.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Stand {
    /// The word of the index.
    pub(crate) text: String,
    /// How sure it is, from 0 to 1.
    pub(crate) likeness: f32,
}

/// The words that occur anywhere in the gotchas.
pub(crate) struct Dictionary {
    written: Arc<InvertedIndexReader>,
    stems: Arc<InvertedIndexReader>,
    vocabulary: Field,
    prose: Field,
    /// The parts where names stand, by their fields.
    names: Vec<(Field, Arc<InvertedIndexReader>)>,
    documents: u32,
}

impl Dictionary {
    pub(crate) fn open(segment: &SegmentReader, fields: &Fields) -> tantivy::Result<Dictionary> {
        let prose = fields.of(Part::Prose).unwrap_or(fields.vocabulary);
        let exact = fields
            .ranked()
            .filter(|(_, analysis, ..)| *analysis == Analysis::Exact);
        let names = exact
            .map(|(.., field)| Ok((field, segment.inverted_index(field)?)))
            .collect::<tantivy::Result<_>>()?;
        Ok(Dictionary {
            names,
            written: segment.inverted_index(fields.vocabulary)?,
            stems: segment.inverted_index(prose)?,
            vocabulary: fields.vocabulary,
            prose,
            documents: segment.max_doc(),
        })
    }

    /// In how many gotchas a word occurs, in this or another inflection.
    pub(crate) fn frequency(&self, word: &str) -> tantivy::Result<u32> {
        let written = self
            .written
            .doc_freq(&Term::from_field_text(self.vocabulary, word))?;
        let stemmed = self
            .stems
            .doc_freq(&Term::from_field_text(self.prose, &stem(word)))?;
        Ok(written.max(stemmed))
    }

    /// Whether some gotcha has a word as it is written, not only in another inflection.
    pub(crate) fn has(&self, word: &str) -> tantivy::Result<bool> {
        let term = Term::from_field_text(self.vocabulary, word);
        Ok(self.written.doc_freq(&term)? > 0)
    }

    /// Whether a word is part of a name, a message or code.
    pub(crate) fn is_name(&self, word: &str) -> tantivy::Result<bool> {
        for (field, terms) in &self.names {
            if terms.doc_freq(&Term::from_field_text(*field, word))? > 0 {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// How much a word tells that so many gotchas have.
    pub(crate) fn rarity_of(&self, frequency: u32) -> f32 {
        rarity(frequency, self.documents)
    }

    /// How much a word tells: much if few gotchas have it, most if none has.
    pub(crate) fn rarity(&self, word: &str) -> tantivy::Result<f32> {
        Ok(self.rarity_of(self.frequency(word)?))
    }

    /// The words of the index nearest to one that is not in it.
    pub(crate) fn corrections(&self, word: &str) -> tantivy::Result<Vec<Stand>> {
        let reach = match word.chars().count() {
            0..4 => return Ok(Vec::new()),
            4..8 => 1,
            8..48 => 2,
            _ => return Ok(Vec::new()),
        };
        let mut found = Vec::new();
        for distance in 1..=reach {
            let term = Term::from_field_text(self.vocabulary, word);
            let automaton = FuzzyTermQuery::new(term, distance, true).automaton()?;
            let mut stream = self.written.terms().search(automaton).into_stream()?;
            while let Some((text, info)) = stream.next() {
                if let Ok(text) = std::str::from_utf8(text) {
                    found.push((stand_for(word, text, distance), info.doc_freq));
                }
            }
            if !found.is_empty() {
                break;
            }
        }
        Ok(best(found, MOST_CORRECTIONS))
    }

    /// Words of the index that begin like this one, the frequent ones first.
    pub(crate) fn completions(&self, beginning: &str) -> tantivy::Result<Vec<Stand>> {
        if beginning.chars().count() < 2 {
            return Ok(Vec::new());
        }
        let mut found = Vec::new();
        let mut stream = self.written.terms().range().ge(beginning).into_stream()?;
        while let Some((text, info)) = stream.next() {
            if !text.starts_with(beginning.as_bytes()) {
                break;
            }
            if let Ok(text) = std::str::from_utf8(text)
                && text != beginning
            {
                // The less is missing, the likelier.
                let likeness = 0.4 + 0.4 * beginning.len() as f32 / text.len() as f32;
                found.push((
                    Stand {
                        text: text.to_owned(),
                        likeness,
                    },
                    info.doc_freq,
                ));
            }
        }
        Ok(best(found, MOST_COMPLETIONS))
    }
}

/// The logarithm that BM25 weighs terms with.
pub(crate) fn rarity(frequency: u32, documents: u32) -> f32 {
    let (frequency, documents) = (frequency.min(documents) as f32, documents as f32);
    (1.0 + (documents - frequency + 0.5) / (frequency + 0.5)).ln()
}

fn stand_for(word: &str, text: &str, distance: u8) -> Stand {
    let near = match (distance, word.chars().count()) {
        // Many a short word is a letter away from another.
        (1, 0..=4) => 0.6,
        (1, 5) => 0.7,
        (1, _) => 0.8,
        _ => 0.6,
    };
    let likeness = if text.chars().next() == word.chars().next() {
        near
    } else {
        near * 0.8
    };
    Stand {
        text: text.to_owned(),
        likeness,
    }
}

fn best(mut found: Vec<(Stand, u32)>, most: usize) -> Vec<Stand> {
    found.sort_by(|(a, often_a), (b, often_b)| {
        b.likeness
            .total_cmp(&a.likeness)
            .then(often_b.cmp(often_a))
            .then_with(|| a.text.cmp(&b.text))
    });
    found
        .into_iter()
        .take(most)
        .map(|(stand, _)| stand)
        .collect()
}

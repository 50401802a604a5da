//! BM25 over the parts of the gotchas.

use std::sync::Arc;

use rustc_hash::FxHashMap;
use tantivy::{
    DocId, DocSet, InvertedIndexReader, SegmentReader, TERMINATED, Term,
    fieldnorm::FieldNormReader,
    postings::Postings,
    schema::{Field, IndexRecordOption},
};

use crate::{
    analysis::{Analysis, stem},
    dictionary::rarity,
    schema::{Fields, Part},
    slot::{Alternative, Slot},
};

/// How soon more occurrences of a term stop counting.
const SATURATION: f32 = 1.2;

/// How much a long text is held against a match, from 0 to 1.
const LENGTH: f32 = 0.6;

/// How much a word counts again for every further part of a gotcha that has it.
const FURTHER_PARTS: f32 = 0.25;

/// How well an identifier must be found for the gotcha to have it.
const NAMED: f32 = 0.8;

/// How much a match of a whole identifier counts at least, whatever part it is in.
const WHOLE: f32 = 1.8;

/// How well a gotcha matches by its words.
#[derive(Debug, Clone, PartialEq, Default)]
pub(crate) struct Score {
    /// Sum over the words of the query.
    pub(crate) score: f32,
    /// How much of what the query tells was found.
    pub(crate) covered: f32,
    /// How much was found of what tells apart what is asked from everything else.
    pub(crate) evidence: f32,
    /// Whether it has an identifier of the query, whole.
    pub(crate) names: bool,
    /// The same by the words of the query.
    pub(crate) told: FxHashMap<usize, f32>,
    /// Where, in the order in which it was found, and how much was found there.
    pub(crate) parts: Vec<(Part, f32)>,
}

/// The parts of the gotchas, open for ranking.
pub(crate) struct Ranking {
    parts: Vec<RankedPart>,
    /// All words as they are written, and their field.
    written: Arc<InvertedIndexReader>,
    vocabulary: Field,
    documents: u32,
}

struct RankedPart {
    part: Part,
    analysis: Analysis,
    weight: f32,
    field: Field,
    terms: Arc<InvertedIndexReader>,
    lengths: FieldNormReader,
    average: f32,
}

impl Ranking {
    pub(crate) fn open(segment: &SegmentReader, fields: &Fields) -> tantivy::Result<Ranking> {
        let mut parts = Vec::new();
        for (part, analysis, weight, field) in fields.ranked() {
            let terms = segment.inverted_index(field)?;
            let average = terms.total_num_tokens() as f32 / segment.max_doc().max(1) as f32;
            let lengths = segment.get_fieldnorms_reader(field)?;
            parts.push(RankedPart {
                part,
                analysis,
                weight,
                field,
                terms,
                lengths,
                average,
            });
        }
        Ok(Ranking {
            parts,
            written: segment.inverted_index(fields.vocabulary)?,
            vocabulary: fields.vocabulary,
            documents: segment.max_doc(),
        })
    }

    /// Every gotcha that has any of the words.
    pub(crate) fn score(&self, slots: &[Slot]) -> tantivy::Result<FxHashMap<DocId, Score>> {
        let mut scores: FxHashMap<DocId, Score> = FxHashMap::default();
        for slot in slots {
            for (document, found) in self.find(slot)? {
                let score = scores.entry(document).or_default();
                score.score +=
                    slot.weight * (found.best + FURTHER_PARTS * (found.sum - found.best));
                score.covered += slot.worth() * found.factor;
                score.names |= slot.identifier && found.factor >= NAMED;
                for (word, told) in &slot.told {
                    let known = score.told.entry(*word).or_default();
                    *known = known.max(told * found.told);
                }
                for (part, here) in found.parts {
                    let here = slot.weight * here;
                    match score.parts.iter_mut().find(|(known, _)| *known == part) {
                        Some((_, sum)) => *sum += here,
                        None => score.parts.push((part, here)),
                    }
                }
            }
        }
        for score in scores.values_mut() {
            score.evidence = score.told.values().sum();
        }
        Ok(scores)
    }

    fn find(&self, slot: &Slot) -> tantivy::Result<FxHashMap<DocId, Found>> {
        let mut documents: FxHashMap<DocId, Found> = FxHashMap::default();
        // As each analysis writes them, once for all parts.
        let stems: Vec<String> = slot
            .alternatives
            .iter()
            .map(|alternative| stem(&alternative.text))
            .collect();
        let spelled = self.spelled(slot)?;
        let prose = |ranked: &&RankedPart| ranked.analysis == Analysis::Prose;
        for ranked in self.parts.iter().filter(|part| !(slot.name && prose(part))) {
            // Of alternatives in the same part the best counts.
            let mut here: FxHashMap<DocId, Here> = FxHashMap::default();
            for (at, alternative) in slot.alternatives.iter().enumerate() {
                let term = match ranked.analysis {
                    Analysis::Exact => &alternative.text,
                    Analysis::Prose => &stems[at],
                };
                let weight = match alternative.whole {
                    true => ranked.weight.max(WHOLE),
                    false => ranked.weight,
                };
                let spelled = |document: &DocId| match &spelled {
                    Some(documents) if alternative.whole => documents.contains(document),
                    _ => true,
                };
                let found = self.postings(ranked, term, weight)?.into_iter();
                for (document, score) in found.filter(|(document, _)| spelled(document)) {
                    let best = here.entry(document).or_default();
                    let score = score * alternative.factor;
                    if score > best.score {
                        *best = Here::new(score, alternative, ranked.part);
                    }
                }
            }
            for (document, here) in here {
                documents
                    .entry(document)
                    .or_default()
                    .add(ranked.part, here);
            }
        }
        Ok(documents)
    }

    /// The gotchas that have a slot's whole identifier as it is written, if it has one.
    fn spelled(&self, slot: &Slot) -> tantivy::Result<Option<Vec<DocId>>> {
        let Some(whole) = slot.alternatives.iter().find(|one| one.whole) else {
            return Ok(None);
        };
        let term = Term::from_field_text(self.vocabulary, &whole.text);
        let mut documents = Vec::new();
        if let Some(mut postings) = self
            .written
            .read_postings(&term, IndexRecordOption::Basic)?
        {
            while postings.doc() != TERMINATED {
                documents.push(postings.doc());
                postings.advance();
            }
        }
        Ok(Some(documents))
    }

    /// The gotchas that have a term in one part, with its score there.
    fn postings(
        &self,
        ranked: &RankedPart,
        text: &str,
        weight: f32,
    ) -> tantivy::Result<Vec<(DocId, f32)>> {
        let term = Term::from_field_text(ranked.field, text);
        let Some(info) = ranked.terms.get_term_info(&term)? else {
            return Ok(Vec::new());
        };
        let weight = weight * rarity(info.doc_freq, self.documents);
        let mut postings = ranked
            .terms
            .read_postings_from_terminfo(&info, IndexRecordOption::WithFreqs)?;
        let mut found = Vec::with_capacity(info.doc_freq as usize);
        while postings.doc() != TERMINATED {
            let length = ranked.lengths.fieldnorm(postings.doc()) as f32 / ranked.average;
            let often = postings.term_freq() as f32;
            let saturated = often * (SATURATION + 1.0)
                / (often + SATURATION * (1.0 - LENGTH + LENGTH * length));
            found.push((postings.doc(), weight * saturated));
            postings.advance();
        }
        Ok(found)
    }
}

/// What one word of the query found in a part of a gotcha.
#[derive(Default)]
struct Here {
    score: f32,
    factor: f32,
    /// How much of the word it is, where it says what the gotcha is about.
    told: f32,
}

impl Here {
    fn new(score: f32, alternative: &Alternative, part: Part) -> Here {
        let about = match alternative.whole {
            true => 1.0,
            false => part.aboutness(),
        };
        Here {
            score,
            factor: alternative.factor,
            told: alternative.told * about,
        }
    }
}

/// What one word of the query found in a gotcha.
#[derive(Default)]
struct Found {
    best: f32,
    sum: f32,
    factor: f32,
    told: f32,
    parts: Vec<(Part, f32)>,
}

impl Found {
    fn add(&mut self, part: Part, here: Here) {
        self.best = self.best.max(here.score);
        self.sum += here.score;
        self.factor = self.factor.max(here.factor);
        self.told = self.told.max(here.told);
        self.parts.push((part, here.score));
    }
}

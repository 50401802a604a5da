//! From a query to its hits.

use std::fmt;

use rustc_hash::{FxHashMap, FxHashSet};

use tantivy::{DocId, directory::OwnedBytes};

use crate::{
    ask::{self, Slot},
    document::message_term,
    excerpt::Marker,
    handles::{self, Handle},
    index::{OpenIndex, OpenSegment, Page},
    packed::OpenError,
    paste::{self, Reading},
    query::{Excerpt, Hit, Query, Reason, Suggestion},
    rank::Score,
    schema::{Card, Part},
    symptoms::Lines,
};

/// Gotchas, best by their words, whose messages are compared with the query.
const CANDIDATES: usize = 24;

/// The gotchas must know this share of what a query tells, or nothing is found.
const LEAST_KNOWN: f32 = 0.1;

/// A hit must have this share of what the gotchas know of it.
const LEAST_COVERED: f32 = 0.12;

/// Added to the score of the first gotcha that a query names; the second gets half of it, the third a third.
const NAMED: f32 = 1e6;

/// Suggestions for a query that finds nothing.
const SUGGESTIONS: usize = 3;

/// An opened index. It can be shared between threads.
pub struct Searcher {
    index: OpenIndex,
}

/// A gotcha that may become a hit.
struct Candidate {
    page: Page,
    reason: Reason,
    score: f32,
    parts: Vec<Part>,
    /// The symptom that fits best, if one fits well.
    symptom: Option<String>,
}

impl Searcher {
    /// Opens an index from memory: `&'static [u8]` or `Vec<u8>`, without copying.
    ///
    /// # Errors
    /// Says whether the bytes are no index, one of another release, or a damaged one.
    pub fn open(bytes: impl Into<Bytes>) -> Result<Searcher, OpenError> {
        Ok(Searcher {
            index: OpenIndex::open(bytes.into().0)?,
        })
    }

    /// The best hits, best first. No text is wrong: what cannot be understood is searched as words.
    pub fn search(&self, query: &Query) -> Vec<Hit> {
        let Some(segment) = &self.index.segment else {
            return Vec::new();
        };
        self.hits(segment, query)
            .expect("an index whose checksum was right can be read")
    }

    /// The gotchas whose names are nearest to a text that found nothing.
    pub fn suggest(&self, text: &str) -> Vec<Suggestion> {
        let Some(segment) = &self.index.segment else {
            return Vec::new();
        };
        let text = text.trim().to_lowercase();
        let cards = segment
            .all()
            .filter_map(|document| segment.page(document).ok())
            .map(|page| page.card);
        let mut near: Vec<(f64, Card)> = cards.map(|card| (likeness(&text, &card), card)).collect();
        near.sort_by(|(a, _), (b, _)| b.total_cmp(a));
        let near = near.into_iter().take(SUGGESTIONS);
        near.map(|(_, card)| Suggestion {
            code: card.code,
            name: card.name,
            title: card.title,
        })
        .collect()
    }

    fn hits(&self, segment: &OpenSegment, query: &Query) -> tantivy::Result<Vec<Hit>> {
        let allowed = segment.filtered(&query.filters)?;
        let may = |document: &DocId| {
            allowed
                .as_ref()
                .is_none_or(|allowed| allowed.contains(document))
        };
        let (named, alone) = self.named(segment, &query.text)?;
        let named: Vec<DocId> = named.into_iter().filter(may).collect();
        let reading = if alone && !named.is_empty() {
            Reading::default()
        } else {
            paste::read(&query.text)
        };
        let slots = ask::slots(&reading, &segment.dictionary, self.index.thesaurus())?;
        let mut scores = if is_known(&slots) {
            segment.ranking.score(&slots)?
        } else {
            FxHashMap::default()
        };
        scores.retain(|document, score| may(document) && score.covered >= LEAST_COVERED);

        let mut candidates = Vec::new();
        let lines = Lines::new(segment, &reading)?;
        for document in self
            .candidates(segment, &reading, &scores, &named)?
            .into_iter()
            .filter(may)
        {
            let score = scores.remove(&document).unwrap_or_default();
            let place = named.iter().position(|named| *named == document);
            candidates.push(judge(segment.page(document)?, score, place, &lines)?);
        }
        candidates.sort_by(|a, b| {
            (b.reason, b.score)
                .partial_cmp(&(a.reason, a.score))
                .unwrap_or(std::cmp::Ordering::Equal)
                .then(a.page.card.code.cmp(&b.page.card.code))
        });
        candidates.truncate(query.limit);
        let marker = Marker::new(&slots);
        candidates
            .into_iter()
            .map(|candidate| hit(&marker, candidate))
            .collect()
    }

    /// The gotchas that a text names, and whether it does nothing else.
    fn named(&self, segment: &OpenSegment, text: &str) -> tantivy::Result<(Vec<DocId>, bool)> {
        let found = handles::find(text);
        let mut documents = Vec::new();
        for handle in found.handles {
            let more = match handle {
                Handle::Whole(handle) => segment.with_term(self.index.fields.handle, &handle)?,
                Handle::Beginning(beginning) => {
                    segment.with_beginning(self.index.fields.handle, &beginning)?
                }
            };
            for document in more {
                if !documents.contains(&document) {
                    documents.push(document);
                }
            }
        }
        Ok((documents, found.alone))
    }

    /// Whose messages to look at: the best by words, and whoever has a line of the query as a symptom.
    fn candidates(
        &self,
        segment: &OpenSegment,
        reading: &Reading,
        scores: &FxHashMap<DocId, Score>,
        named: &[DocId],
    ) -> tantivy::Result<Vec<DocId>> {
        let mut best: Vec<(&DocId, f32)> = scores
            .iter()
            .map(|(document, score)| (document, score.score))
            .collect();
        best.sort_by(|(a, x), (b, y)| y.total_cmp(x).then(a.cmp(b)));
        let mut documents: Vec<DocId> = named.to_vec();
        documents.extend(
            best.into_iter()
                .take(CANDIDATES)
                .map(|(document, _)| *document),
        );
        for line in &reading.errors {
            documents
                .extend(segment.with_term(self.index.fields.message, &message_term(&line.text))?);
        }
        let mut seen = FxHashSet::default();
        documents.retain(|document| seen.insert(*document));
        Ok(documents)
    }
}

/// Puts together what a gotcha's symptoms and its words say; `place` is its place among those that the query names.
fn judge(
    page: Page,
    score: Score,
    place: Option<usize>,
    lines: &Lines,
) -> tantivy::Result<Candidate> {
    let verdict = lines.judge(&page.card.symptoms)?;
    let reason = match place {
        Some(_) => Reason::Handle,
        None if verdict.exact => Reason::Symptom,
        None => Reason::Words,
    };
    let mut parts = score.parts;
    if reason == Reason::Handle {
        parts.insert(0, Part::Handle);
    }
    let order = place.map_or(0.0, |place| NAMED / (place + 1) as f32);
    let score = order + score.score + verdict.score;
    Ok(Candidate {
        page,
        reason,
        score,
        parts,
        symptom: verdict.symptom,
    })
}

fn hit(marker: &Marker, candidate: Candidate) -> tantivy::Result<Hit> {
    let excerpt: Excerpt = match &candidate.symptom {
        Some(symptom) => marker.excerpt(Part::Symptoms, symptom),
        None => marker.best(&candidate.page.passages()?, &candidate.parts),
    };
    let card = candidate.page.card;
    Ok(Hit {
        code: card.code,
        name: card.name,
        title: card.title,
        category: card.category,
        severity: card.severity,
        reason: candidate.reason,
        score: candidate.score,
        matched: candidate.parts,
        excerpt,
        url: card.url,
    })
}

/// Whether the gotchas know enough of a query to say anything about it.
fn is_known(slots: &[Slot]) -> bool {
    let all: f32 = slots.iter().map(Slot::worth).sum();
    let known: f32 = slots
        .iter()
        .map(|slot| slot.worth() * slot.likeness())
        .sum();
    known >= LEAST_KNOWN * all
}

/// How near a text is to a gotcha's code, name or title, from 0 to 1.
fn likeness(text: &str, card: &Card) -> f64 {
    let handles = [
        card.code.to_string().to_lowercase(),
        card.name.clone(),
        card.title.to_lowercase(),
    ];
    handles
        .iter()
        .map(|handle| strsim::jaro_winkler(text, handle))
        .fold(0.0, f64::max)
}

/// Bytes of an index that live long enough to be searched.
pub struct Bytes(OwnedBytes);

impl From<&'static [u8]> for Bytes {
    fn from(bytes: &'static [u8]) -> Bytes {
        Bytes(OwnedBytes::new(bytes))
    }
}

impl From<Vec<u8>> for Bytes {
    fn from(bytes: Vec<u8>) -> Bytes {
        Bytes(OwnedBytes::new(bytes))
    }
}

impl From<crate::PackedIndex> for Bytes {
    fn from(index: crate::PackedIndex) -> Bytes {
        index.into_bytes().into()
    }
}

impl fmt::Debug for Searcher {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Searcher").finish_non_exhaustive()
    }
}

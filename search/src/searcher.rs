//! From a query to its hits.

use std::{cmp::Ordering, fmt};

use rustc_hash::{FxHashMap, FxHashSet};

use tantivy::{DocId, directory::OwnedBytes};

use crate::{
    ask,
    candidate::{self, Asked, Candidate},
    document::message_term,
    excerpt::Marker,
    handles::{self, Handle},
    index::{OpenIndex, OpenSegment},
    packed::OpenError,
    paste::{self, Reading},
    phrases::Phrases,
    query::{Excerpt, Hit, Query, Reason, Suggestion},
    rank::Score,
    schema::{Card, Part},
    symptoms::Lines,
};

/// Gotchas, best by their words, whose messages are compared with the query.
const CANDIDATES: usize = 24;

/// Suggestions for a query that finds nothing.
const SUGGESTIONS: usize = 3;

/// From this likeness on, from 0 to 1, a gotcha's name may be what was meant where no word of it was found.
const LEAST_LIKENESS: f64 = 0.75;

/// A longer text is nobody's name.
const LONGEST_NAME: usize = 200;

/// An opened index. It can be shared between threads.
pub struct Searcher {
    index: OpenIndex,
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

    /// What may be of use to somebody whose query found nothing: gotchas with some of its words, then those whose names are
    /// near. Where nothing is near, nothing is named.
    pub fn suggest(&self, query: &Query) -> Vec<Suggestion> {
        let Some(segment) = &self.index.segment else {
            return Vec::new();
        };
        self.nearest(segment, query)
            .expect("an index whose checksum was right can be read")
    }

    fn nearest(&self, segment: &OpenSegment, query: &Query) -> tantivy::Result<Vec<Suggestion>> {
        let allowed = segment.filtered(&query.filters)?;
        let reading = paste::read(&query.text);
        let slots = ask::slots(&reading, &segment.dictionary, self.index.thesaurus())?;
        let scores = segment.ranking.score(&slots)?;
        let text = query.text.trim().to_lowercase();
        let mut near = Vec::new();
        for document in segment.all() {
            if allowed
                .as_ref()
                .is_some_and(|allowed| !allowed.contains(&document))
            {
                continue;
            }
            let card = segment.page(document)?.card;
            let score = scores.get(&document).map_or(0.0, |score| score.score);
            let likeness = match text.len() <= LONGEST_NAME {
                true => likeness(&text, &card),
                false => 0.0,
            };
            if score > 0.0 || likeness >= LEAST_LIKENESS {
                near.push(((score, likeness), card));
            }
        }
        near.sort_by(|(a, _), (b, _)| b.partial_cmp(a).unwrap_or(Ordering::Equal));
        let near = near.into_iter().take(SUGGESTIONS);
        let suggestions = near.map(|(_, card)| Suggestion {
            code: card.code,
            name: card.name,
            title: card.title,
        });
        Ok(suggestions.collect())
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
        let mut scores = segment.ranking.score(&slots)?;
        let asked = Asked::new(&slots, &reading, scores.values());
        scores.retain(|document, _| may(document));
        let phrases = Phrases::new(&slots);

        let mut candidates = Vec::new();
        let lines = Lines::new(segment, &reading)?;
        for document in self
            .candidates(segment, &reading, &scores, &named)?
            .into_iter()
            .filter(may)
        {
            let score = scores.remove(&document).unwrap_or_default();
            let place = named.iter().position(|named| *named == document);
            let page = segment.page(document)?;
            candidates.push(Candidate::judge(
                document, page, score, place, &lines, &phrases,
            )?);
        }
        let mut candidates = candidate::answers(candidates, &asked);
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

fn hit(marker: &Marker, candidate: Candidate) -> tantivy::Result<Hit> {
    let excerpt: Excerpt = match &candidate.symptom {
        Some(symptom) => marker.excerpt(Part::Symptoms, symptom),
        None => {
            let part = candidate.quoted();
            marker.best(part, &candidate.page.texts(part)?)
        }
    };
    let mut matched: Vec<Part> = candidate.parts.iter().map(|(part, _)| *part).collect();
    if candidate.reason == Reason::Handle {
        matched.insert(0, Part::Handle);
    }
    let card = candidate.page.card;
    Ok(Hit {
        code: card.code,
        name: card.name,
        title: card.title,
        category: card.category,
        severity: card.severity,
        reason: candidate.reason,
        score: candidate.score,
        matched,
        excerpt,
        url: card.url,
    })
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

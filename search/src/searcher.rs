//! From a query to its hits.

use std::{
    collections::{HashMap, HashSet},
    fmt,
};

use tantivy::{DocId, directory::OwnedBytes};

use crate::{
    ask::{self, Slot},
    document::message_term,
    excerpt::Marker,
    handles::{self, Handle},
    index::{OpenIndex, OpenSegment},
    messages::{self, Agreement, Told},
    packed::OpenError,
    paste::{self, Reading},
    query::{Excerpt, Hit, Query, Reason, Suggestion},
    rank::Score,
    schema::{Card, Part},
    stop_words::commonness,
    words::pieces,
};

/// Gotchas, best by their words, whose messages are compared with the query.
const CANDIDATES: usize = 24;

/// How much a message that fits counts beside the words of the whole gotcha.
const MESSAGE: f32 = 2.0;

/// How much each further line with a fitting message counts.
const FURTHER_LINES: f32 = 0.25;

/// How much a word of a line tells that no gotcha has.
const VALUE: f32 = 0.15;

/// The gotchas must know this share of what a query tells, or nothing is found.
const LEAST_KNOWN: f32 = 0.1;

/// A hit must have this share of what the gotchas know of it.
const LEAST_COVERED: f32 = 0.12;

/// Suggestions for a query that finds nothing.
const SUGGESTIONS: usize = 3;

/// An opened index. It can be shared between threads.
pub struct Searcher {
    index: OpenIndex,
}

/// A gotcha that may become a hit.
struct Candidate {
    document: DocId,
    card: Card,
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
            .filter_map(|document| segment.card(document).ok());
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
            HashMap::new()
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
            let card = segment.card(document)?;
            candidates.push(lines.judge(document, card, score, &named)?);
        }
        candidates.sort_by(|a, b| {
            (b.reason, b.score)
                .partial_cmp(&(a.reason, a.score))
                .unwrap_or(std::cmp::Ordering::Equal)
                .then(a.card.code.cmp(&b.card.code))
        });
        candidates.truncate(query.limit);
        let marker = Marker::new(&slots);
        candidates
            .into_iter()
            .map(|candidate| hit(segment, &marker, candidate))
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
        scores: &HashMap<DocId, Score>,
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
        let mut seen = HashSet::new();
        documents.retain(|document| seen.insert(*document));
        Ok(documents)
    }
}

/// The lines of a query that may be messages, cut into weighted words.
struct Lines<'s> {
    segment: &'s OpenSegment,
    lines: Vec<(Vec<Told>, f32)>,
}

impl<'s> Lines<'s> {
    fn new(segment: &'s OpenSegment, reading: &Reading) -> tantivy::Result<Lines<'s>> {
        let mut lines = Vec::with_capacity(reading.errors.len());
        for line in &reading.errors {
            lines.push((told(segment, &line.text)?, line.weight));
        }
        Ok(Lines { segment, lines })
    }

    /// Adds what a gotcha's symptoms say to what its words say.
    fn judge(
        &self,
        document: DocId,
        card: Card,
        score: Score,
        named: &[DocId],
    ) -> tantivy::Result<Candidate> {
        let mut worths = Vec::new();
        let mut best: Option<(f32, &String)> = None;
        let mut exact = false;
        let symptoms: Vec<Vec<Told>> = card
            .symptoms
            .iter()
            .map(|text| told(self.segment, text))
            .collect::<Result<_, _>>()?;
        for (line, weight) in &self.lines {
            let mut most = 0.0f32;
            for (symptom, text) in symptoms.iter().zip(&card.symptoms) {
                let agreement: Agreement = messages::compare(line, symptom);
                let worth = agreement.worth() * weight;
                exact |= agreement.exact;
                most = most.max(worth);
                let fits = agreement.exact || agreement.recall > 0.6;
                if fits && best.is_none_or(|(known, _)| worth > known) {
                    best = Some((worth, text));
                }
            }
            worths.push(most);
        }
        let most = worths.iter().copied().fold(0.0, f32::max);
        let bonus = most + FURTHER_LINES * (worths.iter().sum::<f32>() - most);
        let symptom = best.map(|(_, text)| text.clone());
        let mut parts = score.parts;
        let (reason, rank) = match named.iter().position(|named| *named == document) {
            Some(place) => (Reason::Handle, (named.len() - place) as f32),
            None if exact => (Reason::Symptom, 0.0),
            None => (Reason::Words, 0.0),
        };
        if reason == Reason::Handle {
            parts.insert(0, Part::Handle);
        }
        Ok(Candidate {
            document,
            card,
            reason,
            score: rank * 100.0 + score.score + MESSAGE * bonus,
            parts,
            symptom,
        })
    }
}

fn told(segment: &OpenSegment, text: &str) -> tantivy::Result<Vec<Told>> {
    let words = pieces(text).into_iter();
    words
        .map(|word| {
            // A word that no gotcha has is a value of this very run: a table, a number, a path.
            let known = segment.dictionary.frequency(&word)? > 0;
            let weight = if known {
                segment.dictionary.rarity(&word)? * commonness(&word)
            } else {
                VALUE
            };
            Ok(Told { weight, word })
        })
        .collect()
}

fn hit(segment: &OpenSegment, marker: &Marker, candidate: Candidate) -> tantivy::Result<Hit> {
    let excerpt: Excerpt = match &candidate.symptom {
        Some(symptom) => marker.excerpt(Part::Symptoms, symptom).1,
        None => marker.best(&segment.passages(candidate.document)?),
    };
    let card = candidate.card;
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

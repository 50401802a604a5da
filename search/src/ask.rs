//! From what was read to the words that are looked for.

use rustc_hash::FxHashMap;

use crate::{
    dictionary::Dictionary,
    paste::{Reading, Weighted, is_exception},
    stop_words::{commonness, is_stop_word, worth},
    thesaurus::Thesaurus,
    words::{Size, Word, words},
};

/// Distinct words of a query that are looked for; the rarest are kept.
const MOST_SLOTS: usize = 64;

/// How much a word counts that the thesaurus added.
const SYNONYM: f32 = 0.55;

/// How much a whole identifier counts, beside a plain word.
const IDENTIFIER: f32 = 1.5;

/// How much an unfinished last word counts as what it may become, if it is a word already.
const UNSURE_COMPLETION: f32 = 0.3;

/// A word of the query with everything that may stand for it; a gotcha scores by the alternative that fits best.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Slot {
    /// How much it counts, from 0 to 1.
    pub(crate) weight: f32,
    /// How much it tells if it is found: see [`Dictionary::rarity`].
    pub(crate) rarity: f32,
    /// What is looked for.
    pub(crate) alternatives: Vec<Alternative>,
}

impl Slot {
    /// How much of what the query tells is this word.
    pub(crate) fn worth(&self) -> f32 {
        self.weight * self.rarity
    }

    /// How surely the gotchas know it, from 0 to 1.
    pub(crate) fn likeness(&self) -> f32 {
        self.alternatives
            .iter()
            .map(|alternative| alternative.factor)
            .fold(0.0, f32::max)
    }
}

/// A term that may stand for a word of the query.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Alternative {
    /// The term, not stemmed.
    pub(crate) text: String,
    /// How well it stands for the word, 1 for the word itself.
    pub(crate) factor: f32,
}

/// A piece of the query, cut into words with what each is worth.
struct Piece {
    words: Vec<(Word, f32)>,
    weight: f32,
    length: usize,
    /// Whether it is an exception's message; a word in it that no gotcha has is a value of that very run.
    message: bool,
}

/// The words to look for.
pub(crate) fn slots(
    reading: &Reading,
    dictionary: &Dictionary,
    thesaurus: &Thesaurus,
) -> tantivy::Result<Vec<Slot>> {
    let mut pieces: Vec<Piece> = reading
        .errors
        .iter()
        .chain(&reading.words)
        .map(Piece::cut)
        .collect();
    keep_only_words(&mut pieces);
    let mut slots = Slots {
        dictionary,
        slots: Vec::new(),
        known: FxHashMap::default(),
    };
    for piece in &pieces {
        for (word, worth) in piece.words.iter().filter(|(_, worth)| *worth > 0.0) {
            slots.word(word, piece.weight * worth, piece.message, reading.typed)?;
        }
        let words: Vec<&Word> = piece.words.iter().map(|(word, _)| word).collect();
        slots.compounds(&words, piece.weight)?;
        for terms in thesaurus.expand(&slots.parts(&words, thesaurus, reading.typed)?) {
            slots.synonyms(terms, piece.weight)?;
        }
    }
    if reading.typed
        && let Some(piece) = pieces.first()
        && let Some((last, _)) = piece
            .words
            .last()
            .filter(|(last, _)| last.span.end == piece.length)
    {
        slots.completions(last)?;
    }
    Ok(slots.rarest())
}

impl Piece {
    fn cut(piece: &Weighted) -> Piece {
        let text = &piece.text;
        let message = is_exception(text);
        let words = words(text).into_iter().map(|word| {
            let joined = word.joined();
            let common = if message { commonness(&joined) } else { 1.0 };
            let worth = worth(&joined, &text[word.span.clone()]).min(common);
            (word, worth)
        });
        Piece {
            words: words.collect(),
            weight: piece.weight,
            length: text.len(),
            message,
        }
    }
}

/// Where nothing but stop words was asked for, they are what is asked for.
fn keep_only_words(pieces: &mut [Piece]) {
    let words = || pieces.iter().flat_map(|piece| &piece.words);
    if words().all(|(_, worth)| *worth == 0.0) {
        pieces
            .iter_mut()
            .flat_map(|piece| &mut piece.words)
            .for_each(|(_, worth)| *worth = 1.0);
    }
}

struct Slots<'d> {
    dictionary: &'d Dictionary,
    slots: Vec<Slot>,
    known: FxHashMap<String, usize>,
}

impl Slots<'_> {
    /// Adds a slot, or strengthens the one of the same word.
    fn add(&mut self, key: String, slot: Slot) {
        match self.known.get(&key) {
            Some(at) => self.slots[*at].weight = self.slots[*at].weight.max(slot.weight),
            None => {
                self.known.insert(key, self.slots.len());
                self.slots.push(slot);
            }
        }
    }

    fn word(
        &mut self,
        word: &Word,
        weight: f32,
        message: bool,
        typed: bool,
    ) -> tantivy::Result<()> {
        let key = word.joined();
        if let Some(at) = self.known.get(&key) {
            self.slots[*at].weight = self.slots[*at].weight.max(weight);
            return Ok(());
        }
        let mut rarity = self.dictionary.rarity(&key)?;
        let whole = if word.is_plain() { 1.0 } else { IDENTIFIER };
        let mut alternatives = self.stands(&key, typed, whole)?;
        let (piece, part) = match (alternatives.is_empty(), message) {
            (true, false) => (0.8, 0.5),
            (true, true) => (0.4, 0.2),
            // The gotchas know the whole identifier: its parts say little more.
            (false, _) => (0.5, 0.25),
        };
        for term in word.terms() {
            let factor = match term.size {
                Size::Whole => continue,
                Size::Piece => piece,
                Size::Part => part * worth(&term.text, &term.text),
            };
            if factor > 0.0 {
                alternatives.extend(self.stands(&term.text, typed, factor)?);
            }
        }
        if let Some(first) = alternatives.first() {
            rarity = rarity.min(self.dictionary.rarity(&first.text)?);
        }
        if typed || !alternatives.is_empty() {
            self.add(
                key,
                Slot {
                    weight,
                    rarity,
                    alternatives,
                },
            );
        }
        Ok(())
    }

    /// The parts of words, those that are misspelled corrected.
    fn parts(
        &self,
        words: &[&Word],
        thesaurus: &Thesaurus,
        typed: bool,
    ) -> tantivy::Result<Vec<String>> {
        let mut parts = Vec::new();
        for part in words.iter().flat_map(|word| &word.parts) {
            let known = !typed
                || thesaurus.knows(part)
                || is_stop_word(part)
                || self.dictionary.frequency(part)? > 0;
            let correction = if known {
                None
            } else {
                self.dictionary.corrections(part)?.into_iter().next()
            };
            parts.push(correction.map_or_else(|| part.clone(), |stand| stand.text));
        }
        Ok(parts)
    }

    /// The term itself if the gotchas have it; else, of a text that was typed, what it may be misspelled from.
    fn stands(&self, term: &str, typed: bool, factor: f32) -> tantivy::Result<Vec<Alternative>> {
        if self.dictionary.frequency(term)? > 0 {
            return Ok(vec![Alternative {
                text: term.to_owned(),
                factor,
            }]);
        }
        let corrections = if typed {
            self.dictionary.corrections(term)?
        } else {
            Vec::new()
        };
        let stands = corrections.into_iter().map(|stand| Alternative {
            text: stand.text,
            factor: factor * stand.likeness,
        });
        Ok(stands.collect())
    }

    /// Words written apart that are one in the gotchas: `js proxy`, `to py`, `set cookie`, `d1 type error`.
    fn compounds(&mut self, words: &[&Word], weight: f32) -> tantivy::Result<()> {
        for length in 2..=3 {
            for run in words.windows(length) {
                if !run.iter().all(|word| word.is_plain()) {
                    continue;
                }
                let joined: String = run.iter().map(|word| word.joined()).collect();
                if self.dictionary.frequency(&joined)? > 0 {
                    let rarity = self.dictionary.rarity(&joined)?;
                    let alternatives = vec![Alternative {
                        text: joined.clone(),
                        factor: 1.0,
                    }];
                    self.add(
                        joined,
                        Slot {
                            weight: weight * 0.8,
                            rarity,
                            alternatives,
                        },
                    );
                }
            }
        }
        Ok(())
    }

    fn synonyms(&mut self, terms: &[String], weight: f32) -> tantivy::Result<()> {
        let mut alternatives = Vec::new();
        let mut rarity = 0.0f32;
        for term in terms {
            if self.dictionary.frequency(term)? > 0 {
                rarity = rarity.max(self.dictionary.rarity(term)?);
                alternatives.push(Alternative {
                    text: term.clone(),
                    factor: 1.0,
                });
            }
        }
        if !alternatives.is_empty() {
            self.add(
                format!("synonym {}", terms.join(" ")),
                Slot {
                    weight: weight * SYNONYM,
                    rarity,
                    alternatives,
                },
            );
        }
        Ok(())
    }

    fn completions(&mut self, last: &Word) -> tantivy::Result<()> {
        let beginning = last.joined();
        let certain = self.dictionary.frequency(&beginning)? == 0;
        let factor = if certain { 1.0 } else { UNSURE_COMPLETION };
        let stands = self.dictionary.completions(&beginning)?;
        let Some(slot) = self.known.get(&beginning).map(|at| &mut self.slots[*at]) else {
            return Ok(());
        };
        slot.alternatives
            .extend(stands.into_iter().map(|stand| Alternative {
                text: stand.text,
                factor: factor * stand.likeness,
            }));
        Ok(())
    }

    fn rarest(mut self) -> Vec<Slot> {
        self.slots.sort_by(|a, b| b.worth().total_cmp(&a.worth()));
        self.slots.truncate(MOST_SLOTS);
        self.slots
    }
}

//! From what was read to the words that are looked for.

use std::cell::RefCell;

use rustc_hash::FxHashMap;

use crate::{
    dictionary::Dictionary,
    paste::Reading,
    piece::{Piece, VALUE, keep_only_words},
    stop_words::{commonness, is_stop_word, worth},
    thesaurus::Thesaurus,
    words::{Size, Word},
};

/// Distinct words of a query that are looked for; the rarest are kept.
const MOST_SLOTS: usize = 64;

/// How much a word counts that the thesaurus added.
const SYNONYM: f32 = 0.55;

/// How much a whole identifier counts, beside a plain word.
const IDENTIFIER: f32 = 1.5;

/// How much the name in quotes counts that a message is about, and an exception that no gotcha knows.
const SUBJECT: f32 = 2.0;

/// How much an unfinished last word counts as what it may become, if it is a word already.
const UNSURE_COMPLETION: f32 = 0.3;

/// A word of the query with everything that may stand for it; a gotcha scores by the alternative that fits best.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Slot {
    /// How much it counts: 1 is a word of the line that tells most.
    pub(crate) weight: f32,
    /// How much it tells if it is found: see [`Dictionary::rarity`].
    pub(crate) rarity: f32,
    /// What is looked for.
    pub(crate) alternatives: Vec<Alternative>,
    /// Whether it is a name, which is no word of anybody's prose.
    pub(crate) name: bool,
    /// Whether it stands in the query itself; synonyms and words put together do not.
    pub(crate) asked: bool,
}

impl Slot {
    /// How surely the gotchas know it, from 0 to 1.
    pub(crate) fn likeness(&self) -> f32 {
        let factors = self
            .alternatives
            .iter()
            .map(|alternative| alternative.factor);
        factors.fold(0.0, f32::max).min(1.0)
    }

    /// How much of what the query tells is this word.
    pub(crate) fn worth(&self) -> f32 {
        self.weight * self.rarity
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
        frequencies: RefCell::default(),
        slots: Vec::new(),
        known: FxHashMap::default(),
    };
    for piece in &pieces {
        for (word, worth) in piece.words.iter().filter(|(_, worth)| *worth > 0.0) {
            slots.word(word, piece, piece.weight * worth, reading.typed)?;
        }
        let words: Vec<&Word> = piece.words.iter().map(|(word, _)| word).collect();
        slots.compounds(&words, piece.weight)?;
        let (parts, of) = slots.parts(&words, thesaurus, reading.typed)?;
        for (run, terms) in thesaurus.expand(&parts) {
            slots.synonyms(terms, piece.weight)?;
            slots.explain(&of[run]);
        }
    }
    if reading.typed
        && let Some(last) = pieces.first().and_then(Piece::last)
    {
        slots.completions(last)?;
    }
    Ok(slots.rarest())
}

struct Slots<'d> {
    dictionary: &'d Dictionary,
    /// The words looked up so far: most are asked for more than once.
    frequencies: RefCell<FxHashMap<String, u32>>,
    slots: Vec<Slot>,
    known: FxHashMap<String, usize>,
}

impl Slots<'_> {
    fn frequency(&self, word: &str) -> tantivy::Result<u32> {
        if let Some(frequency) = self.frequencies.borrow().get(word) {
            return Ok(*frequency);
        }
        let frequency = self.dictionary.frequency(word)?;
        self.frequencies
            .borrow_mut()
            .insert(word.to_owned(), frequency);
        Ok(frequency)
    }

    fn rarity(&self, word: &str) -> tantivy::Result<f32> {
        Ok(self.dictionary.rarity_of(self.frequency(word)?))
    }

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
        piece: &Piece,
        weight: f32,
        typed: bool,
    ) -> tantivy::Result<()> {
        let key = word.joined();
        let known = self.frequency(&key)? > 0;
        let subject =
            piece.is_subject(word) || (piece.is_exception(word) && self.is_foreign(word)?);
        let weight = match subject {
            true => weight * SUBJECT,
            false if !known && piece.is_value(word) => weight * VALUE,
            false => weight,
        };
        if let Some(at) = self.known.get(&key) {
            self.slots[*at].weight = self.slots[*at].weight.max(weight);
            return Ok(());
        }
        // A name is the one or another; only words are misspelled.
        let corrected = typed && !(subject && word.is_plain());
        let mut alternatives = self.alternatives(word, piece.message, corrected)?;
        let mut rarity = self.rarity(&key)?;
        if subject && !self.dictionary.is_name(&key)? {
            rarity = self.dictionary.rarity_of(0);
            // Other words may be spelled like it: `requests`.
            alternatives.retain(|alternative| alternative.text != key);
        } else if let Some(first) = alternatives.first().filter(|_| known || !word.is_plain()) {
            rarity = rarity.min(self.rarity(&first.text)?);
        }
        if typed || subject || !alternatives.is_empty() {
            let found = !alternatives.is_empty();
            let slot = Slot {
                weight,
                rarity,
                alternatives,
                name: subject,
                // Who asks in another language, with the names that all share, is not held to words that none can have.
                asked: found || key.is_ascii(),
            };
            self.add(key, slot);
        }
        Ok(())
    }

    /// What a word may be found as: itself, and less surely its pieces and parts.
    fn alternatives(
        &self,
        word: &Word,
        message: bool,
        corrected: bool,
    ) -> tantivy::Result<Vec<Alternative>> {
        let whole = if word.is_plain() { 1.0 } else { IDENTIFIER };
        let mut alternatives = self.stands(&word.joined(), corrected, whole)?;
        let (piece, part) = match (alternatives.is_empty(), message) {
            (true, false) => (0.8, 0.5),
            (true, true) => (0.6, 0.2),
            // The gotchas know the whole identifier: its parts say little more.
            (false, _) => (0.5, 0.25),
        };
        let last = word.joined_pieces().pop().unwrap_or_default();
        for term in word.terms() {
            let factor = match term.size {
                Size::Whole => continue,
                // Of `jinja2.exceptions.TemplateNotFound` the last piece tells.
                Size::Piece if !message || term.text == last => piece,
                Size::Piece | Size::Part => part * worth(&term.text, &term.text),
            };
            if factor > 0.0 {
                alternatives.extend(self.stands(&term.text, corrected, factor)?);
            }
        }
        Ok(alternatives)
    }

    /// Whether an exception is neither one of Python's own that anything raises nor known to the gotchas.
    fn is_foreign(&self, exception: &Word) -> tantivy::Result<bool> {
        let name = exception.joined_pieces().pop().unwrap_or_default();
        Ok(commonness(&name) == 1.0 && self.frequency(&name)? == 0)
    }

    /// The parts of words, those that are misspelled corrected, and of each the word it is of.
    fn parts(
        &self,
        words: &[&Word],
        thesaurus: &Thesaurus,
        typed: bool,
    ) -> tantivy::Result<(Vec<String>, Vec<String>)> {
        let (mut parts, mut of) = (Vec::new(), Vec::new());
        // What an identifier belongs to (`env.DB.exec`) is not what is asked for.
        let words = words.iter().filter(|word| word.joined_pieces().len() == 1);
        for (word, part) in words.flat_map(|word| word.parts.iter().map(move |part| (word, part))) {
            let known =
                !typed || thesaurus.knows(part) || is_stop_word(part) || self.frequency(part)? > 0;
            let correction = if known {
                None
            } else {
                self.dictionary.corrections(part)?.into_iter().next()
            };
            parts.push(correction.map_or_else(|| part.clone(), |stand| stand.text));
            of.push(word.joined());
        }
        Ok((parts, of))
    }

    /// Words that no gotcha has need not be found where their synonyms are.
    fn explain(&mut self, words: &[String]) {
        for at in words.iter().filter_map(|word| self.known.get(word)) {
            let slot = &mut self.slots[*at];
            slot.asked &= !slot.alternatives.is_empty();
        }
    }

    /// The term itself if the gotchas have it; else, of a text that was typed, what it may be misspelled from.
    fn stands(&self, term: &str, typed: bool, factor: f32) -> tantivy::Result<Vec<Alternative>> {
        if self.frequency(term)? > 0 {
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
                if self.frequency(&joined)? > 0 {
                    let rarity = self.rarity(&joined)?;
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
                            name: false,
                            asked: false,
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
            if self.frequency(term)? > 0 {
                rarity = rarity.max(self.rarity(term)?);
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
                    name: false,
                    asked: false,
                },
            );
        }
        Ok(())
    }

    fn completions(&mut self, last: &Word) -> tantivy::Result<()> {
        let beginning = last.joined();
        let certain = self.frequency(&beginning)? == 0;
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

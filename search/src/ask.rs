//! From what was read to the words that are looked for.

use std::collections::HashMap;

use crate::{
    dictionary::Dictionary,
    paste::{Reading, Weighted},
    stop_words::is_stop_word,
    thesaurus::Thesaurus,
    words::{Size, Word, words},
};

/// Distinct words of a query that are looked for; the rarest are kept.
const MOST_SLOTS: usize = 64;

/// How much a word counts that the thesaurus added.
const SYNONYM: f32 = 0.55;

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
    let pieces: Vec<(Vec<Word>, f32)> = reading
        .errors
        .iter()
        .chain(&reading.words)
        .map(cut)
        .collect();
    let only_stop_words = pieces
        .iter()
        .flat_map(|(words, _)| words)
        .all(|word| is_stop_word(&word.joined()));
    let mut slots = Slots {
        dictionary,
        slots: Vec::new(),
        known: HashMap::new(),
    };
    for (words, weight) in &pieces {
        for word in words
            .iter()
            .filter(|word| only_stop_words || !is_stop_word(&word.joined()))
        {
            slots.word(word, *weight, reading.typed)?;
        }
        slots.compounds(words, *weight)?;
        for terms in thesaurus.expand(words) {
            slots.synonyms(terms, *weight)?;
        }
    }
    if reading.typed
        && let Some((words, _)) = pieces.first()
        && let Some(last) = words
            .last()
            .filter(|last| last.span.end == reading.errors[0].text.len())
    {
        slots.completions(last)?;
    }
    Ok(slots.rarest())
}

fn cut(piece: &Weighted) -> (Vec<Word>, f32) {
    (words(&piece.text), piece.weight)
}

struct Slots<'d> {
    dictionary: &'d Dictionary,
    slots: Vec<Slot>,
    known: HashMap<String, usize>,
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

    fn word(&mut self, word: &Word, weight: f32, typed: bool) -> tantivy::Result<()> {
        let key = word.joined();
        if let Some(at) = self.known.get(&key) {
            self.slots[*at].weight = self.slots[*at].weight.max(weight);
            return Ok(());
        }
        let mut alternatives = Vec::new();
        let mut rarity = self.dictionary.rarity(&key)?;
        for term in word.terms() {
            let factor = match term.size {
                Size::Whole => 1.0,
                Size::Piece => 0.8,
                Size::Part if is_stop_word(&term.text) => continue,
                Size::Part => 0.5,
            };
            if self.dictionary.frequency(&term.text)? > 0 {
                alternatives.push(Alternative {
                    text: term.text,
                    factor,
                });
            } else if typed {
                for stand in self.dictionary.corrections(&term.text)? {
                    rarity = rarity.min(self.dictionary.rarity(&stand.text)?);
                    alternatives.push(Alternative {
                        text: stand.text,
                        factor: factor * stand.likeness,
                    });
                }
            }
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

    /// Words written apart that are one in the gotchas: `js proxy`, `to py`, `set cookie`, `d1 type error`.
    fn compounds(&mut self, words: &[Word], weight: f32) -> tantivy::Result<()> {
        for length in 2..=3 {
            for run in words.windows(length) {
                if !run.iter().all(Word::is_plain) {
                    continue;
                }
                let joined: String = run.iter().map(Word::joined).collect();
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
        let mut rarity = f32::INFINITY;
        for term in terms {
            if self.dictionary.frequency(term)? > 0 {
                rarity = rarity.min(self.dictionary.rarity(term)?);
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
        let worth = |slot: &Slot| slot.weight * slot.rarity;
        self.slots.sort_by(|a, b| worth(b).total_cmp(&worth(a)));
        self.slots.truncate(MOST_SLOTS);
        self.slots
    }
}

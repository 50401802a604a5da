//! From what was read to the words that are looked for.

use std::cell::RefCell;

use rustc_hash::FxHashMap;

use crate::{
    dictionary::Dictionary,
    paste::Reading,
    piece::{self, Piece, VALUE, keep_only_words},
    slot::{Alternative, Slot},
    stop_words::{commonness, is_python_type, is_stop_word, worth},
    thesaurus::Thesaurus,
    words::{Size, Word},
};

/// Distinct words of a query that are looked for; the rarest are kept.
const MOST_SLOTS: usize = 64;

/// How much a word counts that the thesaurus added.
const SYNONYM: f32 = 0.55;

/// How much words count that were written apart and are one in the gotchas.
const COMPOUND: f32 = 0.8;

/// How much of a word is told by its synonyms, and by what it is in one with its neighbours.
const TOLD_SYNONYM: f32 = 0.9;
const TOLD_COMPOUND: f32 = 1.0;

/// How much a whole identifier counts, beside a plain word.
const IDENTIFIER: f32 = 1.5;

/// How much an identifier that some gotcha has tells about what is asked, beside a plain word.
const TELLING: f32 = 2.5;

/// How much the name in quotes counts that a message is about, and an exception that no gotcha knows.
const SUBJECT: f32 = 2.0;

/// How much an unfinished last word counts as what it may become, if it is a word already.
const UNSURE_COMPLETION: f32 = 0.3;

/// The words to look for.
pub(crate) fn slots(
    reading: &Reading,
    dictionary: &Dictionary,
    thesaurus: &Thesaurus,
) -> tantivy::Result<Vec<Slot>> {
    let texts = reading.errors.iter().chain(&reading.words);
    let mut pieces: Vec<Piece> = texts.map(Piece::cut).collect();
    keep_only_words(&mut pieces);
    piece::tell(&mut pieces, reading.errors.len());
    let mut slots = Slots {
        dictionary,
        frequencies: RefCell::default(),
        slots: Vec::new(),
        known: FxHashMap::default(),
    };
    for piece in &pieces {
        for (word, worth) in piece.words.iter().filter(|(_, worth)| *worth > 0.0) {
            slots.word(word, piece, *worth, reading.typed)?;
        }
        let words: Vec<&Word> = piece.words.iter().map(|(word, _)| word).collect();
        slots.compounds(&words, piece)?;
        let (parts, of) = slots.parts(&words, thesaurus, reading.typed)?;
        for (run, terms) in thesaurus.expand(&parts) {
            slots.synonyms(terms, piece, &of[run.clone()])?;
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

/// How much the pieces and parts of an identifier count: the last piece, the other pieces, the parts.
struct Shares {
    last: f32,
    piece: f32,
    part: f32,
}

impl Shares {
    fn of(known: bool, message: bool) -> Shares {
        let (last, piece, part) = match (known, message) {
            // The gotchas know the whole identifier: its parts say little more.
            (true, _) => (0.4, 0.15, 0.15),
            (false, false) => (0.8, 0.6, 0.5),
            // Of `jinja2.exceptions.TemplateNotFound` the last piece tells.
            (false, true) => (0.6, 0.2, 0.2),
        };
        Shares { last, piece, part }
    }
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

    /// How much is told by what stands for some words of the query.
    fn told(&self, words: &[String], share: f32) -> Vec<(usize, f32)> {
        let places = words.iter().filter_map(|word| self.known.get(word));
        let own = places.filter(|at| self.slots[**at].own);
        own.map(|at| (*at, share * self.slots[*at].tells()))
            .collect()
    }

    fn word(&mut self, word: &Word, piece: &Piece, worth: f32, typed: bool) -> tantivy::Result<()> {
        let key = word.joined();
        let known = self.frequency(&key)? > 0;
        let subject =
            piece.is_subject(word) || (piece.is_exception(word) && self.is_foreign(word)?);
        let main = subject && (piece.is_first_subject(word) || piece.is_exception(word));
        let share = match subject {
            true => worth * if main { SUBJECT } else { 1.0 },
            false if !known && piece.is_value(word) => worth * VALUE,
            false => worth,
        };
        let weight = piece.weight * share;
        let no_name = subject && !self.is_name(&key)?;
        let identifier = !word.is_plain() && self.dictionary.is_name(&key)?;
        let certain = self.is_certain(word, piece)?;
        let telling = match identifier && !subject {
            true => piece.tells * share * TELLING,
            false => piece.tells * share * piece.tells_of(word),
        };
        if let Some(at) = self.known.get(&key) {
            self.slots[*at].strengthen(weight, telling);
            return Ok(());
        }
        // A name is the one or another; only words are misspelled.
        let corrected = typed && !(subject && word.is_plain());
        let mut alternatives = self.alternatives(word, piece, corrected)?;
        let mut rarity = self.rarity(&key)?;
        if no_name {
            rarity = self.dictionary.rarity_of(0);
            // Other words may be spelled like it: `requests`.
            let python = is_python_type(&key);
            alternatives.retain(|alternative| !python && alternative.text != key);
        } else if let Some(first) = alternatives.first().filter(|_| known || !word.is_plain()) {
            rarity = rarity.min(self.rarity(&first.text)?);
        }
        if typed || subject || !alternatives.is_empty() {
            let found = !alternatives.is_empty();
            let slot = Slot {
                weight,
                rarity,
                told: vec![(self.slots.len(), telling)],
                identifier: certain,
                own: true,
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
        piece: &Piece,
        corrected: bool,
    ) -> tantivy::Result<Vec<Alternative>> {
        let key = word.joined();
        let whole = if word.is_plain() { 1.0 } else { IDENTIFIER };
        let mut alternatives = self.stands(&key, corrected, whole)?;
        if let Some(first) = alternatives.first_mut() {
            let identifier = !word.is_plain() || piece.is_code(word);
            first.whole = identifier && first.text == key && self.dictionary.has(&key)?;
        }
        let shares = Shares::of(!alternatives.is_empty(), piece.message);
        let last = word.joined_pieces().pop().unwrap_or_default();
        for term in word.terms() {
            let factor = match term.size {
                Size::Whole => continue,
                Size::Piece if term.text == last && piece.is_exception(word) => 1.0,
                Size::Piece if term.text == last => shares.last,
                Size::Piece => shares.piece,
                Size::Part => shares.part * worth(&term.text, &term.text),
            };
            if factor == 0.0 {
                continue;
            }
            let most = match term.text == last {
                true => 1.0,
                false => 1.0 / word.parts.len() as f32,
            };
            let mut stands = self.stands(&term.text, corrected, factor)?;
            for stand in &mut stands {
                stand.told = stand.told.min(most);
            }
            alternatives.extend(stands);
        }
        Ok(alternatives)
    }

    /// Whether a word that a message is about is a name that some gotcha has; Python's own types are nobody's.
    fn is_name(&self, key: &str) -> tantivy::Result<bool> {
        Ok(!is_python_type(key) && self.dictionary.is_name(key)?)
    }

    /// Whether an exception is neither one of Python's own that anything raises nor known to the gotchas.
    fn is_foreign(&self, exception: &Word) -> tantivy::Result<bool> {
        let name = exception.joined_pieces().pop().unwrap_or_default();
        Ok(commonness(&name) == 1.0 && self.frequency(&name)? == 0)
    }

    /// Whether a word, or what it ends with, is an identifier that some gotcha has, the name of an exception that is not
    /// Python's own, or the beginning of bytes.
    fn is_certain(&self, word: &Word, piece: &Piece) -> tantivy::Result<bool> {
        // Nothing but `repr` writes bytes.
        if matches!(word.joined().as_str(), "b'" | "b\"") {
            return Ok(!piece.message);
        }
        let last = word.joined_pieces().pop().unwrap_or_default();
        let whole = piece.is_identifier(word) && self.dictionary.is_name(&word.joined())?;
        let end = piece.ends_with_identifier(word) && self.dictionary.is_name(&last)?;
        Ok(match piece.message {
            true => piece.is_exception(word) && end && commonness(&last) == 1.0,
            false => whole || end,
        })
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
            return Ok(vec![Alternative::new(term, factor)]);
        }
        let corrections = if typed {
            self.dictionary.corrections(term)?
        } else {
            Vec::new()
        };
        let stands = corrections
            .into_iter()
            .map(|stand| Alternative::new(stand.text, factor * stand.likeness));
        Ok(stands.collect())
    }

    /// Words written apart that are one in the gotchas: `js proxy`, `to py`, `set cookie`, `d1 type error`.
    fn compounds(&mut self, words: &[&Word], piece: &Piece) -> tantivy::Result<()> {
        for length in 2..=3 {
            for run in words.windows(length) {
                if !run.iter().all(|word| word.is_plain()) {
                    continue;
                }
                let joined: String = run.iter().map(|word| word.joined()).collect();
                if self.frequency(&joined)? > 0 {
                    let alternatives = vec![Alternative::new(joined.clone(), 1.0)];
                    let words: Vec<String> = run.iter().map(|word| word.joined()).collect();
                    let told = self.told(&words, TOLD_COMPOUND);
                    self.added(joined, alternatives, piece.weight * COMPOUND, told)?;
                }
            }
        }
        Ok(())
    }

    fn synonyms(&mut self, terms: &[String], piece: &Piece, of: &[String]) -> tantivy::Result<()> {
        let mut alternatives = Vec::new();
        for term in terms {
            if self.frequency(term)? > 0 {
                alternatives.push(Alternative::new(term.clone(), 1.0));
            }
        }
        if alternatives.is_empty() {
            return Ok(());
        }
        let key = format!("synonym {}", terms.join(" "));
        // What a message says is meant as it is written.
        let share = if piece.message { 0.0 } else { TOLD_SYNONYM };
        let told = self.told(of, share);
        self.added(key, alternatives, piece.weight * SYNONYM, told)
    }

    /// Adds a word that does not stand in the query itself.
    fn added(
        &mut self,
        key: String,
        alternatives: Vec<Alternative>,
        weight: f32,
        told: Vec<(usize, f32)>,
    ) -> tantivy::Result<()> {
        let mut rarity = 0.0f32;
        for alternative in &alternatives {
            rarity = rarity.max(self.rarity(&alternative.text)?);
        }
        let slot = Slot {
            weight,
            rarity,
            told,
            alternatives,
            ..Slot::default()
        };
        self.add(key, slot);
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
        let stands = stands.into_iter();
        slot.alternatives
            .extend(stands.map(|stand| Alternative::new(stand.text, factor * stand.likeness)));
        Ok(())
    }

    fn rarest(mut self) -> Vec<Slot> {
        self.slots.sort_by(|a, b| b.worth().total_cmp(&a.worth()));
        self.slots.truncate(MOST_SLOTS);
        self.slots
    }
}

//! How much of a query stands together in one line of a gotcha: its title, its summary, one of its keywords.
//!
//! BM25 counts words wherever they stand. Who asks a question has all of its words in mind at once, and so has who wrote
//! the keywords: a line that has most of them says more than the same words scattered over a page.

use rustc_hash::FxHashMap;

use crate::{
    analysis::stem,
    document::Passage,
    schema::Part,
    slot::Slot,
    words::{Word, words},
};

/// How much the best line counts beside the words.
const LINE: f32 = 0.9;

/// Words that a line must share with the query; one is no phrase.
const FEWEST: usize = 2;

/// The lines of a gotcha as they are stored: each a line of stems.
pub(crate) fn stored(passages: &[Passage]) -> String {
    let lines = passages
        .iter()
        .filter(|passage| matches!(passage.part, Part::Title | Part::Summary | Part::Keywords));
    let stems = |passage: &Passage| -> Vec<String> {
        let words = words(&passage.text);
        let terms = words.iter().flat_map(Word::terms);
        terms.map(|term| stem(&term.text)).collect()
    };
    let lines: Vec<String> = lines.map(|passage| stems(passage).join(" ")).collect();
    lines.join("\n")
}

/// A query, ready to be compared with lines.
pub(crate) struct Phrases {
    /// Each stem that may stand for words of the query, with the places of these among the words and what it is worth.
    stems: FxHashMap<String, Vec<(usize, f32)>>,
    /// How many words there are.
    words: usize,
    asked: f32,
}

impl Phrases {
    pub(crate) fn new(slots: &[Slot]) -> Phrases {
        let mut stems: FxHashMap<String, Vec<(usize, f32)>> = FxHashMap::default();
        for (at, slot) in slots.iter().enumerate() {
            for alternative in &slot.alternatives {
                let worth = slot.worth() * alternative.factor;
                let stem = stem(&alternative.text);
                stems.entry(stem).or_default().push((at, worth));
            }
        }
        let asked = slots.iter().filter(|slot| slot.asked);
        Phrases {
            stems,
            words: slots.len(),
            asked: asked.map(Slot::worth).sum(),
        }
    }

    /// What the best of the stored lines adds to a gotcha's score, and which share of the query it has.
    pub(crate) fn score(&self, lines: &str) -> (f32, f32) {
        let mut found = vec![0.0; self.words];
        let worths = lines.lines().map(|line| self.line(line, &mut found));
        let worth = worths.fold(0.0, f32::max);
        let share = (worth / self.asked.max(f32::MIN_POSITIVE)).min(1.0);
        (LINE * worth * share, share)
    }

    /// What a line has of the query; `found` is room for what each word is worth in it.
    fn line(&self, line: &str, found: &mut [f32]) -> f32 {
        found.fill(0.0);
        for stands in line.split(' ').filter_map(|stem| self.stems.get(stem)) {
            for (word, worth) in stands {
                found[*word] = worth.max(found[*word]);
            }
        }
        let count = found.iter().filter(|worth| **worth > 0.0).count();
        if count < FEWEST {
            return 0.0;
        }
        found.iter().sum()
    }
}

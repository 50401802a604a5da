//! How much of a query stands together in one line of a gotcha: its title, its summary, one of its keywords.
//!
//! BM25 counts words wherever they stand. Who asks a question has all of its words in mind at once, and so has who wrote
//! the keywords: a line that has most of them says more than the same words scattered over a page.

use crate::{
    analysis::stem,
    ask::Slot,
    document::Passage,
    schema::Part,
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
    slots: Vec<Sought>,
    asked: f32,
}

/// A word of the query with the stems that may stand for it and what each is worth.
struct Sought {
    stems: Vec<(String, f32)>,
}

impl Phrases {
    pub(crate) fn new(slots: &[Slot]) -> Phrases {
        let sought = |slot: &Slot| {
            let stems = slot.alternatives.iter().map(|alternative| {
                let worth = slot.worth() * alternative.factor;
                (stem(&alternative.text), worth)
            });
            Sought {
                stems: stems.collect(),
            }
        };
        let asked = slots.iter().filter(|slot| slot.asked);
        Phrases {
            slots: slots.iter().map(sought).collect(),
            asked: asked.map(Slot::worth).sum(),
        }
    }

    /// What the best of the stored lines adds to a gotcha's score.
    pub(crate) fn score(&self, lines: &str) -> f32 {
        let scores = lines.lines().map(|line| self.line(line));
        LINE * scores.fold(0.0, f32::max)
    }

    fn line(&self, line: &str) -> f32 {
        let stems: Vec<&str> = line.split(' ').collect();
        let worths = self.slots.iter().map(|slot| slot.worth_in(&stems));
        let found: Vec<f32> = worths.filter(|worth| *worth > 0.0).collect();
        if found.len() < FEWEST {
            return 0.0;
        }
        let worth: f32 = found.iter().sum();
        worth * (worth / self.asked).min(1.0)
    }
}

impl Sought {
    fn worth_in(&self, stems: &[&str]) -> f32 {
        let there = self
            .stems
            .iter()
            .filter(|(stem, _)| stems.contains(&stem.as_str()));
        there.map(|(_, worth)| *worth).fold(0.0, f32::max)
    }
}

//! The place of a gotcha that fits a query best, with what to highlight.

use std::{collections::HashMap, ops::Range};

use crate::{
    analysis::stem,
    ask::Slot,
    document::Passage,
    query::Excerpt,
    schema::Part,
    words::{Word, words},
};

/// Length of an excerpt in bytes; one line on a wide terminal, two on a narrow one.
const LENGTH: usize = 160;

/// How far an excerpt begins before its first match.
const LEAD: usize = 40;

/// What a query's words are worth when they are found in a text.
pub(crate) struct Marker {
    exact: HashMap<String, f32>,
    stems: HashMap<String, f32>,
}

impl Marker {
    pub(crate) fn new(slots: &[Slot]) -> Marker {
        let mut exact: HashMap<String, f32> = HashMap::new();
        let mut stems: HashMap<String, f32> = HashMap::new();
        for slot in slots {
            for alternative in &slot.alternatives {
                let worth = slot.weight * slot.rarity * alternative.factor;
                for (terms, term) in [
                    (&mut exact, alternative.text.clone()),
                    (&mut stems, stem(&alternative.text)),
                ] {
                    let known = terms.entry(term).or_default();
                    *known = known.max(worth);
                }
            }
        }
        Marker { exact, stems }
    }

    /// The best place among the passages of a gotcha.
    pub(crate) fn best(&self, passages: &[Passage]) -> Excerpt {
        let mut best: Option<(f32, Excerpt)> = None;
        for passage in passages {
            let lines = if passage.part == Part::Code {
                passage.text.lines().collect()
            } else {
                vec![passage.text.as_str()]
            };
            for line in lines {
                let (worth, excerpt) = self.excerpt(passage.part, line.trim());
                if best.as_ref().is_none_or(|(most, _)| worth > *most) {
                    best = Some((worth, excerpt));
                }
            }
        }
        best.map(|(_, excerpt)| excerpt).unwrap_or_default()
    }

    /// The best part of one text that fits on a line, and what it is worth.
    pub(crate) fn excerpt(&self, part: Part, text: &str) -> (f32, Excerpt) {
        let text = one_line(text);
        let marks = self.marks(&text);
        let (first, worth) = densest(&marks);
        let range = window(&text, first.map_or(0, |first| marks[first].span.start));
        let (before, after) = (
            if range.start > 0 { "…" } else { "" },
            if range.end < text.len() { "…" } else { "" },
        );
        let inside = marks
            .iter()
            .filter(|mark| range.start <= mark.span.start && mark.span.end <= range.end);
        let shift = |at: usize| at - range.start + before.len();
        let highlights = inside
            .map(|mark| (shift(mark.span.start), shift(mark.span.end)))
            .collect();
        let excerpt = Excerpt {
            part: Some(part),
            text: format!("{before}{}{after}", &text[range.clone()]),
            highlights,
        };
        (worth, excerpt)
    }

    fn marks(&self, text: &str) -> Vec<Mark> {
        words(text)
            .into_iter()
            .filter_map(|word| self.mark(word))
            .collect()
    }

    fn mark(&self, word: Word) -> Option<Mark> {
        let mut worth = 0.0f32;
        for term in word.terms() {
            worth = worth.max(self.exact.get(&term.text).copied().unwrap_or_default());
            worth = worth.max(
                self.stems
                    .get(&stem(&term.text))
                    .copied()
                    .unwrap_or_default(),
            );
        }
        (worth > 0.0).then(|| Mark {
            term: word.joined(),
            span: word.span,
            worth,
        })
    }
}

/// A word of a text that the query asked for.
struct Mark {
    span: Range<usize>,
    term: String,
    worth: f32,
}

/// The mark from which on an excerpt's length holds the most, each word once, and how much that is.
fn densest(marks: &[Mark]) -> (Option<usize>, f32) {
    let mut best = (None, 0.0);
    for (first, start) in marks.iter().enumerate() {
        let mut seen: Vec<&str> = Vec::new();
        let mut worth = 0.0;
        for mark in marks[first..]
            .iter()
            .take_while(|mark| mark.span.end <= start.span.start + LENGTH - LEAD)
        {
            if !seen.contains(&mark.term.as_str()) {
                seen.push(&mark.term);
                worth += mark.worth;
            }
        }
        if worth > best.1 {
            best = (Some(first), worth);
        }
    }
    best
}

/// A stretch of a text around `at` that begins and ends between words.
fn window(text: &str, at: usize) -> Range<usize> {
    if text.len() <= LENGTH {
        return 0..text.len();
    }
    let from = floor(text, at.saturating_sub(LEAD).min(text.len() - LENGTH));
    let start = if from == 0 {
        0
    } else {
        text[from..at.max(from)]
            .find(' ')
            .map_or(from, |space| from + space + 1)
    };
    let to = floor(text, (start + LENGTH).min(text.len()));
    let end = if to == text.len() {
        to
    } else {
        text[start..to].rfind(' ').map_or(to, |space| start + space)
    };
    start..end
}

/// The character boundary at or before a place.
fn floor(text: &str, at: usize) -> usize {
    (0..=at)
        .rev()
        .find(|at| text.is_char_boundary(*at))
        .unwrap_or(0)
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ask::Alternative;

    fn marker(terms: &[&str]) -> Marker {
        let slot = |term: &&str| Slot {
            weight: 1.0,
            rarity: 1.0,
            alternatives: vec![Alternative {
                text: term.to_string(),
                factor: 1.0,
            }],
        };
        Marker::new(&terms.iter().map(slot).collect::<Vec<_>>())
    }

    fn highlighted(excerpt: &Excerpt) -> Vec<&str> {
        excerpt
            .highlights
            .iter()
            .map(|(start, end)| &excerpt.text[*start..*end])
            .collect()
    }

    #[test]
    fn highlights_are_whole_words_in_the_excerpt() {
        let (_, excerpt) = marker(&["cookie", "proxy"]).excerpt(
            Part::Prose,
            "Delete the cookies → `JsProxy`\n of é pyodide.ffi.JsProxy",
        );
        assert_eq!(
            highlighted(&excerpt),
            ["cookies", "JsProxy", "pyodide.ffi.JsProxy"]
        );
    }

    #[test]
    fn a_long_text_is_cut_around_its_matches() {
        let text = format!(
            "{} the cookie is lost {}",
            "→ word ".repeat(80),
            "after ".repeat(80)
        );
        let (_, excerpt) = marker(&["cookie", "lost"]).excerpt(Part::Prose, &text);
        assert_eq!(highlighted(&excerpt), ["cookie", "lost"]);
        assert!(
            excerpt.text.starts_with('…') && excerpt.text.ends_with('…'),
            "{}",
            excerpt.text
        );
        assert!(excerpt.text.len() <= LENGTH + 2 * "…".len());
    }

    #[test]
    fn code_is_quoted_by_the_line() {
        let passages = [
            Passage {
                part: Part::Prose,
                text: "Nothing of that".to_owned(),
            },
            Passage {
                part: Part::Code,
                text: "import x\n    return dict(row)\n".to_owned(),
            },
        ];
        let excerpt = marker(&["dict", "row"]).best(&passages);
        assert_eq!(
            (excerpt.part, excerpt.text.as_str()),
            (Some(Part::Code), "return dict(row)")
        );
    }

    #[test]
    fn a_text_without_words_or_spaces_does_no_harm() {
        let (worth, excerpt) = marker(&["x"]).excerpt(Part::Prose, &"→".repeat(500));
        assert_eq!(worth, 0.0);
        assert!(excerpt.text.len() <= LENGTH + 3);
    }
}

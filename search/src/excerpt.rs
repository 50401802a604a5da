//! The place of a gotcha that fits a query best, with what to highlight.

use std::{cell::RefCell, ops::Range};

use rustc_hash::{FxHashMap, FxHashSet};

use crate::{
    analysis::stem,
    query::Excerpt,
    schema::Part,
    slot::Slot,
    words::{Word, spans},
};

/// Length of an excerpt in bytes; one line on a wide terminal, two on a narrow one.
const LENGTH: usize = 160;

/// How far an excerpt begins before its first match.
const LEAD: usize = 40;

/// What a query's words are worth when they are found in a text.
pub(crate) struct Marker {
    exact: FxHashMap<String, f32>,
    stems: FxHashMap<String, f32>,
    /// How the terms begin; a plain word that begins otherwise is none of them, and most words are plain.
    beginnings: FxHashSet<[u8; 3]>,
    /// What the words seen so far are worth, as they are written: most words of a page occur often.
    seen: RefCell<FxHashMap<String, f32>>,
}

impl Marker {
    pub(crate) fn new(slots: &[Slot]) -> Marker {
        let mut exact: FxHashMap<String, f32> = FxHashMap::default();
        let mut stems: FxHashMap<String, f32> = FxHashMap::default();
        for slot in slots {
            for alternative in &slot.alternatives {
                let worth = slot.worth() * alternative.factor;
                for (terms, term) in [
                    (&mut exact, alternative.text.clone()),
                    (&mut stems, stem(&alternative.text)),
                ] {
                    let known = terms.entry(term).or_default();
                    *known = known.max(worth);
                }
            }
        }
        let beginnings = exact
            .keys()
            .chain(stems.keys())
            .map(|term| beginning(term))
            .collect();
        Marker {
            exact,
            stems,
            beginnings,
            seen: RefCell::default(),
        }
    }

    /// The best place of a part of a gotcha; its first text if that has no word of the query.
    pub(crate) fn best(&self, part: Part, texts: &[String]) -> Excerpt {
        let mut best: Option<(f32, &str)> = None;
        for text in texts.iter().flat_map(|text| stretches(part, text)) {
            let (_, worth) = densest(text, &self.marks(text));
            if best.is_none_or(|(most, _)| worth > most) {
                best = Some((worth, text));
            }
        }
        best.map(|(_, text)| self.excerpt(part, text))
            .unwrap_or_default()
    }

    /// The best part of one text that fits on a line.
    pub(crate) fn excerpt(&self, part: Part, text: &str) -> Excerpt {
        let text = one_line(text);
        let marks = self.marks(&text);
        let (first, _) = densest(&text, &marks);
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
        Excerpt {
            part: Some(part),
            text: format!("{before}{}{after}", &text[range.clone()]),
            highlights,
        }
    }

    fn marks(&self, text: &str) -> Vec<Mark> {
        let marks = spans(text).map(|span| Mark {
            worth: self.worth(&text[span.clone()]),
            span,
        });
        marks.filter(|mark| mark.worth > 0.0).collect()
    }

    /// What a word is worth, as it is written.
    fn worth(&self, written: &str) -> f32 {
        if is_plain(written) && !self.beginnings.contains(&beginning(written)) {
            return 0.0;
        }
        if let Some(worth) = self.seen.borrow().get(written) {
            return *worth;
        }
        let mut worth = 0.0f32;
        for term in Word::cut(written, 0..written.len())
            .iter()
            .flat_map(Word::terms)
        {
            let exact = self.exact.get(&term.text).copied().unwrap_or_default();
            let stemmed = self
                .stems
                .get(&stem(&term.text))
                .copied()
                .unwrap_or_default();
            worth = worth.max(exact).max(stemmed);
        }
        self.seen.borrow_mut().insert(written.to_owned(), worth);
        worth
    }
}

/// The first three letters in lower case; stemming leaves them as they are.
fn beginning(word: &str) -> [u8; 3] {
    let mut letters = [0; 3];
    for (letter, byte) in letters.iter_mut().zip(word.bytes()) {
        *letter = byte.to_ascii_lowercase();
    }
    letters
}

/// Whether a word is one part whatever its case: letters without a hump.
fn is_plain(word: &str) -> bool {
    let Some((first, rest)) = word.as_bytes().split_first() else {
        return true;
    };
    let lower = rest.iter().all(u8::is_ascii_lowercase);
    first.is_ascii_alphabetic() && (lower || word.bytes().all(|byte| byte.is_ascii_uppercase()))
}

/// What a text is quoted by: code by the line, anything else as it is.
fn stretches(part: Part, text: &str) -> Vec<&str> {
    match part {
        Part::Code => text.lines().collect(),
        _ => vec![text],
    }
}

/// A word of a text that the query asked for.
struct Mark {
    span: Range<usize>,
    worth: f32,
}

/// The mark from which on an excerpt's length holds the most, each word once, and how much that is.
fn densest(text: &str, marks: &[Mark]) -> (Option<usize>, f32) {
    let mut best = (None, 0.0);
    for (first, start) in marks.iter().enumerate() {
        let mut seen: Vec<&str> = Vec::new();
        let mut worth = 0.0;
        let reach = start.span.start + LENGTH - LEAD;
        for mark in marks[first..]
            .iter()
            .take_while(|mark| mark.span.end <= reach)
        {
            let word = &text[mark.span.clone()];
            if !seen.contains(&word) {
                seen.push(word);
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
    use crate::slot::Alternative;

    fn marker(terms: &[&str]) -> Marker {
        let slot = |term: &&str| Slot {
            weight: 1.0,
            rarity: 1.0,
            alternatives: vec![Alternative::new(*term, 1.0)],
            ..Slot::default()
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
        let excerpt = marker(&["cookie", "proxy"]).excerpt(
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
        let excerpt = marker(&["cookie", "lost"]).excerpt(Part::Prose, &text);
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
        let texts = ["import x\n    return dict(row)\n".to_owned()];
        let excerpt = marker(&["dict", "row"]).best(Part::Code, &texts);
        assert_eq!(
            (excerpt.part, excerpt.text.as_str()),
            (Some(Part::Code), "return dict(row)")
        );
    }

    #[test]
    fn a_text_without_words_or_spaces_does_no_harm() {
        let excerpt = marker(&["x"]).excerpt(Part::Prose, &"→".repeat(500));
        assert!(excerpt.text.len() <= LENGTH + 3);
    }
}

//! The part of a file that a finding is drawn with.

use std::{borrow::Cow, ops::Range};

use ruff_text_size::TextSize;

use super::Source;

/// Lines shown before and after what is marked.
pub const CONTEXT: usize = 2;
/// Written by some editors at the start of a file; no part of its first line.
const BYTE_ORDER_MARK: char = '\u{feff}';

/// The lines of a file that are shown: those that are marked and some around them, blank ones at the ends left out.
pub struct Excerpt<'a> {
    /// Their text, with `\n` or `\r\n` behind each.
    pub text: Cow<'a, str>,
    /// Byte of the file at which the text starts.
    start: usize,
    /// Number of the first line, from 1.
    pub first_line: usize,
}

impl<'a> Excerpt<'a> {
    /// The lines around these bytes of a file. Only these are looked at: a file can have many findings.
    pub fn new(file: &'a Source, marked: &Range<usize>) -> Self {
        let (text, lines) = (&*file.text, file.lines());
        let beginning = text.len() - text.trim_start_matches(BYTE_ORDER_MARK).len();
        let line_of = |byte: usize| {
            let within = byte.clamp(beginning, text.len().saturating_sub(1).max(beginning));
            lines.line_index(TextSize::try_from(within).unwrap_or_default())
        };
        let is_blank = |line| text[lines.line_range(line, text)].trim().is_empty();
        let first = line_of(marked.start);
        let last = line_of(marked.end.saturating_sub(1).max(marked.start));
        let mut top = first.saturating_sub(CONTEXT);
        while top < first && is_blank(top) {
            top = top.saturating_add(1);
        }
        let mut bottom = last.saturating_add(CONTEXT).min(line_of(text.len()));
        while bottom > last && is_blank(bottom) {
            bottom = bottom.saturating_sub(1);
        }
        let start = usize::from(lines.line_start(top, text)).max(beginning);
        let end = usize::from(lines.line_end(bottom, text));
        Excerpt {
            text: with_newlines(&text[start..end]),
            start,
            first_line: top.get(),
        }
    }

    /// A range of the file as one of the text, without the end of the line that it may reach over.
    pub fn within(&self, range: Range<usize>) -> Range<usize> {
        let clamp = |byte: usize| byte.saturating_sub(self.start).min(self.text.len());
        let (start, end) = (clamp(range.start), clamp(range.end));
        let marked = self.text.get(start..end).unwrap_or_default();
        start..start + marked.trim_end_matches(['\r', '\n']).len()
    }
}

/// The same text, byte for byte, but for a `\r` that ends a line on its own.
fn with_newlines(file: &str) -> Cow<'_, str> {
    let is_alone = |at: usize| !file[at + 1..].starts_with('\n');
    if !file.match_indices('\r').any(|(at, _)| is_alone(at)) {
        return file.into();
    }
    let newline = |(at, c): (usize, char)| if c == '\r' && is_alone(at) { '\n' } else { c };
    file.char_indices().map(newline).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn source(text: &str) -> Source {
        Source::new("a.py".into(), text.into())
    }

    #[test]
    fn the_end_of_a_line_is_not_marked() {
        let file = source("def f(:\n  pass\n");
        let excerpt = Excerpt::new(&file, &(7..8));
        assert_eq!(excerpt.within(7..8), 7..7);
        assert_eq!(excerpt.within(6..8), 6..7);
    }

    #[test]
    fn carriage_returns_end_lines() {
        let file = source("a\rb\rc\r\nd\re\rf");
        let excerpt = Excerpt::new(&file, &(2..3));
        assert_eq!(excerpt.text, "a\nb\nc\r\nd\n");
        assert_eq!(excerpt.first_line, 1);
    }

    #[test]
    fn a_byte_order_mark_is_not_shown() {
        let file = source("\u{feff}x = (\n");
        let excerpt = Excerpt::new(&file, &(7..8));
        assert_eq!(excerpt.text, "x = (\n");
        assert_eq!(excerpt.within(7..8), 4..5);
    }

    #[test]
    fn blank_lines_at_the_ends_are_left_out() {
        let file = source("a\n\n\nbé\n\nd\n");
        let excerpt = Excerpt::new(&file, &(4..5));
        assert_eq!((&*excerpt.text, excerpt.first_line), ("bé\n\nd\n", 4));
        let file = source("a\n\nb\n\n\n");
        let excerpt = Excerpt::new(&file, &(3..4));
        assert_eq!((&*excerpt.text, excerpt.first_line), ("a\n\nb\n", 1));
        let file = source("");
        assert_eq!(Excerpt::new(&file, &(0..0)).text, "");
    }

    #[test]
    fn an_excerpt_lends_from_its_file() {
        let file = source(&"x = 1\n".repeat(100));
        let excerpt = Excerpt::new(&file, &(300..301));
        assert!(matches!(excerpt.text, Cow::Borrowed(text) if text.lines().count() == 5));
        assert_eq!(excerpt.first_line, 49);
    }
}

//! The part of a file that a finding is drawn with.

use std::{borrow::Cow, ops::Range};

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
    /// The lines around these bytes of a file.
    pub fn new(file: &'a str, marked: &Range<usize>) -> Self {
        let whole = with_newlines(file);
        let lines = lines(&whole);
        let line_of = |byte: usize| {
            let after = lines.partition_point(|line| line.start <= byte);
            after.saturating_sub(1)
        };
        let first = line_of(marked.start);
        let last = line_of(marked.end.saturating_sub(1).max(marked.start));
        let is_blank = |line: usize| file[lines[line].clone()].trim().is_empty();
        let mut from = first.saturating_sub(CONTEXT);
        while from < first && is_blank(from) {
            from += 1;
        }
        let mut to = (last + CONTEXT).min(lines.len().saturating_sub(1));
        while to > last && is_blank(to) {
            to -= 1;
        }
        let (Some(top), Some(bottom)) = (lines.get(from), lines.get(to)) else {
            return Excerpt {
                text: file.into(),
                start: 0,
                first_line: 1,
            };
        };
        Excerpt {
            text: match whole {
                Cow::Borrowed(whole) => whole[top.start..bottom.end].into(),
                Cow::Owned(whole) => whole[top.start..bottom.end].to_owned().into(),
            },
            start: top.start,
            first_line: from + 1,
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

fn lines(file: &str) -> Vec<Range<usize>> {
    let mut at = file.len() - file.trim_start_matches(BYTE_ORDER_MARK).len();
    let lines = file[at..].split_inclusive('\n').map(|line| {
        at += line.len();
        at - line.len()..at
    });
    lines.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_end_of_a_line_is_not_marked() {
        let file = "def f(:\n  pass\n";
        let excerpt = Excerpt::new(file, &(7..8));
        assert_eq!(excerpt.within(7..8), 7..7);
        assert_eq!(excerpt.within(6..8), 6..7);
    }

    #[test]
    fn carriage_returns_end_lines() {
        let excerpt = Excerpt::new("a\rb\rc\r\nd\re\rf", &(2..3));
        assert_eq!(excerpt.text, "a\nb\nc\r\nd\n");
        assert_eq!(excerpt.first_line, 1);
    }

    #[test]
    fn a_byte_order_mark_is_not_shown() {
        let excerpt = Excerpt::new("\u{feff}x = (\n", &(7..8));
        assert_eq!(excerpt.text, "x = (\n");
        assert_eq!(excerpt.within(7..8), 4..5);
    }
}

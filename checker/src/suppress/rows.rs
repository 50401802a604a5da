//! Lines that end inside a text or with a backslash can hold no comment: which line speaks for them.

use ruff_python_ast::ModModule;
use ruff_python_ast::token::TokenKind;
use ruff_python_parser::Parsed;
use ruff_text_size::{Ranged, TextRange, TextSize};

use super::{line_of, size};
use crate::parse::parse;

/// For each place of a file, the line on which a comment allows what is found there.
///
/// That is its own line but where a text over several lines, or a backslash, joins it to later ones: then it is the last of
/// these, as in ruff.
#[derive(Debug, Default)]
pub struct NoqaRows {
    /// What is joined, in order, from the start of its first line; none touches another.
    joined: Vec<TextRange>,
}

impl NoqaRows {
    /// Reads them off a file.
    pub fn of(source: &str) -> NoqaRows {
        NoqaRows::new(&parse(source), source)
    }

    pub(crate) fn new(parsed: &Parsed<ModModule>, source: &str) -> NoqaRows {
        let mut rows = NoqaRows::default();
        // Of nested texts the outermost counts.
        let mut open: Vec<TextSize> = Vec::new();
        let mut seen = TextSize::default();
        for token in parsed.tokens() {
            if open.is_empty() && seen < token.start() {
                rows.join_continued(TextRange::new(seen, token.start()), source);
            }
            seen = seen.max(token.end());
            match token.kind() {
                TokenKind::String if open.is_empty() => rows.join_text(token.range(), source),
                TokenKind::FStringStart | TokenKind::TStringStart => open.push(token.start()),
                TokenKind::FStringEnd | TokenKind::TStringEnd => {
                    if let Some(start) = open.pop().filter(|_| open.is_empty()) {
                        rows.join_text(TextRange::new(start, token.end()), source);
                    }
                }
                _ => {}
            }
        }
        rows
    }

    /// A place on the line that speaks for this one.
    pub fn resolve(&self, at: TextSize) -> TextSize {
        let next = self.joined.partition_point(|range| range.end() <= at);
        match self.joined.get(next) {
            Some(range) if range.contains(at) => range.end(),
            _ => at,
        }
    }

    /// What the comments of a line speak for; nothing where the line is joined to one below it.
    pub(crate) fn governed(&self, line: TextRange) -> TextRange {
        let first = self
            .joined
            .partition_point(|range| range.end() < line.start());
        match self.joined.get(first) {
            Some(range) if range.start() > line.end() => line,
            Some(range) if range.end() > line.end() => TextRange::empty(line.start()),
            Some(range) => range.cover(line),
            None => line,
        }
    }

    fn join_text(&mut self, text: TextRange, source: &str) {
        if source[text].contains(['\n', '\r']) {
            self.join(TextRange::new(
                line_of(source, text.start()).start(),
                text.end(),
            ));
        }
    }

    /// Joins each line that ends with a backslash between two tokens to the next.
    fn join_continued(&mut self, between: TextRange, source: &str) {
        for (at, _) in source[between].match_indices('\\') {
            let line = line_of(source, between.start() + size(at));
            let next = &source[usize::from(line.end())..];
            let newline = match next.starts_with("\r\n") {
                true => "\r\n".len(),
                false => 1.min(next.len()),
            };
            self.join(TextRange::new(line.start(), line.end() + size(newline)));
        }
    }

    fn join(&mut self, range: TextRange) {
        match self.joined.last_mut() {
            Some(last) if last.end() >= range.start() => *last = last.cover(range),
            _ => self.joined.push(range),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The line that speaks for each line, from 1.
    fn rows(source: &str) -> Vec<usize> {
        let rows = NoqaRows::of(source);
        let row = |at: usize| 1 + source[..at].matches('\n').count();
        let starts = std::iter::once(0).chain(source.match_indices('\n').map(|(at, _)| at + 1));
        let starts = starts.filter(|start| *start < source.len());
        starts
            .map(|start| row(rows.resolve(size(start)).into()))
            .collect()
    }

    #[test]
    fn a_line_speaks_for_itself() {
        assert_eq!(rows("x = 1\ny = (\n  2,\n)\n"), [1, 2, 3, 4]);
    }

    #[test]
    fn the_last_line_of_a_text_speaks_for_all_of_them() {
        assert_eq!(rows("a\nx = '''\n'''\nb\n"), [1, 3, 3, 4]);
        assert_eq!(rows("x = f'''{a}\n{f\"{b}\"}\n'''\nb\n"), [3, 3, 3, 4]);
        assert_eq!(rows("x = '''\n''', '''\n'''\n"), [3, 3, 3]);
        assert_eq!(rows("x = 'a\\\nb'\n"), [2, 2]);
    }

    #[test]
    fn the_line_after_backslashes_speaks_for_those_before() {
        assert_eq!(rows("x = 1, \\\n  2, \\\n  3\ny\n"), [3, 3, 3, 4]);
        assert_eq!(rows("x = 1, \\\n  '''\n'''\ny\n"), [3, 3, 3, 4]);
    }

    #[test]
    fn comments_inside_a_text_speak_for_nothing() {
        let source = "x = f'''{(\n  a # noqa\n)}'''\n";
        let rows = NoqaRows::of(source);
        let line = line_of(source, size(source.find('#').unwrap()));
        assert!(rows.governed(line).is_empty());
        let last = line_of(source, size(source.len() - 1));
        assert_eq!(rows.governed(last).start(), TextSize::default());
    }

    proptest::proptest! {
        /// Whatever a file holds, each place has a line that speaks for it, and that one speaks for itself.
        #[test]
        fn speakers_speak_for_themselves(
            parts in proptest::collection::vec(
                proptest::sample::select(vec![
                    "'''", "f'''", "t\"", "'", "\"", "{", "}", "(", ")", "\\\n", "\\\r\n", "\\", "\n", "\r",
                    "\r\n", "# noqa: CFW403", "x", " ", "é", "\u{feff}", "\0", "if x:\n  ",
                ]),
                0..40,
            )
        ) {
            let source = parts.concat();
            let rows = NoqaRows::of(&source);
            for (at, _) in source.char_indices() {
                let speaker = rows.resolve(size(at));
                proptest::prop_assert!(size(at) <= speaker && speaker <= size(source.len()));
                proptest::prop_assert!(source.is_char_boundary(speaker.into()));
                let line = line_of(&source, speaker);
                let again = line_of(&source, rows.resolve(speaker));
                proptest::prop_assert_eq!(again, line);
                proptest::prop_assert!(rows.governed(line).contains_inclusive(size(at)));
            }
        }
    }
}

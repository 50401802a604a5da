//! From comments to what they allow.

use ruff_python_ast::ModModule;
use ruff_python_ast::token::TokenKind;
use ruff_python_parser::Parsed;
use ruff_text_size::{Ranged, TextRange, TextSize};

use super::{Codes, Directive, Names, Suppressions, Word, line_of, size};

/// Reads comments.
pub struct Reader<'a> {
    pub parsed: &'a Parsed<ModModule>,
    pub source: &'a str,
    pub names: &'a Names<'a>,
}

/// Where a comment stands.
#[derive(Clone, Copy)]
struct Comment {
    range: TextRange,
    line: TextRange,
    /// Whether nothing stands before it.
    own_line: bool,
}

impl<'a> Reader<'a> {
    /// Reads each part of a comment: `# noqa: E501  # gotchas: ignore` has two.
    pub fn comment(&self, range: TextRange, found: &mut Suppressions) {
        let line = line_of(self.source, range.start());
        let before = &self.source[TextRange::new(line.start(), range.start())];
        let comment = Comment {
            range,
            line,
            own_line: before.trim().is_empty(),
        };
        let text: &'a str = &self.source[range];
        for part in text.split('#').skip(1) {
            let start = self.offset(part) - size("#".len());
            self.directive(part, start, comment, found);
        }
    }

    fn directive(
        &self,
        part: &'a str,
        start: TextSize,
        comment: Comment,
        found: &mut Suppressions,
    ) {
        let part = part.trim();
        let (codes, end, scope, is_open) = if let Some(rest) = strip_keyword(part, "gotchas:") {
            let rest = rest.trim_start();
            if let Some(list) = strip_keyword(rest, "ignore") {
                let (codes, end) = self.bracketed(list);
                (codes, end, Some(self.governed(comment)), false)
            } else if let Some(list) = strip_keyword(rest, "file-ignore") {
                let (codes, end) = self.bracketed(list);
                (codes, end, None, false)
            } else if let Some(list) = strip_keyword(rest, "disable") {
                let (codes, end) = self.bracketed(list);
                let rest = TextRange::new(comment.range.start(), size(self.source.len()));
                (codes, end, Some(rest), true)
            } else if let Some(list) = strip_keyword(rest, "enable") {
                let (codes, _) = self.bracketed(list);
                return found.enable(&codes, comment.range.start());
            } else if let Some(list) = strip_keyword(rest, "noqa").filter(|_| comment.own_line)
                && let Some((codes, end)) = self.noqa(list)
            {
                (codes, end, None, false)
            } else {
                return;
            }
        } else if let Some(list) = strip_keyword(part, "noqa")
            && let Some((codes, end)) = self.noqa(list)
        {
            (
                codes,
                end,
                Some(noqa_range(self.parsed, self.source, comment.line)),
                false,
            )
        } else {
            return;
        };
        found.directives.push(Directive {
            range: TextRange::new(start, end),
            scope,
            is_open,
            codes,
        });
    }

    /// What an `ignore` speaks for: its line, or the statement below where it is alone on it.
    fn governed(&self, comment: Comment) -> TextRange {
        match comment.own_line {
            true => next_logical_line(self.parsed, self.source, comment.range.end()),
            false => comment.line,
        }
    }

    /// `: CFW403, CFW404` or nothing, which allows everything; codes of other tools allow nothing of ours. Gives where it
    /// ends, too.
    fn noqa(&self, rest: &'a str) -> Option<(Codes, TextSize)> {
        let Some(list) = rest.trim_start().strip_prefix(':') else {
            let next = rest.chars().next();
            let ends = next.is_none_or(|c| c.is_whitespace() || c == '-');
            return ends.then(|| (Codes::All, self.offset(rest)));
        };
        let mut words = Vec::new();
        let start = self.offset(list.trim_start());
        let mut end = self.offset(list);
        for text in list.split([',', ' ', '\t']).filter(|word| !word.is_empty()) {
            let word = self.word(text, text.to_ascii_uppercase().starts_with("CFW"));
            if word.code.is_none() && !text.chars().all(|c| c.is_ascii_alphanumeric()) {
                break;
            }
            // A word of prose ends the list too; codes have digits.
            if word.code.is_none() && !text.ends_with(|c: char| c.is_ascii_digit()) {
                break;
            }
            end = self.offset(text) + size(text.len());
            words.push(word);
        }
        let range = TextRange::new(start.min(end), end);
        Some((Codes::List { words, range }, end))
    }

    /// `[name, CFW403]`, or nothing, which allows everything. Gives where it ends, too.
    fn bracketed(&self, rest: &'a str) -> (Codes, TextSize) {
        let Some(list) = rest.trim_start().strip_prefix('[') else {
            return (Codes::All, self.offset(rest));
        };
        let (list, closed) = match list.split_once(']') {
            Some((list, _)) => (list, 1),
            None => (list, 0),
        };
        let words = list
            .split(',')
            .map(str::trim)
            .filter(|word| !word.is_empty());
        let words = words.map(|text| self.word(text, true)).collect();
        let range = TextRange::at(self.offset(list), size(list.len()));
        (Codes::List { words, range }, range.end() + size(closed))
    }

    fn word(&self, text: &str, is_ours: bool) -> Word {
        Word {
            text: text.to_owned(),
            code: (self.names)(text),
            is_ours,
        }
    }

    /// Where a part of the source starts in it.
    fn offset(&self, part: &str) -> TextSize {
        size(part.as_ptr() as usize - self.source.as_ptr() as usize)
    }
}

fn strip_keyword<'t>(text: &'t str, keyword: &str) -> Option<&'t str> {
    let head = text.get(..keyword.len())?;
    head.eq_ignore_ascii_case(keyword)
        .then(|| &text[keyword.len()..])
}

/// The lines of the statement that follows a comment of its own.
fn next_logical_line(parsed: &Parsed<ModModule>, source: &str, after: TextSize) -> TextRange {
    let mut start = None;
    for token in parsed.tokens().after(after) {
        if token.kind().is_comment() || token.kind().is_any_newline() && start.is_none() {
            continue;
        }
        if start.is_none() && token.range().is_empty() {
            continue;
        }
        let start = *start.get_or_insert(token.start());
        if token.kind() == TokenKind::Newline {
            return TextRange::new(start, token.end());
        }
    }
    let start = start.unwrap_or(after);
    TextRange::new(start, size(source.len()))
}

/// The lines that a `noqa` speaks for: its own, and all lines of a text that ends on it.
fn noqa_range(parsed: &Parsed<ModModule>, source: &str, line: TextRange) -> TextRange {
    let mut range = line;
    for token in parsed.tokens() {
        if token.start() >= line.end() {
            break;
        }
        let spans_lines =
            token.kind() == TokenKind::String || token.kind() == TokenKind::FStringMiddle;
        if spans_lines
            && token.start() < line.start()
            && token.end() > line.start()
            && token.end() <= line.end()
        {
            let first = line_of(source, token.start());
            range = range.cover(first);
        }
    }
    range
}

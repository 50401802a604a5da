//! Comments that allow a finding.

use gotchas_catalog::Code;
use ruff_python_ast::ModModule;
use ruff_python_parser::Parsed;
use ruff_text_size::{Ranged, TextRange, TextSize};

/// What the comments of a file allow.
#[derive(Debug, Default)]
pub struct Suppressions {
    /// Allowed anywhere in the file.
    file: Vec<Codes>,
    /// Allowed where a finding starts in this range.
    lines: Vec<(TextRange, Codes)>,
}

/// The codes a comment allows.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Codes {
    All,
    These(Vec<Code>),
}

impl Suppressions {
    /// Reads the comments of a file.
    pub fn new(
        parsed: &Parsed<ModModule>,
        source: &str,
        names: &dyn Fn(&str) -> Option<Code>,
    ) -> Suppressions {
        let mut found = Suppressions::default();
        for token in parsed.tokens() {
            if !token.kind().is_comment() {
                continue;
            }
            let range = token.range();
            let comment = &source[range];
            let line = line_of(source, range.start());
            let own_line = source[TextRange::new(line.start(), range.start())]
                .trim()
                .is_empty();
            found.comment(comment, range, line, own_line, source, parsed, names);
        }
        found
    }

    #[expect(
        clippy::too_many_arguments,
        reason = "everything a comment's meaning depends on"
    )]
    fn comment(
        &mut self,
        comment: &str,
        range: TextRange,
        line: TextRange,
        own_line: bool,
        source: &str,
        parsed: &Parsed<ModModule>,
        names: &dyn Fn(&str) -> Option<Code>,
    ) {
        for part in comment.split('#').map(str::trim) {
            if let Some(rest) = strip_keyword(part, "gotchas:") {
                let rest = rest.trim();
                if let Some(list) = strip_keyword(rest, "ignore") {
                    let codes = bracketed(list, names);
                    let place = if own_line {
                        next_logical_line(parsed, source, range.end())
                    } else {
                        line
                    };
                    self.lines.push((place, codes));
                } else if let Some(list) = strip_keyword(rest, "file-ignore") {
                    self.file.push(bracketed(list, names));
                } else if let Some(list) = strip_keyword(rest, "noqa").filter(|_| own_line)
                    && let Some(codes) = noqa(list, names)
                {
                    self.file.push(codes);
                }
            } else if let Some(list) = strip_keyword(part, "noqa")
                && let Some(codes) = noqa(list, names)
            {
                self.lines.push((noqa_range(parsed, source, line), codes));
            }
        }
    }

    /// Whether a finding is allowed.
    pub fn allow(&self, code: Code, at: TextSize) -> bool {
        let on_line = self
            .lines
            .iter()
            .filter(|(range, _)| range.contains_inclusive(at))
            .map(|(_, codes)| codes);
        self.file.iter().chain(on_line).any(|codes| match codes {
            Codes::All => true,
            Codes::These(codes) => codes.contains(&code),
        })
    }
}

fn strip_keyword<'t>(text: &'t str, keyword: &str) -> Option<&'t str> {
    let head = text.get(..keyword.len())?;
    head.eq_ignore_ascii_case(keyword)
        .then(|| &text[keyword.len()..])
}

/// `: CFW403, CFW404` or nothing, which allows everything; codes of other tools alone allow nothing of ours.
fn noqa(rest: &str, names: &dyn Fn(&str) -> Option<Code>) -> Option<Codes> {
    let Some(list) = rest.trim_start().strip_prefix(':') else {
        let ends = rest
            .chars()
            .next()
            .is_none_or(|c| c.is_whitespace() || c == '-');
        return ends.then_some(Codes::All);
    };
    let mut codes = Vec::new();
    for word in list.split([',', ' ', '\t']).filter(|word| !word.is_empty()) {
        match names(word) {
            Some(code) => codes.push(code),
            None if word.chars().all(|c| c.is_ascii_alphanumeric()) => {}
            None => break,
        }
    }
    Some(Codes::These(codes))
}

/// `[name, CFW403]`, or nothing, which allows everything.
fn bracketed(rest: &str, names: &dyn Fn(&str) -> Option<Code>) -> Codes {
    let list = rest
        .trim_start()
        .strip_prefix('[')
        .and_then(|rest| rest.split(']').next());
    match list {
        None => Codes::All,
        Some(list) => Codes::These(
            list.split(',')
                .filter_map(|name| names(name.trim()))
                .collect(),
        ),
    }
}

fn line_of(source: &str, at: TextSize) -> TextRange {
    let at = usize::from(at);
    let start = source[..at]
        .rfind(['\n', '\r'])
        .map_or(0, |start| start + 1);
    let end = source[at..]
        .find(['\n', '\r'])
        .map_or(source.len(), |end| at + end);
    TextRange::new(size(start), size(end))
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
        if token.kind() == ruff_python_ast::token::TokenKind::Newline {
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
        let spans_lines = token.kind() == ruff_python_ast::token::TokenKind::String
            || token.kind() == ruff_python_ast::token::TokenKind::FStringMiddle;
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

fn size(offset: usize) -> TextSize {
    TextSize::try_from(offset).unwrap_or_default()
}

//! `--add-noqa`: allows what is found today, so that a team can start with what comes tomorrow.

use std::{
    collections::{BTreeMap, BTreeSet},
    path::PathBuf,
};

use ruff_python_ast::{PySourceType, token::TokenKind};
use ruff_python_parser::{Parsed, parse_unchecked_source};
use ruff_text_size::{Ranged, TextRange, TextSize};

use super::findings::{Findings, Source};

/// Files by the path they were found at, with `# noqa` comments added, and how many lines got one or more codes.
///
/// A line that cannot hold a comment, since it goes on after a backslash, stays as it is.
pub fn add_noqa(found: &Findings<'_>, reason: &str) -> (Vec<(PathBuf, String)>, usize) {
    let mut count = 0;
    let mut texts = Vec::new();
    for group in found.shown.chunk_by(|a, b| a.file.path == b.file.path) {
        let file = group[0].file;
        let lines = Lines::new(file);
        let mut codes: BTreeMap<TextSize, BTreeSet<String>> = BTreeMap::new();
        for finding in group {
            let end = lines.end_of(finding.diagnostic.range.start());
            if let (Some(code), Some(end)) = (finding.diagnostic.code, end) {
                codes.entry(end).or_default().insert(code.to_string());
            }
        }
        count += codes.len();
        let mut text = file.text.to_string();
        for (end, codes) in codes.iter().rev() {
            let codes: Vec<&str> = codes.iter().map(String::as_str).collect();
            let (at, comment) = lines.comment(*end, &codes.join(", "), reason);
            text.insert_str(at.into(), &comment);
        }
        texts.push((group[0].diagnostic.file.clone(), text));
    }
    (texts, count)
}

/// The lines of a file, and what of it can hold a comment.
struct Lines<'a> {
    file: &'a Source,
    parsed: Parsed<ruff_python_ast::ModModule>,
}

impl<'a> Lines<'a> {
    fn new(file: &'a Source) -> Self {
        Lines {
            file,
            parsed: parse_unchecked_source(&file.text, PySourceType::Python),
        }
    }

    /// The end of the line that a comment on this place belongs on: the last one of a text over several lines.
    fn end_of(&self, at: TextSize) -> Option<TextSize> {
        let mut end = self.line_end(at);
        let spanning = |token: &TextRange| token.start() < end && end < token.end();
        let tokens = self.parsed.tokens().iter().filter(|token| {
            matches!(
                token.kind(),
                TokenKind::String | TokenKind::FStringMiddle | TokenKind::TStringMiddle
            )
        });
        if let Some(token) = tokens.map(Ranged::range).find(spanning) {
            end = self.line_end(token.end());
        }
        let before = &self.file.text[..usize::from(end)];
        (!before.ends_with('\\')).then_some(end)
    }

    fn line_end(&self, at: TextSize) -> TextSize {
        let rest = &self.file.text[usize::from(at)..];
        let length = rest.find(['\n', '\r']).unwrap_or(rest.len());
        at + TextSize::try_from(length).unwrap_or_default()
    }

    /// Where to insert what, so that the line that ends there allows the codes.
    fn comment(&self, end: TextSize, codes: &str, reason: &str) -> (TextSize, String) {
        let comment = self.parsed.tokens().iter().find(|token| {
            token.kind().is_comment() && token.end() <= end && self.line_end(token.end()) == end
        });
        let known = comment.and_then(|token| {
            let text = self.file.text[token.range()].to_ascii_lowercase();
            // A list of codes that ends the comment takes more.
            let list = text.rsplit_once("noqa:")?.1;
            let only_codes = list
                .split([',', ' '])
                .all(|word| word.chars().all(|c| c.is_ascii_alphanumeric()));
            only_codes.then(|| token.end())
        });
        let reason = match reason.trim() {
            "" => String::new(),
            reason => format!(" {reason}"),
        };
        match known {
            Some(end) => (end, format!(", {codes}{reason}")),
            None => (end, format!("  # noqa: {codes}{reason}")),
        }
    }
}

//! `--add-noqa` and `--add-ignore`: they allow what is found today, so that a team can start with what comes tomorrow.

use std::{
    collections::{BTreeMap, BTreeSet},
    ops::Range,
    path::PathBuf,
};

use gotchas_catalog::Catalogue;
use ruff_python_ast::PySourceType;
use ruff_python_parser::parse_unchecked_source;
use ruff_text_size::{Ranged, TextRange, TextSize};

use super::findings::{Findings, Source};

/// How a comment allows findings.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// `# noqa: CFW403`.
    Noqa,
    /// `# gotchas: ignore[CFW403]`.
    Ignore,
}

impl Kind {
    /// What is in front of the codes, and behind them.
    fn around(self) -> (&'static str, &'static str) {
        match self {
            Kind::Noqa => ("noqa: ", ""),
            Kind::Ignore => ("gotchas: ignore[", "]"),
        }
    }

    /// What is behind its keyword in a part of a comment, from the list on.
    fn list(self, part: &str) -> Option<&str> {
        let after = |text: &'_ str, keyword: &str| -> Option<usize> {
            let head = text.get(..keyword.len())?;
            head.eq_ignore_ascii_case(keyword).then_some(keyword.len())
        };
        let part = part.trim_start();
        let rest = match self {
            Kind::Noqa => part[after(part, "noqa")?..]
                .trim_start()
                .strip_prefix(':')?,
            Kind::Ignore => {
                let rest = part[after(part, "gotchas:")?..].trim_start();
                rest[after(rest, "ignore")?..].strip_prefix('[')?
            }
        };
        Some(rest.trim_start())
    }
}

/// Files by the path they were found at, with comments added, and how many lines got one or more codes.
///
/// A line that cannot hold a comment, since it goes on after a backslash, stays as it is.
pub fn allow(
    found: &Findings<'_>,
    kind: Kind,
    reason: &str,
    catalogue: &Catalogue,
) -> (Vec<(PathBuf, String)>, usize) {
    let mut count = 0;
    let mut texts = Vec::new();
    for group in found.shown.chunk_by(|a, b| a.file.path == b.file.path) {
        let file = group[0].file;
        let lines = Lines::new(file, kind, catalogue);
        let mut codes: BTreeMap<usize, BTreeSet<String>> = BTreeMap::new();
        for finding in group {
            let end = lines.end_of(finding.diagnostic.range.start());
            if let (Some(code), Some(end)) = (finding.diagnostic.code, end) {
                codes.entry(end).or_default().insert(code.to_string());
            }
        }
        count += codes.len();
        let mut text = String::new();
        let mut copied = 0;
        for (end, codes) in codes {
            let (at, comment) = lines.comment(end, codes, reason);
            text += &file.text[copied..at.start];
            text += &comment;
            copied = at.end;
        }
        text += &file.text[copied..];
        texts.push((group[0].diagnostic.file.clone(), text));
    }
    (texts, count)
}

/// The lines of a file, and what of it can hold a comment.
struct Lines<'a> {
    file: &'a Source,
    kind: Kind,
    catalogue: &'a Catalogue,
    /// Each comment, in their order. One ends where its line does.
    comments: Vec<TextRange>,
}

impl<'a> Lines<'a> {
    fn new(file: &'a Source, kind: Kind, catalogue: &'a Catalogue) -> Self {
        let parsed = parse_unchecked_source(&file.text, PySourceType::Python);
        let tokens = parsed.tokens().iter();
        let comments = tokens.filter(|token| token.kind().is_comment());
        Lines {
            file,
            kind,
            catalogue,
            comments: comments.map(Ranged::range).collect(),
        }
    }

    /// The end of the line that a comment on this place belongs on.
    fn end_of(&self, at: TextSize) -> Option<usize> {
        let end = self.line_end(self.file.noqa_rows().resolve(at).into());
        (!self.file.text[..end].ends_with('\\')).then_some(end)
    }

    fn line_end(&self, at: usize) -> usize {
        let rest = &self.file.text[at..];
        at + rest.find(['\n', '\r']).unwrap_or(rest.len())
    }

    /// What to put where, so that the line that ends there allows the codes: they join those that it allows already, in
    /// order.
    fn comment(&self, end: usize, codes: BTreeSet<String>, reason: &str) -> (Range<usize>, String) {
        let reason = match reason.trim() {
            "" => String::new(),
            reason => format!(" {reason}"),
        };
        let list = |codes: &BTreeSet<String>| {
            let codes: Vec<&str> = codes.iter().map(String::as_str).collect();
            codes.join(", ")
        };
        let Some((range, known)) = self.known(end) else {
            let (before, after) = self.kind.around();
            let comment = format!("  # {before}{}{after}{reason}", list(&codes));
            let text = self.file.text[..end].trim_end_matches([' ', '\t', '\x0c']);
            return (text.len()..end, comment);
        };
        let all = codes.into_iter().chain(known).collect();
        match self.kind {
            Kind::Noqa => (range, list(&all) + &reason),
            Kind::Ignore => (range, list(&all)),
        }
    }

    /// The list of the comment of that kind on the line that ends there, and where it stands.
    fn known(&self, end: usize) -> Option<(Range<usize>, Vec<String>)> {
        let ends = |comment: &TextRange| usize::from(comment.end());
        let comment = self.comments.binary_search_by_key(&end, ends).ok()?;
        let text = &self.file.text[self.comments[comment]];
        let mut parts = text.split('#').skip(1);
        let list = parts.find_map(|part| self.kind.list(part))?;
        let list = list.split(']').next()?;
        let words = list.split([',', ' ', '\t']).filter(|word| !word.is_empty());
        let words: Vec<&str> = words.take_while(|word| self.is_rule(word)).collect();
        let start = list.as_ptr() as usize - self.file.text.as_ptr() as usize;
        let last = words.last()?;
        let stop = last.as_ptr() as usize - self.file.text.as_ptr() as usize + last.len();
        let words = words.into_iter().map(str::to_owned);
        Some((start..stop, words.collect()))
    }

    /// Whether a word is the name of one of our rules, or looks like the code of anybody's.
    fn is_rule(&self, word: &str) -> bool {
        let digits = word.trim_start_matches(|c: char| c.is_ascii_alphabetic());
        let is_code = digits.len() < word.len()
            && !digits.is_empty()
            && digits.chars().all(|c| c.is_ascii_digit());
        is_code || self.catalogue.get(word).is_some()
    }
}

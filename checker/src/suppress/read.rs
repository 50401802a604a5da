//! From comments to what they allow.

use ruff_python_ast::ModModule;
use ruff_python_ast::token::TokenKind;
use ruff_python_parser::Parsed;
use ruff_text_size::{Ranged, TextRange, TextSize};

use super::{
    Codes, Directive, InvalidSuppression, Names, NoqaRows, Suppressions, Word, line_of, size,
};

const COLON: &str =
    "expected `:` followed by a comma-separated list of codes (e.g., `# noqa: CFW403, CFW404`).";
const LIST: &str = "expected a comma-separated list of codes (e.g., `# noqa: CFW403, CFW404`).";
const SUFFIX: &str =
    "expected code to consist of uppercase letters followed by digits only (e.g. `CFW403`)";
const DELIMITER: &str = "expected comma or space delimiter between codes";
const KEYWORDS: &str = "expected `ignore`, `file-ignore`, `disable`, `enable` or `noqa`";
const NO_CODES: &str = "missing suppression codes like `[CFW403, ...]`";
const CLOSING: &str = "missing closing bracket";
const OWN_LINE: &str = "file-level suppression comments must appear on their own line; for line-level suppression, omit the `gotchas:` prefix";
const OWN_LINE_8: &str = "file-level suppression comments must appear on their own line; for line-level suppression, omit the `flake8:` prefix";

/// Whose comment speaks for a file.
#[derive(Clone, Copy)]
enum Tool {
    Ours,
    Flake8,
}

/// Reads comments.
pub struct Reader<'a> {
    pub parsed: &'a Parsed<ModModule>,
    pub source: &'a str,
    pub names: &'a Names<'a>,
    pub rows: NoqaRows,
}

/// What stands after `noqa`.
enum Noqa {
    /// A directive, and whether codes stand in it without anything between them.
    Read {
        codes: Codes,
        end: TextSize,
        joined: bool,
    },
    /// Something that is meant as one, and what was expected.
    Invalid(&'static str),
    /// A word that only starts like it.
    Prose,
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
    /// Reads each part of a comment: `# noqa: E501  # gotchas: ignore` has two. Of several `noqa` the first counts, as in ruff.
    pub fn comment(&self, range: TextRange, found: &mut Suppressions) {
        let line = line_of(self.source, range.start());
        let before = &self.source[TextRange::new(line.start(), range.start())];
        let comment = Comment {
            range,
            line,
            own_line: before.trim().is_empty(),
        };
        let text: &'a str = &self.source[range];
        let mut has_noqa = false;
        for part in text.split('#').skip(1) {
            let start = self.offset(part) - size("#".len());
            let part = part.trim();
            if let Some(rest) = strip_keyword(part, "gotchas:") {
                self.ours(rest.trim_start(), start, comment, found);
            } else if let Some(rest) = of_flake8(part) {
                self.file_noqa(Tool::Flake8, rest, start, comment, found);
            } else if let Some(rest) = strip_keyword(part, "noqa").filter(|_| !has_noqa) {
                has_noqa = self.line_noqa(rest, start, comment, found);
            }
        }
    }

    /// What stands after a `noqa` that speaks for its line. Gives whether it is meant as one.
    fn line_noqa(
        &self,
        rest: &'a str,
        start: TextSize,
        comment: Comment,
        found: &mut Suppressions,
    ) -> bool {
        match self.noqa(rest) {
            Noqa::Read { codes, end, joined } => {
                if joined {
                    found.invalid(start, "Missing or joined rule code(s)", DELIMITER);
                }
                found.push(Directive {
                    range: TextRange::new(start, end),
                    scope: Some(self.rows.governed(comment.line)),
                    spans: false,
                    is_noqa: true,
                    codes,
                });
                true
            }
            Noqa::Invalid(reason) => {
                found.invalid(start, "Invalid `# noqa` directive", reason);
                true
            }
            Noqa::Prose => false,
        }
    }

    /// What stands after `gotchas:`.
    fn ours(&self, rest: &'a str, start: TextSize, comment: Comment, found: &mut Suppressions) {
        let is_part = |c: char| c.is_alphanumeric() || c == '-' || c == '_';
        let length = rest.find(|c| !is_part(c)).unwrap_or(rest.len());
        let (word, list) = rest.split_at(length);
        let whole = TextRange::new(comment.range.start(), size(self.source.len()));
        let (scope, spans) = match word.to_ascii_lowercase().as_str() {
            "ignore" => (Some(self.governed(comment)), false),
            "file-ignore" => (None, false),
            "disable" => (Some(whole), true),
            "enable" => (None, false),
            "noqa" => return self.file_noqa(Tool::Ours, list, start, comment, found),
            word => {
                // A list shows that it is no prose, and so does a word that starts like one of ours.
                let mut ours = ["ignore", "file-ignore", "disable", "enable"].iter();
                if list.starts_with('[') || ours.any(|known| word.starts_with(known)) {
                    found.invalid(start, "Invalid `# gotchas:` directive", KEYWORDS);
                }
                return;
            }
        };
        let (codes, end) = match self.bracketed(list) {
            Ok(read) => read,
            Err(reason) => return found.invalid(start, "Invalid suppression comment", reason),
        };
        if word.eq_ignore_ascii_case("enable") {
            return found.enable(&codes, comment.range.start());
        }
        found.push(Directive {
            range: TextRange::new(start, end),
            scope,
            spans,
            is_noqa: false,
            codes,
        });
    }

    /// `# gotchas: noqa` and flake8's, which speak for the file.
    fn file_noqa(
        &self,
        tool: Tool,
        rest: &'a str,
        start: TextSize,
        comment: Comment,
        found: &mut Suppressions,
    ) {
        match self.noqa(rest) {
            Noqa::Prose => {}
            _ if !comment.own_line => match tool {
                Tool::Ours => {
                    found.invalid(start, "Unexpected `# gotchas: noqa` directive", OWN_LINE);
                }
                Tool::Flake8 => {
                    found.invalid(start, "Unexpected `# flake8: noqa` directive", OWN_LINE_8);
                }
            },
            Noqa::Invalid(reason) => match tool {
                Tool::Ours => found.invalid(start, "Invalid `# gotchas: noqa` directive", reason),
                Tool::Flake8 => found.invalid(start, "Invalid `# flake8: noqa` directive", reason),
            },
            Noqa::Read { codes, end, .. } => found.push(Directive {
                range: TextRange::new(start, end),
                scope: None,
                spans: false,
                is_noqa: true,
                codes,
            }),
        }
    }

    /// What an `ignore` speaks for: its line with those joined to it, or the statement below where it is alone on it.
    fn governed(&self, comment: Comment) -> TextRange {
        match comment.own_line {
            true => next_logical_line(self.parsed, self.source, comment.range.end()),
            false => self.rows.governed(comment.line).cover(comment.line),
        }
    }

    /// `: CFW403, CFW404` or nothing, which allows everything; codes of other tools allow nothing of ours.
    fn noqa(&self, rest: &'a str) -> Noqa {
        let Some(list) = rest.trim_start().strip_prefix(':') else {
            return match rest.chars().next() {
                Some(next) if next.is_alphanumeric() || next == '_' => Noqa::Prose,
                Some(next) if !next.is_whitespace() => Noqa::Invalid(COLON),
                _ => Noqa::Read {
                    codes: Codes::All,
                    end: self.offset(rest),
                    joined: false,
                },
            };
        };
        let mut words = Vec::new();
        let mut joined = false;
        let start = self.offset(list.trim_start());
        let mut end = self.offset(list);
        for text in list.split([',', ' ', '\t']).filter(|word| !word.is_empty()) {
            let known = self.word(text, true);
            let codes = joined_codes(text);
            if known.code.is_some() {
                words.push(known);
            } else if let Some(codes) = codes {
                joined |= codes.len() > 1;
                words.extend(codes.into_iter().map(|code| {
                    let is_ours = code.to_ascii_uppercase().starts_with("CFW");
                    self.word(code, is_ours)
                }));
            } else if starts_with_code(text) {
                return Noqa::Invalid(SUFFIX);
            } else {
                // A word of prose ends the list.
                break;
            }
            end = self.offset(text) + size(text.len());
        }
        if words.is_empty() {
            return Noqa::Invalid(LIST);
        }
        let range = TextRange::new(start.min(end), end);
        Noqa::Read {
            codes: Codes::List { words, range },
            end,
            joined,
        }
    }

    /// `[name, CFW403]`, or nothing, which allows everything. Gives where it ends, too.
    ///
    /// # Errors
    /// What was expected instead of anything else, which allows nothing.
    fn bracketed(&self, rest: &'a str) -> Result<(Codes, TextSize), &'static str> {
        if rest.trim().is_empty() {
            return Ok((Codes::All, self.offset(rest)));
        }
        let list = rest.trim_start().strip_prefix('[').ok_or(NO_CODES)?;
        let (list, _) = list.split_once(']').ok_or(CLOSING)?;
        let words = list.split(',').map(str::trim);
        let words = words.filter(|word| !word.is_empty());
        let words: Vec<Word> = words.map(|text| self.word(text, true)).collect();
        if words.is_empty() {
            return Err(NO_CODES);
        }
        let range = TextRange::at(self.offset(list), size(list.len()));
        let end = range.end() + size("]".len());
        Ok((Codes::List { words, range }, end))
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

impl Suppressions {
    fn invalid(&mut self, at: TextSize, what: &'static str, reason: &'static str) {
        self.invalid.push(InvalidSuppression { at, what, reason });
    }
}

/// The codes of a word that is made of nothing else: `CFW403`, or `CFW403CFW201`.
fn joined_codes(word: &str) -> Option<Vec<&str>> {
    let mut codes = Vec::new();
    let mut rest = word;
    while !rest.is_empty() {
        let length = code_length(rest)?;
        let (code, after) = rest.split_at(length);
        codes.push(code);
        rest = after;
    }
    Some(codes)
}

fn starts_with_code(word: &str) -> bool {
    code_length(word).is_some()
}

/// How long the code is that a word starts with: letters, then digits.
fn code_length(word: &str) -> Option<usize> {
    let letters = word.find(|c: char| !c.is_ascii_alphabetic())?;
    let digits = word[letters..].trim_start_matches(|c: char| c.is_ascii_digit());
    let length = word.len() - digits.len();
    (letters > 0 && length > letters).then_some(length)
}

/// What stands behind flake8's way to speak for a file, which ruff reads as its own.
fn of_flake8(text: &str) -> Option<&str> {
    let rest = text.strip_prefix("flake8")?.trim_start();
    strip_keyword(rest.strip_prefix(':')?.trim_start(), "noqa")
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

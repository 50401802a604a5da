//! Understands what was asked: two words, a question, an error line, or a page of terminal output.
//!
//! Whatever a developer pastes, the line that names the exception tells most, then the exceptions that caused it, then
//! lines that sound like a failure. Frames of a traceback say where, not what, so they count only when they lie in the
//! runtime. Of everything else the words count a little.

mod clean;
mod envelope;
mod line;

use std::{borrow::Cow, collections::HashSet};

use line::Line;

/// More of a line adds nothing to what it is found by.
const LONGEST_LINE: usize = 600;

/// Lines are a log if a tool or a logger wrote one in so many of them.
const LEAST_LOGGED: usize = 4;

/// Distinct error lines that are looked at, the last ones of a log.
const MOST_ERRORS: usize = 128;

/// Of a longer text only the end is squeezed.
const LONGEST_SQUEEZED: usize = 64 << 10;

/// Distinct other lines that are looked at, the last ones of a log.
const MOST_LINES: usize = 200;

/// A single line of at most this many words was typed rather than pasted.
const TYPED_WORDS: usize = 24;

/// What a text asks for.
#[derive(Debug, Default, PartialEq)]
pub(crate) struct Reading {
    /// Lines that are or may be error messages, the most telling first.
    pub(crate) errors: Vec<Weighted>,
    /// Other text whose words count.
    pub(crate) words: Vec<Weighted>,
    /// The letters and digits of all of it, or of the end of a long text: a message is in it however its lines were cut.
    pub(crate) squeezed: String,
    /// Whether somebody typed it: then a misspelled word is worth correcting, and the last one may be unfinished.
    pub(crate) typed: bool,
}

/// A piece of the text and how much it counts, 1 being the most.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Weighted {
    /// The piece, without prefixes.
    pub(crate) text: String,
    /// From 0 to 1.
    pub(crate) weight: f32,
}

/// Whether a text starts with the name of an exception.
pub(crate) fn is_exception(text: &str) -> bool {
    line::exception_at(text) == Some(0)
}

pub(crate) use line::bytes_literals;

/// Reads a query of any size; the time is linear in it.
pub(crate) fn read(text: &str) -> Reading {
    let text = clean::without_escapes(text);
    let text = without_entities(text.trim());
    let lines = envelope::lines(&text);
    let filled = lines.iter().filter(|line| !line.trim().is_empty()).count();
    let mut reading = match filled {
        0 | 1 => {
            let line = lines.iter().find(|line| !line.trim().is_empty());
            line.map(|line| read_line(line)).unwrap_or_default()
        }
        _ => read_block(&lines),
    };
    reading.squeezed = squeezed(&end_of(&text, LONGEST_SQUEEZED).replace("\\n", " "));
    reading
}

/// The letters and digits of a text in lower case.
pub(crate) fn squeezed(text: &str) -> String {
    let kept = text.chars().filter(|c| c.is_alphanumeric());
    kept.flat_map(char::to_lowercase).collect()
}

fn end_of(text: &str, length: usize) -> &str {
    let from = text.len().saturating_sub(length);
    let from = (from..=text.len()).find(|at| text.is_char_boundary(*at));
    &text[from.unwrap_or(text.len())..]
}

fn read_line(line: &str) -> Reading {
    let stripped = clean::without_prefix(line);
    let typed = line.split_whitespace().count() <= TYPED_WORDS;
    match line::exception_at(stripped) {
        Some(at) => {
            let before = Weighted::new(&stripped[..at], 0.2);
            Reading {
                errors: vec![Weighted::new(&stripped[at..], 1.0)],
                words: vec![before],
                typed,
                ..Reading::default()
            }
        }
        None => {
            let text = if typed { line.trim() } else { stripped };
            Reading {
                errors: vec![Weighted::new(text, 0.6)],
                words: Vec::new(),
                typed,
                ..Reading::default()
            }
        }
    }
}

/// The kinds of lines of a block, each in the block's order.
#[derive(Default)]
struct Block<'t> {
    errors: Vec<&'t str>,
    alarms: Vec<&'t str>,
    texts: Vec<&'t str>,
    runtime: Vec<String>,
    code: Option<&'t str>,
    /// Lines with anything in them, and those of them that a tool or a logger wrote.
    filled: usize,
    logged: usize,
    /// Whether a logger calls a line an error, or a request was answered with one.
    loud: bool,
}

impl Block<'_> {
    /// Whether it is a log of which nothing sounds like a failure.
    fn is_clean_log(&self) -> bool {
        let quiet = self.errors.is_empty() && self.alarms.is_empty() && !self.loud;
        quiet && self.logged * LEAST_LOGGED >= self.filled && self.logged > 0
    }
}

fn read_block(lines: &[String]) -> Reading {
    let block = sort(lines);
    if block.is_clean_log() {
        return Reading::default();
    }
    let mut errors = Vec::new();
    for (rank, text) in distinct(&block.errors, MOST_ERRORS).into_iter().enumerate() {
        errors.push(Weighted::new(text, (1.0 - 0.12 * rank as f32).max(0.4)));
    }
    let named = !errors.is_empty();
    let alarm = if named { 0.25 } else { 0.8 };
    errors.extend(
        distinct(&block.alarms, MOST_ERRORS)
            .into_iter()
            .map(|text| Weighted::new(text, alarm)),
    );

    let mut words = Vec::new();
    let code = if named { 0.25 } else { 0.6 };
    words.extend(block.code.map(|text| Weighted::new(text, code)));
    words.extend(
        distinct(&block.runtime, 16)
            .into_iter()
            .map(|text| Weighted::new(text, 0.2)),
    );
    let text = match (named, errors.is_empty()) {
        (true, _) => 0.05,
        (false, false) => 0.3,
        (false, true) => 0.6,
    };
    words.extend(
        distinct(&block.texts, MOST_LINES)
            .into_iter()
            .map(|line| Weighted::new(line, text)),
    );
    Reading {
        errors,
        words,
        ..Reading::default()
    }
}

fn sort(lines: &[String]) -> Block<'_> {
    let mut block = Block::default();
    let mut after_frame = None;
    for line in lines {
        block.filled += usize::from(!line.trim().is_empty());
        let logged = clean::is_logged(line);
        block.loud |= line::is_loud(line);
        let line = clean::without_prefix(line);
        block.logged += usize::from(logged || line::is_request(line));
        match line::classify(line) {
            Line::Frame { runtime } => {
                after_frame = Some(runtime.is_some());
                block.runtime.extend(runtime);
                continue;
            }
            Line::Noise => {}
            // The line of code under a frame, whatever it looks like; the last one of the user's own is kept.
            _ if after_frame == Some(false) => block.code = Some(line),
            _ if after_frame == Some(true) => {}
            Line::Error(text) => block.errors.push(text),
            Line::Alarm(text) => block.alarms.push(text),
            Line::Text(text) => block.texts.push(text),
        }
        after_frame = None;
    }
    block
}

/// The last `most` lines that differ in more than numbers, the last one first.
fn distinct<T: AsRef<str>>(lines: &[T], most: usize) -> Vec<&str> {
    let mut seen = HashSet::new();
    let lines = lines.iter().rev().map(AsRef::as_ref);
    lines
        .filter(|line| seen.insert(line.replace(|c: char| c.is_ascii_digit(), "")))
        .take(most)
        .collect()
}

impl Weighted {
    fn new(text: &str, weight: f32) -> Weighted {
        let end = text
            .char_indices()
            .map(|(at, _)| at)
            .take_while(|at| *at <= LONGEST_LINE)
            .last()
            .unwrap_or(0);
        let text = if text.len() <= LONGEST_LINE {
            text
        } else {
            &text[..end]
        };
        Weighted {
            text: text.to_owned(),
            weight,
        }
    }
}

/// Text copied out of a web page's source, or out of JSON.
fn without_entities(text: &str) -> String {
    let text = &unescaped(text);
    if !text.contains('&') {
        return text.to_string();
    }
    let quotes = text
        .replace("&#39;", "'")
        .replace("&#x27;", "'")
        .replace("&quot;", "\"");
    quotes
        .replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&amp;", "&")
}

/// Text in which the characters are written out that JSON and Python escape by number: `\\u0027` is an apostrophe. Quotation
/// marks and what is no ASCII stay as they are, so that JSON remains JSON.
fn unescaped(text: &str) -> Cow<'_, str> {
    if !text.contains("\\u00") {
        return Cow::Borrowed(text);
    }
    let mut plain = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find("\\u00") {
        let digits = rest.get(at + 4..at + 6);
        let code = digits.and_then(|digits| u8::from_str_radix(digits, 16).ok());
        let Some(code) = code.filter(|code| (b' '..0x7f).contains(code) && !b"\"\\".contains(code))
        else {
            plain.push_str(&rest[..at + 4]);
            rest = &rest[at + 4..];
            continue;
        };
        plain.push_str(rest[..at].trim_end_matches('\\'));
        plain.push(char::from(code));
        rest = &rest[at + 6..];
    }
    plain.push_str(rest);
    Cow::Owned(plain)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn errors(text: &str) -> Vec<String> {
        read(text)
            .errors
            .into_iter()
            .map(|error| error.text)
            .collect()
    }

    #[test]
    fn the_last_exception_comes_first_and_its_causes_follow() {
        let text = "Traceback (most recent call last):\n  File \"/session/metadata/a.py\", line 1, in f\n    raise KeyError: x\n\
            KeyError: 'a'\n\nDuring handling of the above exception, another exception occurred:\n\n\
            Traceback (most recent call last):\n  File \"/lib/asgi.py\", line 193, in send\n    result.set_result(resp)\n\
            asyncio.exceptions.InvalidStateError: invalid state\n";
        let reading = read(text);
        assert_eq!(
            errors(text),
            [
                "asyncio.exceptions.InvalidStateError: invalid state",
                "KeyError: 'a'"
            ]
        );
        assert!(reading.errors[0].weight > reading.errors[1].weight);
        assert!(reading.words.iter().any(|words| words.text == "asgi send"));
        assert!(!reading.typed);
    }

    #[test]
    fn a_wrangler_log_gives_its_error() {
        let text = "\u{1b}[32m⎔ Starting local server...\u{1b}[0m\n[wrangler:info] Ready on http://localhost:8787\n\
            \u{1b}[31m✘ \u{1b}[41;31m[\u{1b}[41;97mERROR\u{1b}[41;31m]\u{1b}[0m Uncaught (in promise) TypeError: 'pyodide.ffi.JsProxy' object is not iterable\n\
            [wrangler:info] GET /users 500 Internal Server Error (12ms)\n";
        assert_eq!(
            errors(text),
            ["TypeError: 'pyodide.ffi.JsProxy' object is not iterable"]
        );
    }

    #[test]
    fn repeated_lines_count_once() {
        let text = "ValueError: row 1\nValueError: row 22\nTypeError: x\n";
        assert_eq!(errors(text), ["TypeError: x", "ValueError: row 22"]);
    }

    #[test]
    fn typed_text_is_kept_as_it_is() {
        let reading = read("ERROR handling in D1");
        assert_eq!(reading.errors[0].text, "ERROR handling in D1");
        assert!(reading.typed);
        assert_eq!(read(" \n\n "), Reading::default());
    }

    #[test]
    fn entities_of_web_pages_are_resolved() {
        assert_eq!(
            errors("TypeError: &#39;x&#39; &amp; y"),
            ["TypeError: 'x' & y"]
        );
    }

    #[test]
    fn escapes_of_json_are_resolved() {
        assert_eq!(errors(r"TypeError: \u0027x\u0027"), ["TypeError: 'x'"]);
        assert_eq!(
            errors(r"TypeError: \\u0027x\\u0027 \u00e9 \u00"),
            [r"TypeError: 'x' \u00e9 \u00"]
        );
        assert_eq!(
            errors(r#"{"m": "TypeError: \u0022x\u0022"}"#),
            ["TypeError: \"x\""]
        );
    }

    #[test]
    fn squeezed_text_is_letters_and_digits() {
        assert_eq!(read("TypeError: 'x y'\nis A").squeezed, "typeerrorxyisa");
    }

    #[test]
    fn long_lines_are_cut_between_characters() {
        let text = format!("ValueError: {}", "→".repeat(1000));
        assert!(errors(&text)[0].len() <= LONGEST_LINE);
    }
}

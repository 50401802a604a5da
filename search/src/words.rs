//! Cuts text into words the way programmers write them.

use std::ops::Range;

/// Operators that are worth a word of their own, because people search for them.
const OPERATORS: [&str; 8] = ["**", "==", "!=", ":=", "->", "=>", "||", "|="];

/// What operators are made of.
const OPERATOR_SIGNS: &[u8] = b"*=!:<>|-";

/// A longer part is no word but a hash, a token or encoded data.
const LONGEST_PART: usize = 48;

/// A chain of more parts is a path or an address: its parts are words, the chain itself is not.
const MOST_PARTS: usize = 10;

/// A word of a text: `cookies`, `to_py`, `pyodide.ffi.JsProxy`, `D1_TYPE_ERROR`, `Set-Cookie`, `0.28.2`, `**`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Word {
    /// Where it stands in the text, in bytes.
    pub(crate) span: Range<usize>,
    /// Its smallest parts in lower case: `pyodide`, `ffi`, `js`, `proxy`.
    pub(crate) parts: Vec<String>,
    /// The parts of each piece between dots or hyphens, as ranges of `parts`: `pyodide`, `ffi`, `JsProxy`.
    pieces: Vec<Range<usize>>,
}

impl Word {
    /// Cuts the word at one of the [`spans`] of a text; none if it is nothing but underscores or encoded data.
    pub(crate) fn cut(text: &str, span: Range<usize>) -> Option<Word> {
        let mut word = Word {
            span: span.clone(),
            parts: Vec::new(),
            pieces: Vec::new(),
        };
        if !text[span.clone()].starts_with(is_word) {
            word.parts.push(text[span].to_owned());
            return Some(word);
        }
        chain(text, span.start, |run, suffix| {
            let first = word.parts.len();
            split_run(run, &mut word.parts);
            if let Some(last) = word.parts[first..].last_mut() {
                last.push_str(suffix);
                word.pieces.push(first..word.parts.len());
            }
        });
        (!word.parts.is_empty()).then_some(word)
    }

    /// The word with its separators taken out, so that `Set-Cookie`, `set_cookie` and `setCookie` are one:
    /// `pyodideffijsproxy`.
    pub(crate) fn joined(&self) -> String {
        self.parts.concat()
    }

    /// Every term the word is found by: the whole of it, its pieces, its parts.
    pub(crate) fn terms(&self) -> Vec<Term> {
        let mut terms: Vec<Term> = Vec::with_capacity(self.parts.len() + 2);
        let mut add = |text: String, size: Size| {
            if text.len() <= LONGEST_PART && !terms.iter().any(|term| term.text == text) {
                terms.push(Term { text, size });
            }
        };
        if self.parts.len() <= MOST_PARTS {
            add(self.joined(), Size::Whole);
        }
        for piece in &self.pieces {
            add(self.parts[piece.clone()].concat(), Size::Piece);
        }
        for part in &self.parts {
            add(part.clone(), Size::Part);
        }
        terms
    }

    /// What stands between its dots and hyphens: `jsproxy`, `d1typeerror`; the word itself if there are none.
    pub(crate) fn joined_pieces(&self) -> Vec<String> {
        if self.pieces.is_empty() {
            return vec![self.joined()];
        }
        self.pieces
            .iter()
            .map(|piece| self.parts[piece.clone()].concat())
            .collect()
    }

    /// Whether it has no inner structure.
    pub(crate) fn is_plain(&self) -> bool {
        self.parts.len() == 1
    }
}

/// A term of a [`Word`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Term {
    /// The term, in lower case and without separators.
    pub(crate) text: String,
    /// How much of the word it is.
    pub(crate) size: Size,
}

/// How much of a [`Word`] one of its terms is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Size {
    /// All of it.
    Whole,
    /// What stands between two dots or hyphens.
    Piece,
    /// What cannot be cut further.
    Part,
}

/// The words of a text, in order.
pub(crate) fn words(text: &str) -> Vec<Word> {
    spans(text)
        .filter_map(|span| Word::cut(text, span))
        .collect()
}

/// Where the words of a text are; much cheaper than [`words`].
pub(crate) fn spans(text: &str) -> impl Iterator<Item = Range<usize>> {
    let mut at = 0;
    std::iter::from_fn(move || {
        loop {
            at += text[at..]
                .bytes()
                .take_while(|byte| separates(*byte))
                .count();
            let next = text[at..].chars().next()?;
            let start = at;
            if is_word(next) {
                at = chain(text, start, |_, _| ());
                return Some(start..at);
            }
            let run = operator_run(&text[at..]);
            at += run.len().max(next.len_utf8());
            if OPERATORS.contains(&run) {
                return Some(start..at);
            }
        }
    })
}

/// Whether a byte is neither of a word nor of an operator, whatever stands around it.
fn separates(byte: u8) -> bool {
    byte.is_ascii()
        && !byte.is_ascii_alphanumeric()
        && byte != b'_'
        && !OPERATOR_SIGNS.contains(&byte)
}

/// The pieces of all words of a text, in order: what two messages are compared by. `pyodide.ffi.JsProxy` gives
/// `pyodide`, `ffi` and `jsproxy`.
pub(crate) fn pieces(text: &str) -> Vec<String> {
    words(text).iter().flat_map(Word::joined_pieces).collect()
}

fn is_word(c: char) -> bool {
    c.is_alphanumeric() || c == '_'
}

/// A run of operator characters, which may be empty.
fn operator_run(rest: &str) -> &str {
    let length = rest
        .bytes()
        .take_while(|byte| OPERATOR_SIGNS.contains(byte))
        .count();
    &rest[..length]
}

/// Goes along the word that starts at `start` and gives each of its runs of letters with the letters that follow an
/// apostrophe. Returns the word's end.
fn chain<'t>(text: &'t str, start: usize, mut visit: impl FnMut(&'t str, &'t str)) -> usize {
    let mut at = start;
    loop {
        let end = at + run_length(&text[at..]);
        if let Some(quote) = bytes_literal(text, start, end) {
            visit(&text[start..end + quote], "");
            return end + quote;
        }
        let suffix = contraction(&text[end..]);
        visit(&text[at..end], suffix.letters);
        at = end + suffix.length;
        match connector(&text[at..]) {
            Some(length) => at += length,
            None => return at,
        }
    }
}

/// Letters, digits and underscores; a dot between two digits belongs to the number.
fn run_length(rest: &str) -> usize {
    let bytes = rest.as_bytes();
    let digit = |at: usize| bytes.get(at).is_some_and(u8::is_ascii_digit);
    let mut at = 0;
    while let Some(byte) = bytes.get(at) {
        let decimal = *byte == b'.' && at > 0 && digit(at - 1) && digit(at + 1);
        if byte.is_ascii_alphanumeric() || *byte == b'_' || decimal {
            at += 1;
        } else if let Some(letter) = rest[at..]
            .chars()
            .next()
            .filter(|c| !c.is_ascii() && is_word(*c))
        {
            at += letter.len_utf8();
        } else {
            break;
        }
    }
    at
}

/// A single dot or hyphen between two word characters joins them.
fn connector(rest: &str) -> Option<usize> {
    let mut chars = rest.chars();
    let joins = matches!(chars.next(), Some('.' | '-')) && chars.next().is_some_and(is_word);
    joins.then_some(1)
}

/// `b'…'` and `b"…"`: bytes that ended up in a text keep their prefix. In `'b'` the quote before the letter is of the same
/// kind, and the letter is all there is.
fn bytes_literal(text: &str, start: usize, end: usize) -> Option<usize> {
    let quote = text[end..].chars().next()?;
    let literal = &text[start..end] == "b" && matches!(quote, '\'' | '"');
    (literal && !text[..start].ends_with(quote)).then_some(quote.len_utf8())
}

#[derive(Default)]
struct Contraction<'t> {
    letters: &'t str,
    length: usize,
}

/// What follows an apostrophe inside an English word, if anything does: `can't`, `doesn’t`, `proxy's`.
fn contraction(rest: &str) -> Contraction<'_> {
    let Some(apostrophe) = rest.chars().next().filter(|c| matches!(c, '\'' | '’')) else {
        return Contraction::default();
    };
    let letters = &rest[apostrophe.len_utf8()..];
    let letters = &letters[..run_length(letters)];
    if !["t", "s", "re", "ve", "ll", "d", "m"].contains(&letters) {
        return Contraction::default();
    }
    let length = apostrophe.len_utf8() + letters.len();
    // A possessive belongs to the word and says nothing.
    Contraction {
        letters: if letters == "s" { "" } else { letters },
        length,
    }
}

/// Cuts at underscores and humps: `HTTPException` into `http` and `exception`, `D1Database` into `d1` and `database`.
fn split_run(run: &str, parts: &mut Vec<String>) {
    for piece in run.split('_').filter(|piece| !piece.is_empty()) {
        let chars: Vec<(usize, char)> = piece.char_indices().collect();
        let mut start = 0;
        for index in 1..chars.len() {
            let (at, c) = chars[index];
            let before = chars[index - 1].1;
            let lower_after = chars
                .get(index + 1)
                .is_some_and(|(_, next)| next.is_lowercase());
            let hump = c.is_uppercase()
                && (before.is_lowercase()
                    || before.is_numeric()
                    || (before.is_uppercase() && lower_after));
            if hump {
                push_part(&piece[start..at], parts);
                start = at;
            }
        }
        push_part(&piece[start..], parts);
    }
}

fn push_part(part: &str, parts: &mut Vec<String>) {
    if part.len() <= LONGEST_PART {
        parts.push(part.to_lowercase());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn terms(text: &str) -> Vec<String> {
        words(text)
            .iter()
            .flat_map(Word::terms)
            .map(|term| term.text)
            .collect()
    }

    #[test]
    fn identifiers_are_found_by_whole_and_by_part() {
        assert_eq!(terms("JsProxy"), ["jsproxy", "js", "proxy"]);
        assert_eq!(
            terms("pyodide.ffi.JsProxy"),
            [
                "pyodideffijsproxy",
                "pyodide",
                "ffi",
                "jsproxy",
                "js",
                "proxy"
            ]
        );
        assert_eq!(terms("to_py"), ["topy", "to", "py"]);
        assert_eq!(terms("delete_cookie"), ["deletecookie", "delete", "cookie"]);
        assert_eq!(
            terms("D1_TYPE_ERROR"),
            ["d1typeerror", "d1", "type", "error"]
        );
        assert_eq!(terms("Set-Cookie"), ["setcookie", "set", "cookie"]);
        assert_eq!(
            terms("BaseHTTPMiddleware"),
            ["basehttpmiddleware", "base", "http", "middleware"]
        );
        assert_eq!(
            terms("D1Database.prepare()"),
            [
                "d1databaseprepare",
                "d1database",
                "prepare",
                "d1",
                "database"
            ]
        );
    }

    #[test]
    fn separators_do_not_tell_words_apart() {
        let joined = |text: &str| words(text)[0].joined();
        assert_eq!(joined("Set-Cookie"), joined("set_cookie"));
        assert_eq!(joined("setCookie"), joined("SETCOOKIE"));
    }

    #[test]
    fn numbers_and_versions_stay_whole() {
        assert_eq!(terms("Pyodide 0.28.2."), ["pyodide", "0.28.2"]);
        assert_eq!(terms("line 193, in"), ["line", "193", "in"]);
    }

    #[test]
    fn contractions_are_words_and_possessives_are_not() {
        assert_eq!(
            terms("can't start new thread"),
            ["cant", "start", "new", "thread"]
        );
        assert_eq!(
            terms("the proxy's keys don’t"),
            ["the", "proxy", "keys", "dont"]
        );
        assert_eq!(terms("'pyodide' object"), ["pyodide", "object"]);
    }

    #[test]
    fn operators_and_bytes_prefixes_carry_meaning() {
        assert_eq!(terms("**opts == None"), ["**", "opts", "==", "none"]);
        assert_eq!(terms("b'q=1'"), ["b'", "q", "1"]);
        assert_eq!(terms("f('b') g(\"b\")"), ["f", "b", "g", "b"]);
        assert_eq!(terms("====== --"), [""; 0]);
    }

    #[test]
    fn paths_and_encoded_data_do_not_swell() {
        assert_eq!(terms(&"x".repeat(400)), [""; 0]);
        let chain = vec!["a"; 30].join(".");
        assert_eq!(terms(&chain), ["a"]);
        assert_eq!(terms("___ _"), [""; 0]);
    }

    #[test]
    fn spans_cut_the_text_at_the_word() {
        let text = "→ a «pyodide.ffi.JsProxy» object";
        let spans: Vec<&str> = words(text)
            .iter()
            .map(|word| &text[word.span.clone()])
            .collect();
        assert_eq!(spans, ["a", "pyodide.ffi.JsProxy", "object"]);
    }
}

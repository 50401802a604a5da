//! A piece of a query, cut into words, with what it is about.

use std::ops::Range;

use crate::{
    background::tells,
    paste::{Weighted, bytes_literals, is_exception},
    stop_words::{commonness, worth},
    template::{is_name, names},
    words::{Word, words},
};

/// How much a value counts that is of one run only: a number, a file, what stands inside a bytes literal.
pub(crate) const VALUE: f32 = 0.15;

/// How much a word tells that messages of Python itself have.
const MESSAGE_WORD: f32 = 0.35;

/// A piece of the query.
pub(crate) struct Piece {
    /// Its words and how much each counts in it, from 0 to 1.
    pub(crate) words: Vec<(Word, f32)>,
    /// How much it counts in the query.
    pub(crate) weight: f32,
    /// How much it counts where it is decided whether any gotcha is asked for, from 0 to 1.
    pub(crate) tells: f32,
    /// Whether it is an exception's message; a word in it that no gotcha has is a value of that very run.
    pub(crate) message: bool,
    text: String,
    /// Where the text names what it is about: inside quotes, unless a value stands there.
    subjects: Vec<Range<usize>>,
}

impl Piece {
    pub(crate) fn cut(piece: &Weighted) -> Piece {
        let text = &piece.text;
        let message = is_exception(text);
        let words = words(text);
        let subjects = match message {
            true => subjects(text, &words),
            false => Vec::new(),
        };
        let values = bytes_literals(text);
        let worth = |word: &Word| {
            if is_in(&values, word) {
                return VALUE;
            }
            if is_in(&subjects, word) {
                return 1.0;
            }
            let joined = word.joined();
            let common = if message { commonness(&joined) } else { 1.0 };
            worth(&joined, &text[word.span.clone()]).min(common)
        };
        let words = words.into_iter().map(|word| {
            let worth = worth(&word);
            (word, worth)
        });
        Piece {
            words: words.collect(),
            weight: piece.weight,
            tells: 1.0,
            message,
            text: text.clone(),
            subjects,
        }
    }

    /// How much a word in lower case tells apart what is asked: in a message hardly anything where messages of Python itself
    /// have it.
    pub(crate) fn tells_of(&self, word: &Word) -> f32 {
        let joined = word.joined();
        match self.message && commonness(&joined) < 1.0 {
            true => MESSAGE_WORD,
            // `third-party` tells no more than its parts.
            false => {
                let parts = word.parts.iter().map(|part| tells(part));
                tells(&joined).min(parts.fold(0.0, f32::max))
            }
        }
    }

    /// Whether a word is what the message is about.
    pub(crate) fn is_subject(&self, word: &Word) -> bool {
        is_in(&self.subjects, word)
    }

    /// Whether a word is the first thing that the message is about; what is said of it may be another name.
    pub(crate) fn is_first_subject(&self, word: &Word) -> bool {
        let first = self.subjects.first();
        first.is_some_and(|first| is_in(std::slice::from_ref(first), word))
    }

    /// Whether a word is the exception whose message this is.
    pub(crate) fn is_exception(&self, word: &Word) -> bool {
        self.message && word.span.start == 0
    }

    /// Whether a word is written as code: it is called, subscripted or set in backticks.
    pub(crate) fn is_code(&self, word: &Word) -> bool {
        let before = &self.text[..word.span.start];
        let after = &self.text[word.span.end..];
        after.starts_with(['(', '[', '`']) || before.ends_with('`')
    }

    /// Whether a word is written as nothing but an identifier is: `to_py`, `os.getenv`, `JsProxy`, `Set-Cookie`.
    pub(crate) fn is_identifier(&self, word: &Word) -> bool {
        let text = &self.text[word.span.clone()];
        text.contains('.') || is_structured(text)
    }

    /// Whether the last part of a word between dots is written so.
    pub(crate) fn ends_with_identifier(&self, word: &Word) -> bool {
        let text = &self.text[word.span.clone()];
        is_structured(text.rsplit('.').next().unwrap_or(text))
    }

    /// Whether a word of a message is written like a value.
    pub(crate) fn is_value(&self, word: &Word) -> bool {
        self.message && !is_name(&self.text[word.span.clone()])
    }

    /// The last word, if nothing follows it: it may be unfinished.
    pub(crate) fn last(&self) -> Option<&Word> {
        let (last, _) = self.words.last()?;
        (last.span.end == self.text.len()).then_some(last)
    }
}

/// Says what each piece counts where it is decided whether any gotcha is asked for. Where there is a message, it is asked
/// about, and not the frames and the other lines of the log around it. The first `errors` pieces may be messages.
pub(crate) fn tell(pieces: &mut [Piece], errors: usize) {
    let message = pieces.iter().take(errors).any(|piece| piece.message);
    let strongest = pieces.iter().map(|piece| piece.weight).fold(0.0, f32::max);
    for piece in pieces {
        let counts = piece.message || !message;
        piece.tells = if counts {
            piece.weight / strongest.max(f32::MIN_POSITIVE)
        } else {
            0.0
        };
    }
}

/// Where nothing but stop words was asked for, they are what is asked for.
pub(crate) fn keep_only_words(pieces: &mut [Piece]) {
    let words = || pieces.iter().flat_map(|piece| &piece.words);
    if words().all(|(_, worth)| *worth == 0.0) {
        let words = pieces.iter_mut().flat_map(|piece| &mut piece.words);
        words.for_each(|(_, worth)| *worth = 1.0);
    }
}

fn is_structured(text: &str) -> bool {
    let lower = text.chars().any(char::is_lowercase);
    text.contains('_') || (lower && text.chars().skip(1).any(char::is_uppercase))
}

/// The names in quotes; of `AttributeError: get` the only word.
fn subjects(text: &str, words: &[Word]) -> Vec<Range<usize>> {
    let mut subjects = names(text);
    if let [_, only] = words
        && is_name(&text[only.span.clone()])
    {
        subjects.push(only.span.clone());
    }
    subjects
}

fn is_in(spans: &[Range<usize>], word: &Word) -> bool {
    let mut spans = spans.iter();
    spans.any(|span| span.start <= word.span.start && word.span.end <= span.end)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn piece(text: &str) -> Piece {
        Piece::cut(&Weighted {
            text: text.to_owned(),
            weight: 1.0,
        })
    }

    fn subjects(text: &str) -> Vec<String> {
        let piece = piece(text);
        let words = piece
            .words
            .iter()
            .filter(|(word, _)| piece.is_subject(word));
        words.map(|(word, _)| word.joined()).collect()
    }

    #[test]
    fn a_message_is_about_what_it_quotes_or_its_only_word() {
        assert_eq!(
            subjects("ModuleNotFoundError: No module named 'numpy'"),
            ["numpy"]
        );
        assert_eq!(subjects("AttributeError: get"), ["get"]);
        assert_eq!(subjects("AttributeError: SESSIONS"), [""; 0]);
        assert_eq!(subjects("RuntimeError: can't start new thread"), [""; 0]);
        assert_eq!(subjects("what is 'this'"), [""; 0]);
    }

    #[test]
    fn what_was_sent_hardly_counts() {
        let piece = piece("body: b'client=1'");
        let worth = |joined: &str| {
            let mut words = piece.words.iter();
            words
                .find(|(word, _)| word.joined() == joined)
                .map(|(_, worth)| *worth)
        };
        assert_eq!(worth("client"), Some(VALUE));
        assert_eq!(worth("body"), Some(1.0));
    }

    #[test]
    fn only_a_word_at_the_end_may_be_unfinished() {
        assert!(piece("set coo").last().is_some());
        assert!(piece("set coo ").last().is_none());
        assert!(piece("").last().is_none());
    }
}

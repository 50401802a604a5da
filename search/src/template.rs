//! Messages that differ only in the value of the run: `KeyError: 'API_KEY'` and `KeyError: 'STRIPE_SECRET'`.

use std::ops::Range;

use crate::words::words;

/// What stands around a name in a message.
const QUOTES: [char; 3] = ['\'', '"', '`'];

/// A part of a message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Token {
    /// Its words, joined.
    text: String,
    shape: Shape,
    /// Whether it is a word of several parts, such as `JsProxy`.
    identifier: bool,
}

/// What a part of a message looks like.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Shape {
    /// A word of the message.
    Word,
    /// In quotes: what the message is about, such as a class or a module.
    Name,
    /// A name in capitals: a variable, a secret, a binding.
    Capitals,
    /// A file.
    Path,
}

/// A word outside quotes may be a value (a table, a column) only in a message with this many words in common.
const WORDS_AROUND_A_VALUE: usize = 4;

/// Cuts a message; what stands in quotes stays together.
pub(crate) fn template(message: &str) -> Vec<Token> {
    let mut tokens = Vec::new();
    for (at, stretch) in message.split(QUOTES).enumerate() {
        if at % 2 == 1 {
            let shape = match shape(stretch) {
                Shape::Word => Shape::Name,
                shape => shape,
            };
            tokens.push(Token {
                text: joined(stretch),
                shape,
                identifier: true,
            });
            continue;
        }
        for word in words(stretch) {
            let written = &stretch[word.span.clone()];
            let shape = if shape(written) == Shape::Capitals {
                Shape::Capitals
            } else {
                Shape::Word
            };
            tokens.push(Token {
                text: word.joined(),
                shape,
                identifier: !word.is_plain(),
            });
        }
    }
    tokens
}

/// What a line is about instead of what a message is about that has the same words around its names: `datetime` in
/// `Object of type datetime is not JSON serializable`.
pub(crate) fn other_name<'t>(line: &'t [Token], message: &[Token]) -> Option<&'t str> {
    if line.len() != message.len() || line.first() != message.first() {
        return None;
    }
    let differ = || line.iter().zip(message).filter(|(a, b)| a != b);
    let name = |(a, b): (&Token, &Token)| {
        let alike = a.shape == b.shape || b.shape == Shape::Word;
        alike && b.identifier && matches!(b.shape, Shape::Name | Shape::Word)
    };
    let mut others = differ();
    let (first, _) = others.next()?;
    differ().all(name).then_some(first.text.as_str())
}

/// Where a message has names in quotes, in bytes: what it is about, where no value stands there.
pub(crate) fn names(message: &str) -> Vec<Range<usize>> {
    let mut names = Vec::new();
    let mut open: Option<(usize, char)> = None;
    let mut before = ' ';
    for (at, c) in message.char_indices() {
        match open {
            Some((start, quote)) if quote == c => {
                if is_name(&message[start..at]) {
                    names.push(start..at);
                }
                open = None;
            }
            // An apostrophe follows a letter.
            None if QUOTES.contains(&c) && !before.is_alphanumeric() => {
                open = Some((at + c.len_utf8(), c));
            }
            _ => {}
        }
        before = c;
    }
    names
}

/// Whether a line is a message with other values. What `is_known` to be part of some message is no value.
pub(crate) fn same(line: &[Token], message: &[Token], is_known: impl Fn(&str) -> bool) -> bool {
    let pairs = || line.iter().zip(message);
    let equal = pairs().filter(|(a, b)| a == b).count();
    let value = |(a, b): (&Token, &Token)| {
        let may = match a.shape {
            Shape::Capitals | Shape::Path => true,
            Shape::Word => equal >= WORDS_AROUND_A_VALUE,
            Shape::Name => false,
        };
        a == b || (may && a.shape == b.shape && !is_known(&a.text))
    };
    let first = pairs().next().is_some_and(|(a, b)| a == b);
    first && line.len() >= message.len() && message.len() > 1 && pairs().all(value)
}

/// Whether a text may name something: it is no number, no file, no variable in capitals and no single letter.
pub(crate) fn is_name(text: &str) -> bool {
    let number = text.bytes().all(|byte| byte.is_ascii_digit());
    text.len() > 1 && !number && shape(text) == Shape::Word
}

/// Whether a message is about something else than a line that names its subject: `No module named 'numpy'` is not
/// `No module named 'workers.runtime'`. Of dotted names the last part tells.
pub(crate) fn contradicts(subject: Option<&str>, message: &str) -> bool {
    let last = |name: &str| name.rsplit('.').next().unwrap_or_default().to_lowercase();
    let Some(subject) = subject else { return false };
    let other = names(message).into_iter().next();
    other.is_some_and(|other| last(&message[other]) != last(subject))
}

fn joined(text: &str) -> String {
    words(text).iter().map(|word| word.joined()).collect()
}

fn shape(written: &str) -> Shape {
    let name = written
        .bytes()
        .all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit() || byte == b'_');
    if name && written.len() > 1 && !written.contains("ERROR") {
        return Shape::Capitals;
    }
    let extension = written
        .rsplit_once('.')
        .map_or("", |(_, extension)| extension);
    let file = (1..=4).contains(&extension.len())
        && extension
            .bytes()
            .all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit());
    if file || written.contains('/') {
        Shape::Path
    } else {
        Shape::Word
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn is_same(line: &str, message: &str) -> bool {
        same(&template(line), &template(message), |text| {
            ["pyodideffijsproxy", "topy"].contains(&text)
        })
    }

    #[test]
    fn names_in_capitals_files_and_tables_are_values() {
        assert!(is_same("KeyError: 'STRIPE_SECRET'", "KeyError: 'API_KEY'"));
        assert!(is_same(
            "AttributeError: RATE_LIMITER",
            "AttributeError: SESSIONS"
        ));
        let file = "FileNotFoundError: [Errno 44] No such file or directory: 'config.json'";
        assert!(is_same(
            "FileNotFoundError: [Errno 44] No such file or directory: './data/zips.csv'",
            file
        ));
        let table = "Error: D1_ERROR: no such table: profiles: SQLITE_ERROR";
        assert!(is_same(
            "Error: D1_ERROR: no such table: orders: SQLITE_ERROR at x",
            table
        ));
    }

    #[test]
    fn names_of_classes_and_modules_are_not() {
        let proxy = "TypeError: 'pyodide.ffi.JsProxy' object is not iterable";
        assert!(!is_same(
            "TypeError: 'NoneType' object is not iterable",
            proxy
        ));
        assert!(!is_same(
            "ModuleNotFoundError: No module named 'requests'",
            "ModuleNotFoundError: No module named 'workers.runtime'"
        ));
        assert!(!is_same(
            "AttributeError: SESSIONS",
            "AttributeError: to_py"
        ));
        assert!(!is_same("AttributeError: get", "AttributeError: to_py"));
    }

    #[test]
    fn another_name_in_the_same_message_is_told() {
        let message = template("TypeError: Object of type JsProxy is not JSON serializable");
        let other = |line: &str| other_name(&template(line), &message).map(str::to_owned);
        let line = "TypeError: Object of type set is not JSON serializable";
        assert_eq!(other(line).as_deref(), Some("set"));
        assert_eq!(
            other("TypeError: Object of type JsProxy is not JSON serializable"),
            None
        );
        assert_eq!(
            other("TypeError: Object of type JsProxy was not JSON serializable"),
            None
        );
    }

    #[test]
    fn names_are_what_stands_in_quotes() {
        let quoted = |text: &'static str| -> Vec<&str> {
            names(text).into_iter().map(|span| &text[span]).collect()
        };
        assert_eq!(quoted("No module named 'numpy'"), ["numpy"]);
        assert_eq!(quoted("'a.B' object has no attribute 'cc'"), ["a.B", "cc"]);
        assert_eq!(quoted("can't find 'x.py' or 'API_KEY', don't"), [""; 0]);
        assert_eq!(quoted("it ends 'here"), [""; 0]);
    }

    #[test]
    fn a_message_about_another_thing_contradicts() {
        let message = "ModuleNotFoundError: No module named 'workers.runtime'";
        assert!(contradicts(Some("numpy"), message));
        assert!(!contradicts(Some("runtime"), message));
        assert!(!contradicts(None, message));
        assert!(!contradicts(
            Some("x"),
            "RuntimeError: can't start new thread"
        ));
    }

    #[test]
    fn other_messages_are_other_messages() {
        assert!(!is_same(
            "KeyError: 'STRIPE_SECRET'",
            "AttributeError: SESSIONS"
        ));
        assert!(!is_same("KeyError", "KeyError: 'API_KEY'"));
        assert!(!is_same("", ""));
    }
}

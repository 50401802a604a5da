//! The notation in which the platform model and the detectors write types.

use crate::platform::Place;
use crate::symbol::{BaseSymbols, Symbol};

/// Alternatives of types: `Promise[d1.Row | None]`.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Type {
    /// The alternatives; empty: nothing is known.
    pub alternatives: Vec<Alternative>,
}

impl Type {
    /// The names among its alternatives.
    pub fn names(&self) -> impl Iterator<Item = Symbol> {
        self.alternatives.iter().filter_map(|one| match one.head {
            Head::Named(name) => Some(name),
            _ => None,
        })
    }
}

/// One alternative of a type.
#[derive(Debug, Clone, PartialEq)]
pub struct Alternative {
    /// What it is.
    pub head: Head,
    /// What it holds: `d1.Row` in `python.list[d1.Row]`.
    pub holds: Option<Box<Type>>,
}

/// What an alternative is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Head {
    /// An object of a named type.
    Named(Symbol),
    /// `None`.
    None,
    /// The `None` that stands for a key that may be missing.
    Missing,
    /// Anything.
    Unknown,
    /// An argument of the call.
    Argument(Place),
    /// The object that the method is called on.
    Receiver,
    /// What that object holds.
    Item,
}

/// Parses a type.
///
/// # Errors
/// A text that says what was expected and what was found.
pub fn parse(text: &str, symbols: &mut BaseSymbols) -> Result<Type, String> {
    let mut rest = text;
    let parsed = alternatives(&mut rest, symbols, 0)?;
    match rest.trim() {
        "" => Ok(parsed),
        other => Err(format!(
            "expected `|` or the end of the type `{text}`, found `{other}`"
        )),
    }
}

const DEEPEST: usize = 8;

fn alternatives(rest: &mut &str, symbols: &mut BaseSymbols, depth: usize) -> Result<Type, String> {
    if depth > DEEPEST {
        return Err(format!(
            "expected a type with at most {DEEPEST} levels of brackets"
        ));
    }
    let mut found = Type::default();
    loop {
        found.alternatives.push(alternative(rest, symbols, depth)?);
        *rest = rest.trim_start();
        let Some(more) = rest.strip_prefix('|') else {
            return Ok(found);
        };
        *rest = more;
    }
}

fn alternative(
    rest: &mut &str,
    symbols: &mut BaseSymbols,
    depth: usize,
) -> Result<Alternative, String> {
    let text = rest.trim_start();
    let end = text
        .find(|c: char| !(c.is_alphanumeric() || matches!(c, '.' | '_' | '$')))
        .unwrap_or(text.len());
    let (name, more) = text.split_at(end);
    *rest = more.trim_start();
    let head = match name {
        "" => return Err(format!("expected the name of a type, found `{text}`")),
        "None" => Head::None,
        "Missing" => Head::Missing,
        "unknown" => Head::Unknown,
        "$self" => Head::Receiver,
        "$item" => Head::Item,
        name => match name.strip_prefix('$') {
            None => Head::Named(symbols.intern(name)),
            Some("") => {
                return Err(format!(
                    "expected `$self`, `$item`, or `$` and the number or name of an argument, found `{name}`"
                ));
            }
            Some(argument) => Head::Argument(match argument.parse() {
                Ok(position) => Place::Position(position),
                Err(_) => Place::Keyword(symbols.intern(argument)),
            }),
        },
    };
    let mut holds = None;
    if let Some(more) = rest.strip_prefix('[') {
        *rest = more;
        holds = Some(Box::new(alternatives(rest, symbols, depth + 1)?));
        *rest = rest
            .trim_start()
            .strip_prefix(']')
            .ok_or_else(|| format!("expected `]` in the type `{text}`"))?;
    }
    Ok(Alternative { head, holds })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_alternatives_and_what_they_hold() {
        let mut symbols = BaseSymbols::default();
        let parsed = parse("Promise[d1.Row | None]", &mut symbols).expect("a type");
        let [promise] = &parsed.alternatives[..] else {
            panic!("one alternative")
        };
        let inner = promise.holds.as_ref().expect("something inside");
        assert_eq!(inner.alternatives.len(), 2);
        assert_eq!(inner.alternatives[1].head, Head::None);
    }

    #[test]
    fn arguments_have_numbers_or_names() {
        let mut symbols = BaseSymbols::default();
        let default = symbols.intern("default");
        let parsed = parse("$1 | $default", &mut symbols).expect("a type");
        let heads: Vec<Head> = parsed.alternatives.iter().map(|one| one.head).collect();
        let places = [Place::Position(1), Place::Keyword(default)];
        assert_eq!(heads, places.map(Head::Argument));
    }

    #[test]
    fn says_what_is_wrong() {
        let mut symbols = BaseSymbols::default();
        let error = parse("$", &mut symbols).expect_err("no argument");
        assert_eq!(
            error,
            "expected `$self`, `$item`, or `$` and the number or name of an argument, found `$`"
        );
        let error = parse("python.list[d1.Row", &mut symbols).expect_err("an open bracket");
        assert_eq!(error, "expected `]` in the type `python.list[d1.Row`");
        let error = parse("a b", &mut symbols).expect_err("two names");
        assert_eq!(
            error,
            "expected `|` or the end of the type `a b`, found `b`"
        );
    }
}

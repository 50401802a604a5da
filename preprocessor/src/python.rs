//! Python code in pieces, by the tokens of the parser that the checker uses, for whoever colours it.

use ruff_python_ast::token::TokenKind;
use ruff_python_parser::{Mode, ParseOptions, parse_unchecked};
use ruff_text_size::Ranged;

/// What a piece of code is, as far as colours tell it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    /// A comment.
    Comment,
    /// A text, or what is literal of one with expressions in it.
    String,
    /// A number.
    Number,
    /// `True`, `False` or `None`.
    Constant,
    /// The name that a `def` or a `class` defines.
    Defined,
    /// Any other keyword.
    Keyword,
}

/// A piece of a line, and what it is, if that has a colour.
pub type Piece<'c> = (&'c str, Option<Role>);

/// The lines of `code` in pieces. Joined with line breaks they are the code again, also where it does not parse.
pub fn lines(code: &str) -> Vec<Vec<Piece<'_>>> {
    let parsed = parse_unchecked(code, ParseOptions::from(Mode::Module));
    let mut lines = vec![vec![]];
    let mut done = 0;
    let mut after_def = false;
    for token in parsed.tokens() {
        let range = token.range();
        let (start, end) = (range.start().to_usize(), range.end().to_usize());
        // Tokens of an indentation or of a line's end may overlap what has been written.
        let (Some(between), Some(text)) = (code.get(done..start), code.get(start..end)) else {
            continue;
        };
        push(&mut lines, between, None);
        push(&mut lines, text, role(token.kind(), after_def));
        done = end;
        after_def = matches!(token.kind(), TokenKind::Def | TokenKind::Class);
    }
    push(&mut lines, code.get(done..).unwrap_or_default(), None);
    lines
}

/// Adds a text that may go over several lines.
fn push<'c>(lines: &mut Vec<Vec<Piece<'c>>>, text: &'c str, role: Option<Role>) {
    for (index, line) in text.split('\n').enumerate() {
        if index > 0 {
            lines.push(vec![]);
        }
        if let Some(last) = lines.last_mut().filter(|_| !line.is_empty()) {
            last.push((line, role));
        }
    }
}

fn role(kind: TokenKind, after_def: bool) -> Option<Role> {
    match kind {
        TokenKind::Comment => Some(Role::Comment),
        TokenKind::String
        | TokenKind::FStringStart
        | TokenKind::FStringMiddle
        | TokenKind::FStringEnd => Some(Role::String),
        TokenKind::Int | TokenKind::Float | TokenKind::Complex => Some(Role::Number),
        TokenKind::True | TokenKind::False | TokenKind::None => Some(Role::Constant),
        TokenKind::Name if after_def => Some(Role::Defined),
        kind if kind.is_keyword() => Some(Role::Keyword),
        _ => None,
    }
}

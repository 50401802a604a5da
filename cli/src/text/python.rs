//! Python code with its colours, by the tokens of the parser that the checker uses.

use owo_colors::{OwoColorize, Style};
use ruff_python_ast::token::TokenKind;
use ruff_python_parser::{Mode, ParseOptions, parse_unchecked};
use ruff_text_size::Ranged;

/// The lines of `code`, each styled by itself, so that lines can be left out or moved.
///
/// Code that does not parse is coloured as far as its tokens go.
pub fn lines(code: &str) -> Vec<String> {
    let parsed = parse_unchecked(code, ParseOptions::from(Mode::Module));
    let mut out = String::new();
    let mut done = 0;
    let mut after_def = false;
    for token in parsed.tokens() {
        let (start, end) = (
            token.range().start().to_usize(),
            token.range().end().to_usize(),
        );
        // Tokens of an indentation or of a line's end may overlap what has been written.
        let (Some(between), Some(text)) = (code.get(done..start), code.get(start..end)) else {
            continue;
        };
        out.push_str(between);
        push(&mut out, text, style(token.kind(), after_def));
        done = end;
        after_def = matches!(token.kind(), TokenKind::Def | TokenKind::Class);
    }
    out.push_str(code.get(done..).unwrap_or_default());
    out.split('\n').map(str::to_owned).collect()
}

/// Adds text in a style that ends before each line break and starts again behind it.
fn push(out: &mut String, text: &str, style: Option<Style>) {
    let Some(style) = style else {
        return out.push_str(text);
    };
    for (index, line) in text.split('\n').enumerate() {
        if index > 0 {
            out.push('\n');
        }
        if !line.is_empty() {
            out.push_str(&line.style(style).to_string());
        }
    }
}

fn style(kind: TokenKind, after_def: bool) -> Option<Style> {
    let style = Style::new();
    match kind {
        TokenKind::Comment => Some(style.dimmed()),
        TokenKind::String
        | TokenKind::FStringStart
        | TokenKind::FStringMiddle
        | TokenKind::FStringEnd => Some(style.green()),
        TokenKind::Int | TokenKind::Float | TokenKind::Complex => Some(style.cyan()),
        TokenKind::True | TokenKind::False | TokenKind::None => Some(style.cyan()),
        TokenKind::Name if after_def => Some(style.blue()),
        kind if kind.is_keyword() => Some(style.magenta()),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_but_colour_is_added() {
        let code = "async def f(x):\n    \"\"\"Two\n    lines.\"\"\"\n    return f\"{x:>{3}}\" if x else None  # é\n";
        let plain: Vec<String> = lines(code)
            .iter()
            .map(|line| anstream::adapter::strip_str(line).to_string())
            .collect();
        assert_eq!(plain, code.split('\n').collect::<Vec<_>>());
    }

    #[test]
    fn each_line_has_its_own_colours() {
        let lines = lines("x = \"\"\"a\nb\"\"\"\n");
        assert!(
            lines[0].ends_with("\u{1b}[0m") || lines[0].ends_with("\u{1b}[39m"),
            "{lines:?}"
        );
        assert!(lines[1].starts_with("\u{1b}["), "{lines:?}");
    }

    #[test]
    fn code_that_does_not_parse_is_kept() {
        let code = "def (:\n  '\n\t$?";
        let plain = lines(code).join("\n");
        assert_eq!(anstream::adapter::strip_str(&plain).to_string(), code);
    }
}

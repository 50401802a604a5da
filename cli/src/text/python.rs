//! Python code with its colours, piece by piece as the site has them.

use mdbook_gotchas::python::{self, Piece, Role};
use owo_colors::{OwoColorize, Style};

/// The lines of `code`, each styled by itself, so that lines can be left out or moved.
///
/// Code that does not parse is coloured as far as its tokens go.
pub fn lines(code: &str) -> Vec<String> {
    let lines = python::lines(code).into_iter();
    lines
        .map(|pieces| pieces.into_iter().map(styled).collect())
        .collect()
}

fn styled((text, role): Piece<'_>) -> String {
    match role {
        Some(role) => text.style(style(role)).to_string(),
        None => text.to_owned(),
    }
}

fn style(role: Role) -> Style {
    let style = Style::new();
    match role {
        Role::Comment => style.dimmed(),
        Role::String => style.green(),
        Role::Number | Role::Constant => style.cyan(),
        Role::Defined => style.blue(),
        Role::Keyword => style.magenta(),
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

//! The replacement of a fix: Python with placeholders.

/// A piece of a replacement.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Piece<'t> {
    /// Python as it stands.
    Text(&'t str),
    /// Source of the checked file.
    Source(Word),
    /// A name that is imported: `js.Object`, or a module, `json`.
    Import(&'t str),
}

/// A part of the checked file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Word {
    Expr,
    Value,
    Receiver,
}

/// What is wrong with a replacement, if anything is.
pub fn problem(template: &str) -> Option<String> {
    pieces(template).err()
}

/// Cuts a replacement into its pieces.
///
/// # Errors
/// A placeholder that does not exist, or that does not end.
pub fn pieces(template: &str) -> Result<Vec<Piece<'_>>, String> {
    let mut found = Vec::new();
    let mut rest = template;
    while let Some(start) = rest.find('{') {
        let Some(length) = rest[start..].find('}') else {
            return Err("a placeholder has no `}`".to_owned());
        };
        let (before, name) = (&rest[..start], &rest[start + 1..start + length]);
        if !before.is_empty() {
            found.push(Piece::Text(before));
        }
        found.push(match name {
            "expr" => Piece::Source(Word::Expr),
            "value" => Piece::Source(Word::Value),
            "receiver" => Piece::Source(Word::Receiver),
            _ => match name.strip_prefix("import:").filter(|path| is_path(path)) {
                Some(path) => Piece::Import(path),
                None => return Err(format!("there is no placeholder `{{{name}}}`; there are {{expr}}, {{value}}, {{receiver}} and {{import:module.name}}")),
            },
        });
        rest = &rest[start + length + 1..];
    }
    if !rest.is_empty() {
        found.push(Piece::Text(rest));
    }
    Ok(found)
}

fn is_path(text: &str) -> bool {
    text.split('.').all(|part| {
        part.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_')
            && part.chars().all(|c| c.is_ascii_alphanumeric() || c == '_')
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn placeholders_are_told_from_text() {
        let found = pieces("to_js({expr}, dict_converter={import:js.Object}.fromEntries)");
        let expected = vec![
            Piece::Text("to_js("),
            Piece::Source(Word::Expr),
            Piece::Text(", dict_converter="),
            Piece::Import("js.Object"),
            Piece::Text(".fromEntries)"),
        ];
        assert_eq!(found, Ok(expected));
        assert!(problem("{exp}").is_some_and(|said| said.contains("{exp}")));
        assert!(problem("{import:a-b}").is_some());
        assert!(problem("{expr").is_some());
    }
}

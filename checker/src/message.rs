//! Messages with the user's own names in them.

/// Replaces `{placeholder}` by what `word` gives for it; a placeholder without a word becomes `…`.
pub fn render(template: &str, word: impl Fn(&str) -> Option<String>) -> String {
    let mut text = String::with_capacity(template.len());
    let mut rest = template;
    while let Some(start) = rest.find('{') {
        text.push_str(&rest[..start]);
        let after = &rest[start + 1..];
        let end = after
            .find('}')
            .filter(|&end| PLACEHOLDERS.contains(&&after[..end]));
        match end {
            Some(end) => {
                let word = word(&after[..end]).unwrap_or_else(|| "…".to_owned());
                rest = &after[end + 1..];
                match rest.starts_with('.') && is_loose(&word) {
                    true => text.extend(["(", &word, ")"]),
                    false => text.push_str(&word),
                }
            }
            None => {
                text.push('{');
                rest = after;
            }
        }
    }
    text.push_str(rest);
    text
}

/// Whether a message quotes code around an expression, such as `dict({expr})`, and not only the expression itself.
pub fn quotes_code(template: &str) -> bool {
    let placeholder = "{expr}";
    template.contains("{receiver}")
        || template.match_indices(placeholder).any(|(at, _)| {
            let (before, after) = (&template[..at], &template[at + placeholder.len()..]);
            !before.ends_with('`') || !after.starts_with('`')
        })
}

/// A message about what a function of the project does with what it is given, for a place that calls it.
pub fn within(function: &str, message: &str) -> String {
    let mut rest = message.chars();
    let first = rest.next().into_iter().flat_map(char::to_lowercase);
    let message: String = first.chain(rest).collect();
    format!("In `{function}`, {message}")
}

/// Whether code has spaces outside of brackets and quotes, so that `.` behind it would belong to a part of it.
fn is_loose(code: &str) -> bool {
    let mut depth = 0_usize;
    let mut quote = None;
    for one in code.chars() {
        match (quote, one) {
            (Some(open), _) if one == open => quote = None,
            (Some(_), _) => {}
            (None, '"' | '\'') => quote = Some(one),
            (None, '(' | '[' | '{') => depth += 1,
            (None, ')' | ']' | '}') => depth = depth.saturating_sub(1),
            (None, ' ') if depth == 0 => return true,
            _ => {}
        }
    }
    false
}

/// What a message may mention.
pub const PLACEHOLDERS: [&str; 7] = [
    "expr",
    "name",
    "qualified",
    "value",
    "receiver",
    "other",
    "key",
];

/// Source code in one line of moderate length.
pub fn one_line(source: &str) -> String {
    const LONGEST: usize = 60;
    let mut line = source.split_whitespace().collect::<Vec<_>>().join(" ");
    if line.chars().count() > LONGEST {
        line = line.chars().take(LONGEST - 1).chain(['…']).collect();
    }
    line
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn leaves_braces_that_are_no_placeholder() {
        let text = render("write {expr} as {\"a\": 1}", |_| Some("x".to_owned()));
        assert_eq!(text, "write x as {\"a\": 1}");
    }

    #[test]
    fn what_a_method_is_called_on_is_one_thing() {
        let said = |code: &str| render("{expr}.to_py() of {expr}", |_| Some(code.to_owned()));
        assert_eq!(said("row or {}"), "(row or {}).to_py() of row or {}");
        assert_eq!(
            said("await f(a, b)"),
            "(await f(a, b)).to_py() of await f(a, b)"
        );
        assert_eq!(said("f(a, b)"), "f(a, b).to_py() of f(a, b)");
    }

    #[test]
    fn an_expression_between_quotes_is_not_the_code_around_it() {
        assert!(quotes_code("`dict({expr})` raises"));
        assert!(quotes_code("`{expr}` is what `{receiver}.put` takes"));
        assert!(!quotes_code("`{expr}` is a row: `json.{name}` raises"));
        assert_eq!(
            within("norm", "The `row` is one"),
            "In `norm`, the `row` is one"
        );
    }

    #[test]
    fn long_code_is_cut_between_characters() {
        assert_eq!(one_line(&"é".repeat(80)).chars().count(), 60);
    }
}

//! A snippet as HTML: coloured without a script, with what the checker says under the line it is about.

use std::collections::BTreeMap;

use gotchas_catalog::Snippet;

use crate::{
    markdown::escape,
    python::{self, Piece, Role},
    snippets::Finding,
};

/// The snippet between `<pre>` tags. Hidden lines have the class by which mdBook hides lines.
///
/// A finding is an attribute that the style sheet shows, so that it is neither selected nor copied with the code; the page
/// has its text once more below.
pub(super) fn html(snippet: &Snippet, findings: &[Finding]) -> String {
    let mut said: BTreeMap<usize, Vec<&Finding>> = BTreeMap::new();
    for finding in findings {
        said.entry(finding.place.start.line)
            .or_default()
            .push(finding);
    }
    let mut html = String::new();
    let lines = lines(&snippet.code);
    let last = lines.len();
    for (index, (line, hidden)) in lines.iter().zip(&snippet.hidden).enumerate() {
        let end = if index + 1 < last { "\n" } else { "" };
        html += &match said.get(&(index + 1)).filter(|_| !hidden) {
            _ if *hidden => format!("<span class=\"boring\">{line}{end}</span>"),
            Some(findings) => flagged(&format!("{line}{end}"), findings),
            // Several blank lines of Markdown become one; these are code.
            None if line.is_empty() => format!("<span></span>{end}"),
            None => format!("{line}{end}"),
        };
    }
    // mdBook's script colours all code but that of this class.
    format!(
        "<pre class=\"gotcha-code\"><code class=\"language-python nohighlight\">{html}</code></pre>"
    )
}

/// The line with its end in the same element: what the style sheet puts below it then takes no line of its own.
fn flagged(line: &str, findings: &[&Finding]) -> String {
    let worst = findings.iter().map(|finding| finding.severity).max();
    let severity = worst.map(|severity| severity.name()).unwrap_or_default();
    let messages: Vec<String> = findings
        .iter()
        .map(|finding| format!("{} {}", finding.code, finding.message))
        .collect();
    let said = escape(&messages.join(" · "));
    format!("<span class=\"flagged severity-{severity}\" data-finding=\"{said}\">{line}</span>")
}

/// The lines of `code`, each with elements that start and end in it.
fn lines(code: &str) -> Vec<String> {
    let lines = python::lines(code.trim_end_matches('\n')).into_iter();
    lines
        .map(|pieces| pieces.into_iter().map(element).collect())
        .collect()
}

fn element((text, role): Piece<'_>) -> String {
    let text = escape(text);
    match role {
        Some(role) => format!("<span class=\"{}\">{text}</span>", class(role)),
        None => text,
    }
}

/// The names that the style sheets of highlight.js have.
fn class(role: Role) -> &'static str {
    match role {
        Role::Comment => "hljs-comment",
        Role::String => "hljs-string",
        Role::Number => "hljs-number",
        Role::Constant => "hljs-literal",
        Role::Defined => "hljs-title",
        Role::Keyword => "hljs-keyword",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_but_elements_is_added() {
        let code = "async def f(x):\n    \"\"\"Two\n    lines.\"\"\"\n\n    return f\"{x:>{3}}\" if x < 1 else None  # é\n";
        let html = scraper::Html::parse_fragment(&format!("<pre>{}</pre>", lines(code).join("\n")));
        let text: String = html.root_element().text().collect();
        assert_eq!(text, code.trim_end());
    }

    #[test]
    fn elements_end_with_their_line() {
        for line in lines("x = \"\"\"a\nb\"\"\"\ndef f(): pass\n") {
            assert_eq!(
                line.matches("<span").count(),
                line.matches("</span>").count(),
                "{line}"
            );
        }
    }
}

//! From the texts of a gotcha to what may stand on a page.
//!
//! The catalogue's validation rejects raw HTML in Markdown. This module does not rely on it: whatever reads as HTML comes
//! out as the characters it was written with.

use pulldown_cmark::{Event, Options, Parser};

/// What mdBook understands beyond CommonMark and gotchas use.
const OPTIONS: Options = Options::ENABLE_TABLES
    .union(Options::ENABLE_FOOTNOTES)
    .union(Options::ENABLE_STRIKETHROUGH)
    .union(Options::ENABLE_TASKLISTS);

/// Plain text as Markdown that reads the same: `__init__` is no emphasis, `<class>` no tag, `{#x}` no heading's id.
pub fn text(plain: &str) -> String {
    let mut markdown = String::with_capacity(plain.len() + 8);
    for character in one_line(plain).chars() {
        match character {
            '{' => markdown.push_str("&#123;"),
            '}' => markdown.push_str("&#125;"),
            '<' => markdown.push_str("&lt;"),
            '>' => markdown.push_str("&gt;"),
            '&' => markdown.push_str("&amp;"),
            '\\' | '`' | '*' | '_' | '[' | ']' | '|' | '~' | '#' | '!' => {
                markdown.push('\\');
                markdown.push(character);
            }
            other => markdown.push(other),
        }
    }
    markdown
}

/// Markdown of several paragraphs, with everything that reads as HTML made text.
pub fn block(markdown: &str) -> String {
    let mut safe = String::with_capacity(markdown.len());
    let mut done = 0;
    for (event, range) in Parser::new_ext(markdown, OPTIONS).into_offset_iter() {
        if !matches!(event, Event::Html(_) | Event::InlineHtml(_)) || range.start < done {
            continue;
        }
        safe.push_str(&markdown[done..range.start]);
        safe.push_str(&markdown[range.clone()].replace('<', "&lt;"));
        done = range.end;
    }
    safe.push_str(&markdown[done..]);
    safe.trim_end().to_owned()
}

/// Markdown of one line as it is, with everything that reads as HTML made text.
pub fn inline(markdown: &str) -> String {
    block(&one_line(markdown))
}

/// A fenced block of code, whatever backticks the code holds.
pub fn fence(code: &str, language: &str) -> String {
    let marks = "`".repeat((longest_run(code, '`') + 1).max(3));
    format!(
        "{marks}{language}\n{}\n{marks}",
        code.trim_end_matches('\n')
    )
}

/// A text as it may stand in HTML, also in the value of an attribute.
pub fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    pulldown_cmark_escape::escape_html(&mut escaped, text).expect("a string takes all");
    escaped
}

/// Code in a line of Markdown, whatever backticks it holds.
pub fn code(code: &str) -> String {
    let code = one_line(code);
    let marks = "`".repeat(longest_run(&code, '`') + 1);
    let pad = if code.starts_with('`') || code.ends_with('`') {
        " "
    } else {
        ""
    };
    format!("{marks}{pad}{code}{pad}{marks}")
}

/// The lines of a text, joined.
fn one_line(text: &str) -> String {
    text.lines()
        .map(str::trim)
        .collect::<Vec<_>>()
        .join(" ")
        .trim()
        .to_owned()
}

fn longest_run(text: &str, of: char) -> usize {
    text.split(|c| c != of).map(str::len).max().unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use pulldown_cmark::html;

    use super::*;

    fn rendered(markdown: &str) -> String {
        let mut output = String::new();
        html::push_html(
            &mut output,
            Parser::new_ext(markdown, OPTIONS | Options::ENABLE_HEADING_ATTRIBUTES),
        );
        output.trim_end().to_owned()
    }

    #[test]
    fn plain_text_reads_the_same_as_markdown() {
        for plain in [
            "__init__ and *args",
            "<class 'x'>",
            "a `b` [c](d) ![e](f)",
            "x {#id .class}",
            "1 & 2 &amp; | ~~a~~",
            "\\n # end #",
        ] {
            let heading = rendered(&format!("# {}", text(plain)));
            assert_eq!(
                heading,
                format!(
                    "<h1>{}</h1>",
                    plain
                        .replace('&', "&amp;")
                        .replace('<', "&lt;")
                        .replace('>', "&gt;")
                ),
                "{plain}"
            );
        }
    }

    #[test]
    fn html_in_markdown_becomes_text() {
        for markdown in [
            "a <b>c</b>",
            "<script>alert(1)</script>\n\ntext",
            "<div>\n\n`code`\n\n</div>",
            "<!-- x -->",
            "a <https://example.com> b <i>",
        ] {
            for html in [rendered(&block(markdown)), rendered(&inline(markdown))] {
                for tag in ["<b>", "<script", "<div", "<!--", "<i>"] {
                    assert!(!html.contains(tag), "{markdown}: {html}");
                }
            }
        }
        assert_eq!(
            block("`<b>` and\n\n```text\n<b>\n```"),
            "`<b>` and\n\n```text\n<b>\n```"
        );
    }

    #[test]
    fn fences_are_longer_than_what_they_hold() {
        assert_eq!(fence("a\n", "python"), "```python\na\n```");
        assert_eq!(
            fence("s = \"\"\"\n````\n\"\"\"\n", "python"),
            "`````python\ns = \"\"\"\n````\n\"\"\"\n`````"
        );
        assert_eq!(code("a `b` c"), "``a `b` c``");
        assert_eq!(code("`b`"), "`` `b` ``");
        assert_eq!(rendered(&code("`b`")), "<p><code>`b`</code></p>");
    }
}

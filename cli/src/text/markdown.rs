//! Markdown as text for a terminal: CommonMark with tables, as the site renders it.
//!
//! Code keeps its lines, prose is wrapped. What a style says must also be there without it: code spans keep their
//! backticks, links show their target.

use owo_colors::{OwoColorize, Style};
use pulldown_cmark::{Event, HeadingLevel, Options, Parser, Tag, TagEnd};

use super::{Table, wrap};

/// Renders `markdown` at most `width` columns wide, every line indented by `indent`. Ends in one line feed unless empty.
pub fn render(markdown: &str, width: usize, indent: usize) -> String {
    let options = Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH | Options::ENABLE_GFM;
    let mut writer = Writer::new(width.saturating_sub(indent).max(1));
    for event in Parser::new_ext(markdown, options) {
        writer.event(event);
    }
    wrap::indented(writer.out.trim_end(), indent)
}

/// One line of Markdown (a summary, a list item) with its inline styles, not wrapped.
pub fn inline(markdown: &str) -> String {
    let mut writer = Writer::new(usize::MAX);
    for event in Parser::new_ext(markdown, Options::ENABLE_STRIKETHROUGH) {
        writer.event(event);
    }
    writer.out.trim_end().replace('\n', " ")
}

/// What encloses the current block: how its first line begins and how the others do.
struct Container {
    first: Option<String>,
    rest: String,
}

struct Writer {
    out: String,
    width: usize,
    containers: Vec<Container>,
    /// Next number of each open list; none for bullets.
    lists: Vec<Option<u64>>,
    styles: Vec<Style>,
    /// Inline content of the block being read.
    inline: String,
    code: Option<String>,
    links: Vec<(String, usize)>,
    table: Option<Table>,
    cells: Vec<String>,
    /// Whether the next block needs an empty line before it.
    separate: bool,
}

impl Writer {
    fn new(width: usize) -> Self {
        Writer {
            out: String::new(),
            width,
            containers: Vec::new(),
            lists: Vec::new(),
            styles: Vec::new(),
            inline: String::new(),
            code: None,
            links: Vec::new(),
            table: None,
            cells: Vec::new(),
            separate: false,
        }
    }

    fn event(&mut self, event: Event<'_>) {
        match event {
            Event::Start(tag) => self.start(tag),
            Event::End(tag) => self.end(tag),
            Event::Text(text) => match &mut self.code {
                Some(code) => code.push_str(&text),
                None => self.words(&text, self.face()),
            },
            Event::Code(code) => self.words(&format!("`{code}`"), self.face().cyan()),
            Event::SoftBreak => self.inline.push(' '),
            Event::HardBreak => self.inline.push('\n'),
            Event::Rule => self.block(&["─".repeat(self.room())]),
            Event::Html(html) | Event::InlineHtml(html) => self.words(&html, self.face()),
            Event::TaskListMarker(done) => self.inline.push_str(if done { "[x] " } else { "[ ] " }),
            Event::FootnoteReference(name) => self.words(&format!("[{name}]"), self.face()),
            Event::InlineMath(math) | Event::DisplayMath(math) => self.words(&math, self.face()),
        }
    }

    fn start(&mut self, tag: Tag<'_>) {
        match tag {
            Tag::Strong => self.styles.push(self.face().bold()),
            Tag::Emphasis => self.styles.push(self.face().italic()),
            Tag::Strikethrough => self.styles.push(self.face().strikethrough()),
            Tag::Heading { .. } => {
                self.flush();
                self.styles.push(self.face().bold());
            }
            Tag::Link { dest_url, .. } | Tag::Image { dest_url, .. } => {
                self.links.push((dest_url.to_string(), self.inline.len()));
                self.styles.push(self.face().underline());
            }
            Tag::CodeBlock(_) => {
                self.flush();
                self.code = Some(String::new());
            }
            Tag::List(first) => {
                self.flush();
                self.separate &= self.lists.is_empty();
                self.lists.push(first);
            }
            Tag::Item => self.item(),
            Tag::BlockQuote(kind) => {
                self.flush();
                self.enclose("│ ", "│ ");
                if let Some(kind) = kind {
                    self.words(&format!("{kind:?}:"), Style::new().bold());
                    self.flush();
                    self.separate = false;
                }
            }
            Tag::Table(_) => self.flush(),
            _ => {}
        }
    }

    fn end(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::Strong | TagEnd::Emphasis | TagEnd::Strikethrough => drop(self.styles.pop()),
            TagEnd::Heading(level) => {
                self.styles.pop();
                self.flush();
                self.separate = level <= HeadingLevel::H2;
            }
            TagEnd::Link | TagEnd::Image => self.link_target(),
            TagEnd::CodeBlock => {
                let code = self.code.take().unwrap_or_default();
                self.block(
                    &code
                        .lines()
                        .map(|line| format!("    {line}"))
                        .collect::<Vec<_>>(),
                );
            }
            TagEnd::Paragraph => self.flush(),
            TagEnd::List(_) => {
                self.lists.pop();
                self.separate = self.lists.is_empty();
            }
            TagEnd::Item => {
                self.flush();
                self.containers.pop();
                self.separate = false;
            }
            TagEnd::BlockQuote(_) => {
                self.flush();
                self.containers.pop();
                self.separate = true;
            }
            TagEnd::TableCell => self.cells.push(std::mem::take(&mut self.inline)),
            TagEnd::TableHead => {
                let heads = std::mem::take(&mut self.cells);
                self.table = Some(Table::new(heads.iter().map(|head| head.bold().to_string())));
            }
            TagEnd::TableRow => {
                let cells = std::mem::take(&mut self.cells);
                if let Some(table) = &mut self.table {
                    table.row(cells);
                }
            }
            TagEnd::Table => {
                let drawn = self
                    .table
                    .take()
                    .map(|table| table.render(self.room()))
                    .unwrap_or_default();
                self.block(&drawn.lines().map(str::to_owned).collect::<Vec<_>>());
            }
            _ => {}
        }
    }

    fn face(&self) -> Style {
        self.styles.last().copied().unwrap_or_default()
    }

    /// Adds text word by word, so that no style runs across the end of a line into the margin.
    fn words(&mut self, text: &str, style: Style) {
        for (index, word) in text.split(' ').enumerate() {
            if index > 0 {
                self.inline.push(' ');
            }
            if !word.is_empty() {
                self.inline.push_str(&word.style(style).to_string());
            }
        }
    }

    fn link_target(&mut self) {
        self.styles.pop();
        let Some((target, start)) = self.links.pop() else {
            return;
        };
        if !anstream::adapter::strip_str(&self.inline[start..])
            .to_string()
            .contains(&target)
        {
            self.words(&format!(" ({target})"), self.face());
        }
    }

    fn item(&mut self) {
        self.flush();
        let marker = match self.lists.last_mut() {
            Some(Some(number)) => {
                *number += 1;
                format!("{}. ", *number - 1)
            }
            _ => "- ".to_owned(),
        };
        let rest = " ".repeat(marker.len());
        self.enclose(&marker, &rest);
    }

    fn enclose(&mut self, first: &str, rest: &str) {
        self.containers.push(Container {
            first: Some(first.to_owned()),
            rest: rest.to_owned(),
        });
    }

    /// Columns left inside the containers.
    fn room(&self) -> usize {
        let margin: usize = self
            .containers
            .iter()
            .map(|container| wrap::columns(&container.rest))
            .sum();
        self.width.saturating_sub(margin).max(1)
    }

    /// Writes the inline content read so far as a wrapped block.
    fn flush(&mut self) {
        if self.inline.trim().is_empty() {
            return self.inline.clear();
        }
        let inline = std::mem::take(&mut self.inline);
        let lines: Vec<String> = inline
            .lines()
            .flat_map(|line| wrap::lines(line, self.room(), "", ""))
            .collect();
        self.block(&lines);
    }

    /// Writes finished lines, each behind its containers' margin.
    fn block(&mut self, lines: &[String]) {
        if std::mem::replace(&mut self.separate, true) {
            let begun = self
                .containers
                .iter()
                .filter(|container| container.first.is_none());
            let margin: String = begun.map(|container| container.rest.as_str()).collect();
            self.out.push_str(margin.trim_end());
            self.out.push('\n');
        }
        for line in lines {
            let mut drawn = String::new();
            for container in &mut self.containers {
                drawn.push_str(container.first.take().as_ref().unwrap_or(&container.rest));
            }
            drawn.push_str(line);
            self.out.push_str(drawn.trim_end());
            self.out.push('\n');
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Renders without colour.
    fn plain(markdown: &str, width: usize) -> String {
        anstream::adapter::strip_str(&render(markdown, width, 0)).to_string()
    }

    #[test]
    fn wraps_prose_and_keeps_code() {
        let text = "Some `code` and **strong words** here.\n\n```python\nx = 'longer than the line is wide'\n\ny = 1\n```\n";
        let drawn = "Some `code` and\nstrong words here.\n\n    x = 'longer than the line is wide'\n\n    y = 1\n";
        assert_eq!(plain(text, 18), drawn);
    }

    #[test]
    fn indents_the_lines_of_an_item_under_its_text() {
        let text = "Before:\n\n1. one two three\n2. four\n   - five six seven\n\nAfter.";
        let drawn =
            "Before:\n\n1. one two\n   three\n2. four\n   - five six\n     seven\n\nAfter.\n";
        assert_eq!(plain(text, 13), drawn);
    }

    #[test]
    fn shows_the_target_of_a_link_unless_it_is_the_text() {
        assert_eq!(plain("[docs](https://a.b/c)", 80), "docs (https://a.b/c)\n");
        assert_eq!(plain("<https://a.b/c>", 80), "https://a.b/c\n");
    }

    #[test]
    fn marks_every_line_of_a_quotation() {
        assert_eq!(
            plain("> one two\n>\n> three", 7),
            "│ one\n│ two\n│\n│ three\n"
        );
    }

    #[test]
    fn keeps_columns_of_wide_characters_aligned() {
        let table = "| 名前 | b |\n|---|---|\n| x | y |\n";
        assert_eq!(plain(table, 80), "名前  b\nx     y\n");
    }

    #[test]
    fn styles_end_with_the_line() {
        let lines = render("**one two**", 4, 0);
        assert!(
            lines.lines().all(|line| line.ends_with("\u{1b}[0m")),
            "{lines:?}"
        );
    }
}

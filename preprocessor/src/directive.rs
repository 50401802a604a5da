//! Directives in hand-written chapters: `{{#gotchas index}}`.
//!
//! They are found in the text as Markdown reads it, so one in a code block or in backticks is text.

use std::ops::Range;

use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd, TextMergeWithOffset};

/// What mdBook understands beyond CommonMark, as far as it decides what is text.
const OPTIONS: Options = Options::ENABLE_TABLES
    .union(Options::ENABLE_FOOTNOTES)
    .union(Options::ENABLE_STRIKETHROUGH)
    .union(Options::ENABLE_TASKLISTS)
    .union(Options::ENABLE_HEADING_ATTRIBUTES)
    .union(Options::ENABLE_GFM)
    .union(Options::ENABLE_DEFINITION_LIST);

const KEYWORD: &str = "gotchas";

/// What a directive is replaced with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Directive {
    /// An overview, which needs a paragraph of its own.
    Overview(Overview),
    /// The number of gotchas, as digits.
    Count,
    /// A link to the page of the gotcha with this name or code.
    Link(String),
}

/// An overview of all gotchas.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Overview {
    /// All gotchas by category; the pages of the categories go under the chapter that holds it.
    Index,
    /// The categories.
    Categories,
    /// A line to tick for each gotcha.
    Checklist,
    /// Every symptom, with the pages that explain it.
    Errors,
    /// The runtimes, and which gotcha bites on which.
    Runtimes,
    /// The releases, with the gotchas that each added and changed.
    Changes,
}

const OVERVIEWS: [(&str, Overview); 6] = [
    ("index", Overview::Index),
    ("categories", Overview::Categories),
    ("checklist", Overview::Checklist),
    ("errors", Overview::Errors),
    ("runtimes", Overview::Runtimes),
    ("changes", Overview::Changes),
];

/// A directive and its bytes in the chapter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    /// What it asks for.
    pub directive: Directive,
    /// Where it stands.
    pub range: Range<usize>,
}

/// A directive that cannot be followed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// Where it stands.
    pub range: Range<usize>,
    /// What is wrong.
    pub message: String,
    /// What was expected.
    pub label: String,
}

/// All directives of a chapter in their order, or everything that is wrong with them.
pub fn find(text: &str) -> Result<Vec<Found>, Vec<Fault>> {
    let mut reader = Reader {
        text,
        paragraph: None,
        found: vec![],
        faults: vec![],
    };
    // Most chapters hold none and need not be parsed.
    if text.contains("{{#") {
        let events = Parser::new_ext(text, OPTIONS).into_offset_iter();
        TextMergeWithOffset::new(events).for_each(|(event, range)| reader.read(&event, range));
    }
    if reader.faults.is_empty() {
        Ok(reader.found)
    } else {
        Err(reader.faults)
    }
}

struct Reader<'a> {
    text: &'a str,
    /// The paragraph that is being read, unless it is a code block.
    paragraph: Option<Range<usize>>,
    found: Vec<Found>,
    faults: Vec<Fault>,
}

impl Reader<'_> {
    fn read(&mut self, event: &Event<'_>, range: Range<usize>) {
        match event {
            Event::Start(Tag::CodeBlock(_)) => self.paragraph = Some(0..0),
            Event::Start(Tag::Paragraph) => self.paragraph = Some(range),
            Event::End(TagEnd::CodeBlock | TagEnd::Paragraph) => self.paragraph = None,
            Event::Text(_) if self.paragraph != Some(0..0) => self.scan(range, Surroundings::Text),
            Event::Html(_) | Event::InlineHtml(_) => self.scan(range, Surroundings::Html),
            _ => {}
        }
    }

    fn scan(&mut self, range: Range<usize>, surroundings: Surroundings) {
        let mut at = range.start;
        while let Some(start) = self.text[at..range.end].find("{{#").map(|index| at + index) {
            let rest = &self.text[start..range.end];
            let length = rest.find("}}").map(|index| index + 2);
            let end =
                start + length.unwrap_or_else(|| rest.lines().next().unwrap_or_default().len());
            at = end.max(start + 1);
            let escaped = self.text[..start].ends_with('\\');
            if escaped || !is_ours(&self.text[start..end]) {
                continue;
            }
            match (length, surroundings) {
                (None, _) => self.fault(
                    start..end,
                    "this directive does not end",
                    "expected `}}`".to_owned(),
                ),
                (_, Surroundings::Html) => {
                    self.fault(
                        start..end,
                        "a directive cannot stand in HTML",
                        "move it out of the HTML".to_owned(),
                    );
                }
                _ => self.judge(start..end),
            }
        }
    }

    fn judge(&mut self, range: Range<usize>) {
        match parse(&self.text[range.clone()]) {
            Err((message, label)) => self.fault(range, &message, label),
            Ok(Directive::Overview(_)) if !self.stands_alone(&range) => {
                let label = "expected an empty line before and after it".to_owned();
                self.fault(range, "this directive needs a paragraph of its own", label);
            }
            Ok(directive) => self.found.push(Found { directive, range }),
        }
    }

    fn stands_alone(&self, range: &Range<usize>) -> bool {
        let paragraph = self.paragraph.clone().unwrap_or_default();
        let line_start = self.text[..range.start]
            .rfind('\n')
            .map_or(0, |index| index + 1);
        self.text
            .get(paragraph)
            .is_some_and(|paragraph| paragraph.trim() == &self.text[range.clone()])
            && self.text[line_start..range.start].trim().is_empty()
    }

    fn fault(&mut self, range: Range<usize>, message: &str, label: String) {
        self.faults.push(Fault {
            range,
            message: message.to_owned(),
            label,
        });
    }
}

#[derive(Clone, Copy)]
enum Surroundings {
    Text,
    Html,
}

/// Whether a directive was meant for us: its keyword is ours or nearly so.
fn is_ours(directive: &str) -> bool {
    let keyword = directive
        .trim_start_matches(['{', '#'])
        .split([' ', '\t', '\n', '}'])
        .next()
        .unwrap_or_default();
    strsim::damerau_levenshtein(&keyword.to_ascii_lowercase(), KEYWORD) <= 1
}

/// What a directive asks for, or what is wrong and what was expected.
fn parse(directive: &str) -> Result<Directive, (String, String)> {
    let inner = directive.trim_start_matches("{{#").trim_end_matches("}}");
    let mut words = inner.split_whitespace();
    let (keyword, name, argument) = (words.next().unwrap_or_default(), words.next(), words.next());
    if keyword != KEYWORD {
        return Err((
            format!("there is no directive `{keyword}`"),
            format!("did you mean `{KEYWORD}`?"),
        ));
    }
    let Some(name) = name else {
        return Err(("this directive names nothing".to_owned(), expected()));
    };
    let directive = match (name, argument) {
        ("count", None) => Directive::Count,
        ("link", Some(gotcha)) => Directive::Link(gotcha.to_owned()),
        ("link", None) => {
            return Err((
                "this link names no gotcha".to_owned(),
                "expected a name or a code".to_owned(),
            ));
        }
        (name, None) => match OVERVIEWS.iter().find(|(known, _)| *known == name) {
            Some((_, overview)) => Directive::Overview(*overview),
            None => {
                return Err((
                    format!("there is no directive `{KEYWORD} {name}`"),
                    suggestion(name),
                ));
            }
        },
        (_, Some(more)) => {
            return Err((format!("`{more}` is too much here"), "remove it".to_owned()));
        }
    };
    match words.next() {
        None => Ok(directive),
        Some(more) => Err((format!("`{more}` is too much here"), "remove it".to_owned())),
    }
}

fn names() -> impl Iterator<Item = &'static str> {
    OVERVIEWS
        .iter()
        .map(|(name, _)| *name)
        .chain(["count", "link"])
}

fn suggestion(name: &str) -> String {
    let near = names()
        .max_by(|a, b| strsim::jaro_winkler(name, a).total_cmp(&strsim::jaro_winkler(name, b)));
    match near.filter(|near| strsim::jaro_winkler(name, near) > 0.75) {
        Some(near) => format!("did you mean `{near}`?"),
        None => expected(),
    }
}

fn expected() -> String {
    let names: Vec<String> = names().map(|name| format!("`{name}`")).collect();
    format!("expected one of {}", names.join(", "))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn directives(text: &str) -> Vec<Directive> {
        find(text)
            .unwrap()
            .into_iter()
            .map(|found| found.directive)
            .collect()
    }

    fn fault(text: &str) -> (String, String) {
        let faults = find(text).unwrap_err();
        assert_eq!(faults.len(), 1, "{faults:?}");
        (faults[0].message.clone(), faults[0].label.clone())
    }

    #[test]
    fn finds_directives_in_text() {
        assert_eq!(
            directives("# A\n\n{{#gotchas index}}\n"),
            [Directive::Overview(Overview::Index)]
        );
        assert_eq!(
            directives(
                "All {{#gotchas count}} of them, {{#gotchas link CFW403}} first.\n\n- {{#gotchas count}}\n"
            ),
            [
                Directive::Count,
                Directive::Link("CFW403".to_owned()),
                Directive::Count
            ]
        );
        assert_eq!(
            directives("  {{#gotchas   errors  }}  "),
            [Directive::Overview(Overview::Errors)]
        );
    }

    #[test]
    fn leaves_code_and_other_directives_alone() {
        let silent = [
            "`{{#gotchas nonsense}}`",
            "```text\n{{#gotchas nonsense}}\n```",
            "    {{#gotchas nonsense}}",
            "{{#include file.md}} {{#title x}} {{#unknown x}}",
            "\\{{#gotchas nonsense}}",
            "{{gotchas index}}",
        ];
        for text in silent {
            assert_eq!(find(text), Ok(vec![]), "{text}");
        }
    }

    #[test]
    fn says_what_is_wrong_and_what_was_meant() {
        assert_eq!(fault("{{#gotchas indx}}").1, "did you mean `index`?");
        assert_eq!(
            fault("{{#gotcha index}}"),
            (
                "there is no directive `gotcha`".to_owned(),
                "did you mean `gotchas`?".to_owned()
            )
        );
        assert!(
            fault("{{#gotchas zzz}}")
                .1
                .starts_with("expected one of `index`")
        );
        assert!(fault("{{#gotchas}}").0.contains("names nothing"));
        assert!(fault("{{#gotchas index").0.contains("does not end"));
        assert!(
            fault("text {{#gotchas index}}")
                .0
                .contains("paragraph of its own")
        );
        assert!(
            fault("- {{#gotchas index}}")
                .0
                .contains("paragraph of its own")
        );
        assert!(
            fault("{{#gotchas index now}}")
                .0
                .contains("`now` is too much")
        );
        assert!(fault("{{#gotchas link a b}}").0.contains("`b` is too much"));
        assert!(
            fault("<div>\n{{#gotchas index}}\n</div>")
                .0
                .contains("in HTML")
        );
    }

    #[test]
    fn reports_the_bytes_of_the_directive() {
        let text = "é\n\n{{#gotchas nope}}\n";
        let faults = find(text).unwrap_err();
        assert_eq!(&text[faults[0].range.clone()], "{{#gotchas nope}}");
    }
}

//! The queries that the search is measured on: `tests/search/queries.tsv`.

/// A query and what should be found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Asked {
    /// What kind of query it is: `error`, `log`, `identifier`, `code`, `question` or `misspelling`.
    pub kind: String,
    /// What is typed or pasted.
    pub text: String,
    /// Names of the gotchas of which one must come first.
    pub first: Vec<String>,
    /// Names of gotchas that are of use too.
    pub also: Vec<String>,
    /// Whether weights may be tuned on it; the other half is for the figures.
    pub tuned: bool,
}

/// All queries in the order of the file.
///
/// # Panics
///
/// A line of the file has not five columns.
pub fn all() -> Vec<Asked> {
    let text = include_str!("../search/queries.tsv");
    let lines = text.lines().enumerate().skip(1);
    lines
        .map(|(index, line)| Asked::parse(index + 1, line))
        .collect()
}

/// Queries about what no gotcha is about: `tests/search/foreign.txt`.
pub fn foreign() -> Vec<String> {
    let text = include_str!("../search/foreign.txt");
    text.lines().map(unescape).collect()
}

impl Asked {
    fn parse(number: usize, line: &str) -> Asked {
        let columns: Vec<&str> = line.split('\t').collect();
        let [half @ ("tuned" | "held"), kind, text, first, also] = columns[..] else {
            panic!("queries.tsv:{number}: not five columns, the first `tuned` or `held`: {line}")
        };
        let names = |list: &str, by| {
            list.split(by)
                .filter(|name| !name.is_empty())
                .map(str::to_owned)
                .collect::<Vec<_>>()
        };
        Asked {
            kind: kind.to_owned(),
            text: unescape(text),
            first: names(first, '|'),
            also: names(also, ','),
            tuned: half == "tuned",
        }
    }
}

fn unescape(text: &str) -> String {
    let mut plain = String::new();
    let mut chars = text.chars();
    while let Some(c) = chars.next() {
        match (c, if c == '\\' { chars.next() } else { None }) {
            (_, Some('n')) => plain.push('\n'),
            (_, Some('t')) => plain.push('\t'),
            (_, Some('e')) => plain.push('\u{1b}'),
            (_, Some(other)) => plain.push(other),
            (c, None) => plain.push(c),
        }
    }
    plain
}

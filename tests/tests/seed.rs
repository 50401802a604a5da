//! Nothing of the document that this knowledge base started from is lost.
//!
//! `tests/seed/outline.tsv` lists its parts, one per row, without their text: every heading, line of its table of
//! contents, problem, code block, list, list item, takeaway, line of its checklist and link, each with the place that its
//! content has now. A place is one of
//!
//! - `categories`, or `category ID`: the introduction of a category;
//! - `checklist NAME`: the line that a gotcha adds to the checklist;
//! - `page STEM`: a hand-written page under `src/`; `book KEY`: a line of `book.toml`;
//! - `NAME FIELD` of a gotcha: `title`, `problem`, `takeaway`, `when`, `examples[TITLE]`, `examples[TITLE].wrong`,
//!   `examples[TITLE].right`, `sections[TITLE]`;
//!
//! and all that hold a list can be followed by `item N`, counted from 1.

use std::{collections::BTreeSet, fs, path::Path, sync::LazyLock};

use gotchas_catalog::{
    Catalogue,
    model::{Example, Gotcha, Located},
};
use pulldown_cmark::{Event, Parser, Tag, TagEnd};

static CATALOGUE: LazyLock<Catalogue> = LazyLock::new(|| {
    Catalogue::load(&root().join("gotchas"))
        .unwrap_or_else(|problems| panic!("{}", problems.render(false)))
});

static OUTLINE: LazyLock<Vec<Row>> = LazyLock::new(|| {
    let text =
        fs::read_to_string(root().join("tests/seed/outline.tsv")).expect("the outline is readable");
    let rows = text
        .lines()
        .enumerate()
        .filter(|(_, line)| !line.starts_with('#'));
    rows.map(|(index, line)| Row::parse(index + 1, line))
        .collect()
});

/// How many rows of each kind the outline has: counted in the document itself.
const COUNTS: [(&str, usize); 10] = [
    ("heading", 29),
    ("intro", 1),
    ("toc", 10),
    ("problem", 15),
    ("code", 27),
    ("list", 16),
    ("item", 51),
    ("takeaway", 15),
    ("check", 15),
    ("link", 3),
];

/// A part of the document.
struct Row {
    line: usize,
    part: String,
    kind: String,
    id: String,
    place: String,
    mentions: Vec<String>,
}

impl Row {
    fn parse(line: usize, text: &str) -> Row {
        let mut cells = text.split('\t').map(str::to_owned);
        let mut cell = |name| {
            cells
                .next()
                .unwrap_or_else(|| panic!("outline.tsv:{line}: the row has no {name}"))
        };
        let (part, kind, id, place) = (cell("part"), cell("kind"), cell("id"), cell("place"));
        let mentions = cells.next().unwrap_or_default();
        let mentions = mentions
            .split(" | ")
            .filter(|mention| !mention.is_empty())
            .map(plain)
            .collect();
        Row {
            line,
            part,
            kind,
            id,
            place,
            mentions,
        }
    }

    /// What the row lacks: its place, or what the place must mention.
    fn lacks(&self) -> Option<String> {
        let Row {
            line,
            part,
            kind,
            id,
            place,
            ..
        } = self;
        let row = format!("outline.tsv:{line}: {part}, {kind} `{id}`");
        let text = plain(&text_of(place).unwrap_or_default());
        if text.is_empty() {
            return Some(format!("{row}: `{place}` does not exist or is empty"));
        }
        let silent: Vec<&str> = self
            .mentions
            .iter()
            .map(String::as_str)
            .filter(|m| !text.contains(m))
            .collect();
        (!silent.is_empty()).then(|| {
            format!(
                "{row}: `{place}` does not mention `{}`",
                silent.join("`, `")
            )
        })
    }
}

fn root() -> &'static Path {
    Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/.."))
}

/// Text in lower case with single spaces, so that neither line breaks nor the case of a letter decide.
fn plain(text: &str) -> String {
    text.split_whitespace()
        .collect::<Vec<_>>()
        .join(" ")
        .to_lowercase()
}

/// The text at a place, or nothing if there is no such place.
fn text_of(place: &str) -> Option<String> {
    let (place, number) = match place.rsplit_once(" item ") {
        Some((place, number)) => (place, Some(number.parse::<usize>().ok()?.checked_sub(1)?)),
        None => (place, None),
    };
    let markdown = match place.split_once(' ') {
        None if place == "categories" => CATALOGUE
            .categories
            .iter()
            .map(|category| category.title.value.clone())
            .collect(),
        Some(("category", id)) => CATALOGUE.category(id)?.introduction.value.clone(),
        Some(("checklist", name)) => CATALOGUE.get(name)?.gotcha.summary.value.clone(),
        Some(("page", stem)) => fs::read_to_string(root().join(format!("src/{stem}.md"))).ok()?,
        Some(("book", key)) => {
            let book = fs::read_to_string(root().join("book.toml")).ok()?;
            book.lines()
                .find_map(|line| line.strip_prefix(key)?.strip_prefix(" = "))
                .map(str::to_owned)?
        }
        Some((name, field)) => field_of(&CATALOGUE.get(name)?.gotcha, field)?,
        None => return None,
    };
    match number {
        Some(number) => items(&markdown).into_iter().nth(number),
        None => Some(markdown),
    }
}

/// The text of a gotcha's field; lists become Markdown lists.
fn field_of(gotcha: &Gotcha, field: &str) -> Option<String> {
    if let Some((title, side)) = field
        .strip_prefix("examples[")
        .and_then(|rest| rest.rsplit_once(']'))
    {
        let example = gotcha
            .examples
            .iter()
            .find(|example| *example.title == title)?;
        return side_of(example, side);
    }
    if let Some(title) = field
        .strip_prefix("sections[")
        .and_then(|rest| rest.strip_suffix(']'))
    {
        return gotcha
            .sections
            .iter()
            .find(|section| *section.title == title)
            .map(|section| section.body.value.clone());
    }
    Some(match field {
        "title" => gotcha.title.value.clone(),
        "problem" => gotcha.problem.value.clone(),
        "takeaway" => gotcha.takeaway.value.clone(),
        "when" => gotcha
            .when
            .iter()
            .map(|line| format!("- {}\n", line.value))
            .collect(),
        _ => return None,
    })
}

/// One side of an example; without a side, an example that has both.
fn side_of(example: &Example, side: &str) -> Option<String> {
    let text = |side: &Option<Located<String>>| side.as_ref().map(|code| code.value.clone());
    match side {
        ".wrong" => text(&example.wrong),
        ".right" => text(&example.right),
        "" => Some(text(&example.wrong)? + &text(&example.right)?),
        _ => None,
    }
}

/// The items of the lists in a Markdown text, as they are written, those of nested lists within theirs.
fn items(markdown: &str) -> Vec<String> {
    let mut depth = 0;
    let mut items = vec![];
    for (event, range) in Parser::new(markdown).into_offset_iter() {
        match event {
            Event::Start(Tag::Item) => {
                depth += 1;
                if depth == 1 {
                    items.push(markdown[range].to_owned());
                }
            }
            Event::End(TagEnd::Item) => depth -= 1,
            _ => {}
        }
    }
    items
}

#[test]
fn every_part_has_its_place() {
    let missing: Vec<String> = OUTLINE.iter().filter_map(Row::lacks).collect();
    assert!(
        missing.is_empty(),
        "{} parts lost their place:\n{}",
        missing.len(),
        missing.join("\n")
    );
}

#[test]
fn the_outline_is_whole() {
    for (kind, count) in COUNTS {
        let found = OUTLINE.iter().filter(|row| row.kind == kind).count();
        assert_eq!(found, count, "rows of kind `{kind}`");
    }
    let total: usize = COUNTS.iter().map(|(_, count)| count).sum();
    assert_eq!(
        OUTLINE.len(),
        total,
        "rows of a kind that the document does not have"
    );
    let keys: BTreeSet<_> = OUTLINE
        .iter()
        .map(|row| (&row.part, &row.kind, &row.id))
        .collect();
    assert_eq!(
        keys.len(),
        OUTLINE.len(),
        "two rows share part, kind and id"
    );
}

#[test]
fn fifteen_gotchas_in_ten_categories() {
    let of = |kind: &str| {
        OUTLINE
            .iter()
            .filter(|row| row.kind == kind)
            .collect::<Vec<_>>()
    };
    let categories: Vec<&str> = of("toc").iter().map(|row| row.id.as_str()).collect();
    let ours: Vec<&str> = CATALOGUE
        .categories
        .iter()
        .map(|category| category.id.as_str())
        .collect();
    assert_eq!(
        ours.get(..10),
        Some(&categories[..]),
        "the first ten categories are those of the table of contents"
    );

    let names: Vec<&str> = of("check").iter().map(|row| row.id.as_str()).collect();
    for kind in ["problem", "takeaway"] {
        let parts: Vec<&str> = of(kind).iter().map(|row| row.part.as_str()).collect();
        assert_eq!(
            parts, names,
            "each gotcha of the checklist has one `{kind}`"
        );
    }
    let first = CATALOGUE
        .entries()
        .iter()
        .filter(|entry| names.contains(&entry.name.as_str()));
    let first: Vec<(&str, &str)> = first
        .map(|entry| (entry.name.as_str(), entry.category.as_str()))
        .collect();
    assert_eq!(
        first.iter().map(|(name, _)| *name).collect::<Vec<_>>(),
        names,
        "in the order of the checklist"
    );
    let used: BTreeSet<&str> = first.iter().map(|(_, category)| *category).collect();
    assert_eq!(
        used,
        categories.into_iter().collect(),
        "each category has a gotcha"
    );
}

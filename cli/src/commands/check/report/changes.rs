//! What a fix would change, below the finding that it mends.

use std::ops::Range;

use gotchas_catalog::Applicability;
use gotchas_checker::fix::{Edit, Fix};
use owo_colors::OwoColorize;
use ruff_text_size::TextSize;
use similar::{ChangeTag, TextDiff};

use super::super::findings::Source;

/// Lines shown around a change.
const CONTEXT: usize = 1;
/// Width of the line between changes that lie apart.
const WIDTH: usize = 80;

/// Lines that change together, with some around them.
struct Hunk<'a> {
    before: &'a str,
    after: String,
    /// Number of the first line when all is changed, from 1.
    first_line: usize,
}

/// The lines that go and those that come, numbered as they will be, and whether somebody should look at them first.
pub fn render(file: &Source, fix: &Fix) -> String {
    let hunks = hunks(file, fix);
    let last = hunks.last();
    let last = last.map_or(0, |hunk| hunk.first_line + hunk.after.lines().count() - 1);
    let width = last.to_string().len();
    let bar = "|".bright_blue().bold().to_string();
    let mut text = format!("{:width$} {bar}\n", "");
    let mut is_first = true;
    for hunk in &hunks {
        let diff = TextDiff::from_lines(hunk.before, &hunk.after);
        for group in diff.grouped_ops(CONTEXT) {
            if !is_first {
                text += &format!("{}\n", "-".repeat(WIDTH));
            }
            is_first = false;
            for change in group.iter().flat_map(|op| diff.iter_changes(op)) {
                let number = change.new_index().map(|index| hunk.first_line + index);
                text += &line(change.tag(), number, width, change.value());
            }
        }
    }
    text += &format!("{:width$} {bar}\n", "");
    if fix.applicability != Applicability::Safe {
        let note = "note:".bright_green().bold().to_string();
        text += &format!("{note} This is an unsafe fix and may change runtime behavior\n");
    }
    text
}

/// The parts of the file that change. Only these are compared: a file can have many findings.
fn hunks<'a>(file: &'a Source, fix: &Fix) -> Vec<Hunk<'a>> {
    let text = &*file.text;
    let mut edits: Vec<&Edit> = fix.edits.iter().collect();
    edits.sort();
    let mut regions: Vec<(Range<usize>, Vec<&Edit>)> = Vec::new();
    for edit in edits {
        let around = lines_around(text, edit.start.into(), edit.end.into());
        match regions.last_mut() {
            Some((region, edits)) if around.start <= region.end => {
                region.end = region.end.max(around.end);
                edits.push(edit);
            }
            _ => regions.push((around, vec![edit])),
        }
    }
    let (mut added, mut removed) = (0, 0);
    let hunk = |(region, edits): (Range<usize>, Vec<&Edit>)| {
        let before = &text[region.clone()];
        let after = edited(text, &region, &edits);
        let start = TextSize::try_from(region.start).unwrap_or_default();
        let first_line = (file.position(start).line + added).saturating_sub(removed);
        added += after.lines().count();
        removed += before.lines().count();
        Hunk {
            before,
            after,
            first_line,
        }
    };
    regions.into_iter().map(hunk).collect()
}

/// A part of the text with its edits made.
fn edited(text: &str, region: &Range<usize>, edits: &[&Edit]) -> String {
    let mut after = String::new();
    let mut at = region.start;
    for edit in edits {
        after += text.get(at..edit.start.into()).unwrap_or_default();
        after += &edit.content;
        at = edit.end.into();
    }
    after + text.get(at..region.end).unwrap_or_default()
}

/// Whole lines from the one before `start` to the one after `end`.
fn lines_around(text: &str, start: usize, end: usize) -> Range<usize> {
    let first = line_start(text, start);
    let before = &text[..first];
    let newline = if before.ends_with("\r\n") { 2 } else { 1 };
    let above = line_start(text, first.saturating_sub(newline));
    above..line_end(text, line_end(text, end))
}

fn line_start(text: &str, at: usize) -> usize {
    text[..at].rfind(['\n', '\r']).map_or(0, |end| end + 1)
}

/// Where the next line starts.
fn line_end(text: &str, at: usize) -> usize {
    let rest = &text[at..];
    let Some(end) = rest.find(['\n', '\r']) else {
        return text.len();
    };
    let newline = if rest[end..].starts_with("\r\n") {
        2
    } else {
        1
    };
    at + end + newline
}

fn line(tag: ChangeTag, number: Option<usize>, width: usize, text: &str) -> String {
    let number = number.map_or_else(String::new, |number| number.to_string());
    let number = format!("{number:<width$}");
    let number = number.bright_blue().bold().to_string();
    let text = text.trim_end_matches(['\r', '\n']);
    let text = text.trim_start_matches('\u{feff}');
    let space = if text.is_empty() { "" } else { " " };
    match tag {
        ChangeTag::Equal => format!("{number} {}{space}{text}\n", "|".bright_blue().bold()),
        ChangeTag::Delete => format!("{number} {}\n", format!("-{space}{text}").red()),
        ChangeTag::Insert => format!("{number} {}\n", format!("+{space}{text}").green()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The changes of a text whose parts are replaced by others, as they are drawn.
    fn drawn(text: &str, replaced: &[(&str, &str)]) -> String {
        let edit = |(old, new): &(&str, &str)| {
            let start = text.find(old).unwrap();
            let at = |at: usize| TextSize::try_from(at).unwrap();
            Edit {
                start: at(start),
                end: at(start + old.len()),
                content: (*new).to_owned(),
            }
        };
        let fix = Fix {
            applicability: Applicability::Safe,
            message: String::new(),
            edits: replaced.iter().map(edit).collect(),
        };
        let file = Source::new("a.py".into(), text.into());
        anstream::adapter::strip_str(&render(&file, &fix)).to_string()
    }

    #[test]
    fn a_line_is_shown_with_those_around_it() {
        let text = drawn("a\r\nb\r\nc\r\nd\r\n", &[("c", "see")]);
        assert_eq!(text, "  |\n2 | b\n  - c\n3 + see\n4 | d\n  |\n");
        assert_eq!(drawn("a", &[("a", "b")]), "  |\n  - a\n1 + b\n  |\n");
    }

    #[test]
    fn lines_are_numbered_as_they_will_be() {
        let text = "import a\nx\ny\nz\nb()\n";
        let text = drawn(
            text,
            &[("import a\n", "import a\nimport b\n"), ("b()", "c()")],
        );
        let rule = "-".repeat(WIDTH);
        let top = "1 | import a\n2 + import b\n3 | x\n";
        let bottom = "5 | z\n  - b()\n6 + c()\n";
        assert_eq!(text, format!("  |\n{top}{rule}\n{bottom}  |\n"));
        let text = drawn("a\nb\n", &[("a\n", "")]);
        assert_eq!(text, "  |\n  - a\n1 | b\n  |\n");
    }

    #[test]
    fn changes_that_touch_are_one() {
        let text = drawn("a\nb\nc\n", &[("a", "x"), ("c", "z")]);
        assert_eq!(text, "  |\n  - a\n1 + x\n2 | b\n  - c\n3 + z\n  |\n");
    }
}

//! What a fix would change, below the finding that it mends.

use gotchas_catalog::Applicability;
use gotchas_checker::fix::{self, Fix};
use owo_colors::OwoColorize;
use similar::{ChangeTag, TextDiff};

/// Lines shown around a change.
const CONTEXT: usize = 1;
/// Width of the line between changes that lie apart.
const WIDTH: usize = 80;

/// The lines that go and those that come, numbered as they will be, and whether somebody should look at them first.
pub fn render(file: &str, fix: &Fix) -> String {
    let (after, _) = fix::apply(file, &[fix]);
    let diff = TextDiff::from_lines(file, &after);
    let groups = diff.grouped_ops(CONTEXT);
    let last = groups.last().and_then(|group| group.last());
    let width = last.map_or(0, |last| last.new_range().end.to_string().len());
    let mut text = format!("{:width$} {}\n", "", "|".bright_blue().bold());
    for (index, group) in groups.iter().enumerate() {
        if index > 0 {
            text += &format!("{}\n", "-".repeat(WIDTH));
        }
        for change in group.iter().flat_map(|op| diff.iter_changes(op)) {
            text += &line(change.tag(), change.new_index(), width, change.value());
        }
    }
    text += &format!("{:width$} {}\n", "", "|".bright_blue().bold());
    if fix.applicability != Applicability::Safe {
        let note = "note:".bright_green().bold().to_string();
        text += &format!("{note} This is an unsafe fix and may change runtime behavior\n");
    }
    text
}

fn line(tag: ChangeTag, number: Option<usize>, width: usize, text: &str) -> String {
    let number = number.map_or_else(String::new, |index| (index + 1).to_string());
    let number = format!("{number:<width$}");
    let text = text.trim_end_matches(['\r', '\n']);
    let space = if text.is_empty() { "" } else { " " };
    let number = number.bright_blue().bold().to_string();
    match tag {
        ChangeTag::Equal => format!("{number} {}{space}{text}\n", "|".bright_blue().bold()),
        ChangeTag::Delete => format!("{number} {}\n", format!("-{space}{text}").red()),
        ChangeTag::Insert => format!("{number} {}\n", format!("+{space}{text}").green()),
    }
}

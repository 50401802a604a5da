//! Texts that people read: plain, verbatim, a line of Markdown, Markdown.

use std::ops::Range;

use super::markdown;
use crate::{Problem, model::Located, place, yaml::File};

/// One line without Markdown, such as a title.
pub fn plain(file: &File, text: &Located<String>, problems: &mut Vec<Problem>) {
    verbatim(file, text, problems);
    if let Some(start) = text.find('`') {
        let problem = inside(
            file,
            text,
            start..start + 1,
            "this text is plain, and shows a backtick as it is",
        );
        problems.push(
            problem
                .label("no Markdown here")
                .help("remove the backticks"),
        );
    }
}

/// One line that is shown as it is, such as an error message.
pub fn verbatim(file: &File, text: &Located<String>, problems: &mut Vec<Problem>) {
    if text.trim_end_matches('\n').contains('\n') {
        problems.push(
            file.problem_at(text.at, "this text must be one line")
                .label("it has several"),
        );
    }
    let bare = text.strip_suffix('\n').unwrap_or(text);
    if bare.trim() != bare {
        let side = if bare.trim_start() == bare {
            "ends"
        } else {
            "begins"
        };
        problems.push(
            file.problem_at(text.at, format!("this text {side} with a space"))
                .label("remove the space"),
        );
    }
}

/// One line of Markdown, such as a summary.
pub fn line(file: &File, text: &Located<String>, problems: &mut Vec<Problem>) {
    verbatim(file, text, problems);
    markdown::check(file, text, problems);
}

/// Markdown.
pub fn block(file: &File, text: &Located<String>, problems: &mut Vec<Problem>) {
    markdown::check(file, text, problems);
}

/// A problem of a part of a text, given as bytes of its value.
pub fn inside(
    file: &File,
    text: &Located<String>,
    part: Range<usize>,
    message: impl Into<String>,
) -> Problem {
    let start = place::inside(&file.source, text, part.start);
    let end = place::inside(&file.source, text, part.end);
    if start == text.at && part.start > 0 || end.line != start.line || end <= start {
        return file.problem_at(start, message);
    }
    Problem::new(&file.path, message)
        .source(Some(file.source.clone()))
        .between(start, end)
}

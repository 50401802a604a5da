//! Places in a text, by line and column and by byte.

use std::ops::Range;

use crate::model::{Located, Position};

/// The byte at which a position stands; a column beyond the end of its line is its end.
pub fn offset(source: &str, at: Position) -> Option<usize> {
    let start = line_start(source, at.line)?;
    let line = source[start..].lines().next().unwrap_or_default();
    let column = at.column.checked_sub(1)?;
    Some(
        start
            + line
                .char_indices()
                .nth(column)
                .map_or(line.len(), |(index, _)| index),
    )
}

/// The byte at which a line starts.
fn line_start(source: &str, line: usize) -> Option<usize> {
    match line.checked_sub(1)? {
        0 => Some(0),
        before => source
            .match_indices('\n')
            .nth(before - 1)
            .map(|(index, _)| index + 1),
    }
}

/// Line and column of a byte, both from 1, columns in characters.
pub fn position(source: &str, offset: usize) -> Position {
    let before = &source[..source.floor_char_boundary(offset)];
    let line = before.matches('\n').count() + 1;
    let column = before
        .rsplit('\n')
        .next()
        .unwrap_or_default()
        .chars()
        .count()
        + 1;
    Position { line, column }
}

/// From a position to the end of its line, without trailing space.
pub fn rest_of_line(source: &str, at: Position) -> Option<Range<usize>> {
    let start = offset(source, at)?;
    let line = source[start..].lines().next().unwrap_or_default();
    Some(start..start + line.trim_end().len())
}

/// The lines that a range touches, without the last line break.
pub fn whole_lines(source: &str, range: Range<usize>) -> Range<usize> {
    let (start, end) = (
        source.floor_char_boundary(range.start),
        source.floor_char_boundary(range.end),
    );
    let first = source[..start].rfind('\n').map_or(0, |index| index + 1);
    let last = source[end..]
        .find('\n')
        .map_or(source.len(), |index| end + index);
    first..last
}

/// Where a byte of a value stands in the file that holds it.
///
/// A value's position is that of its first character that is no line break.
///
/// Exact where the value stands in the file as it is, line by line: in literal block scalars and in unbroken text
/// without escapes. Elsewhere it is the start of the value.
pub fn inside(source: &str, value: &Located<String>, offset: usize) -> Position {
    let before = &value.value[..value.value.floor_char_boundary(offset)];
    let skipped = value.value.len() - value.value.trim_start_matches('\n').len();
    let Some(line) = before.matches('\n').count().checked_sub(skipped) else {
        return value.at;
    };
    let start = before.rfind('\n').map_or(0, |index| index + 1);
    let column = before[start..].chars().count();
    let text = value.value[start..].lines().next().unwrap_or_default();
    // The column of the first character: behind the quote, if there is one.
    for quote in [0, 1] {
        let first = Position {
            line: value.at.line + line,
            column: value.at.column + quote,
        };
        let here = self::offset(source, first).map(|start| &source[start..]);
        if here.is_some_and(|here| here.starts_with(text)) && (line == 0 || quote == 0) {
            return Position {
                column: first.column + column,
                ..first
            };
        }
    }
    value.at
}

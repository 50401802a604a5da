//! Fixes: what is offered for a finding, and how several are applied to a text.

mod guards;
mod imports;
mod offer;
mod template;
mod unwrap;

use std::collections::BTreeSet;

use gotchas_catalog::Applicability;
use ruff_text_size::{Ranged, TextRange, TextSize};
use serde::{Deserialize, Serialize};

pub(crate) use offer::{Place, offer};
pub use template::problem as template_problem;

/// A change of a file that mends a finding.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Fix {
    /// Whether it can change what code does that works.
    pub applicability: Applicability,
    /// What it does, in one line.
    pub message: String,
    /// The changes, sorted, none over another.
    pub edits: Vec<Edit>,
}

/// A replacement of a part of a text.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Edit {
    /// Start of the bytes that are replaced.
    pub start: TextSize,
    /// Their end; the same as the start for an insertion.
    pub end: TextSize,
    /// What comes in their place.
    pub content: String,
}

impl Ranged for Edit {
    fn range(&self) -> TextRange {
        TextRange::new(self.start, self.end)
    }
}

impl Edit {
    /// Replaces the text at a range.
    pub(crate) fn replace(range: TextRange, content: String) -> Edit {
        Edit {
            start: range.start(),
            end: range.end(),
            content,
        }
    }

    /// Inserts a text.
    pub(crate) fn insert(at: TextSize, content: String) -> Edit {
        Edit::replace(TextRange::empty(at), content)
    }
}

/// Applies fixes to a text, the first in the text first.
///
/// A fix that changes what another one has changed is left out; an edit that two share, such as an import, is made once.
/// Gives the text and, for each fix, whether it was applied.
pub fn apply(source: &str, fixes: &[&Fix]) -> (String, Vec<bool>) {
    let mut order: Vec<usize> = (0..fixes.len()).collect();
    order.sort_by_key(|&index| fixes[index].edits.first());
    let mut edits: BTreeSet<&Edit> = BTreeSet::new();
    let mut applied = vec![false; fixes.len()];
    for index in order {
        let own = &fixes[index].edits;
        let fits = own
            .iter()
            .all(|edit| edits.contains(edit) || !edits.iter().any(|made| clash(made, edit)));
        if fits {
            edits.extend(own);
            applied[index] = true;
        }
    }
    let mut text = String::with_capacity(source.len());
    let mut at = 0;
    for edit in edits {
        text.push_str(&source[at..usize::from(edit.start)]);
        text.push_str(&edit.content);
        at = usize::from(edit.end);
    }
    text.push_str(&source[at..]);
    (text, applied)
}

/// Whether two edits cannot both be made: they overlap, or insert at the same place.
fn clash(a: &Edit, b: &Edit) -> bool {
    a.start == b.start || (a.start < b.end && b.start < a.end)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fix(edits: &[(u32, u32, &str)]) -> Fix {
        let edit = |&(start, end, content): &(u32, u32, &str)| {
            let range = TextRange::new(start.into(), end.into());
            Edit::replace(range, content.to_owned())
        };
        Fix {
            applicability: Applicability::Safe,
            message: String::new(),
            edits: edits.iter().map(edit).collect(),
        }
    }

    #[test]
    fn fixes_are_applied_together_unless_they_overlap() {
        let (one, two, three) = (
            fix(&[(0, 0, "I;"), (1, 2, "B")]),
            fix(&[(0, 0, "I;"), (3, 4, "D")]),
            fix(&[(1, 3, "x")]),
        );
        let (text, applied) = apply("abcd", &[&three, &two, &one]);
        assert_eq!(text, "I;aBcD");
        assert_eq!(applied, [false, true, true]);
    }
}

//! Compares a line that somebody pasted with a message that a gotcha is known by.
//!
//! Messages carry values that differ from run to run (a table's name, a number, a path), and lines carry prefixes, so
//! both are compared word by word: what counts is the longest common subsequence, weighted by how rare the words are.

/// A symptom of fewer words says too little to decide by itself when it is only a part of a line.
const FEWEST_WORDS: usize = 3;

/// A word of a message and how much it tells.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Told {
    pub(crate) word: String,
    pub(crate) weight: f32,
}

/// How a line and a message agree.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub(crate) struct Agreement {
    /// Weight of the words they share, in order.
    pub(crate) shared: f32,
    /// Share of the message's weight that the line has.
    pub(crate) recall: f32,
    /// Share of the line's weight that the message has.
    pub(crate) precision: f32,
    /// Whether the line contains the whole message, word for word.
    pub(crate) exact: bool,
}

impl Agreement {
    /// How well they fit, from 0 to the weight of the message: all of it in both directions is best.
    pub(crate) fn worth(&self) -> f32 {
        self.shared * self.recall * self.precision
    }
}

/// Compares a line with a message.
pub(crate) fn compare(line: &[Told], message: &[Told]) -> Agreement {
    let shared = common_weight(line, message);
    if shared == 0.0 {
        return Agreement::default();
    }
    let weight = |words: &[Told]| words.iter().map(|told| told.weight).sum::<f32>();
    let whole = contains(line, message);
    let exact = whole && (message.len() >= FEWEST_WORDS || line.len() == message.len());
    Agreement {
        shared,
        recall: shared / weight(message),
        precision: shared / weight(line),
        exact,
    }
}

fn contains(line: &[Told], message: &[Told]) -> bool {
    line.windows(message.len())
        .any(|run| run.iter().zip(message).all(|(a, b)| a.word == b.word))
}

/// Weight of the heaviest common subsequence.
fn common_weight(line: &[Told], message: &[Told]) -> f32 {
    let mut row = vec![0.0f32; message.len() + 1];
    for told in line {
        let mut diagonal = 0.0;
        for (at, other) in message.iter().enumerate() {
            let above = row[at + 1];
            row[at + 1] = if told.word == other.word {
                diagonal + other.weight
            } else {
                above.max(row[at])
            };
            diagonal = above;
        }
    }
    row[message.len()]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::words::pieces;

    fn told(text: &str) -> Vec<Told> {
        pieces(text)
            .into_iter()
            .map(|word| Told { word, weight: 1.0 })
            .collect()
    }

    fn agreement(line: &str, message: &str) -> Agreement {
        compare(&told(line), &told(message))
    }

    #[test]
    fn a_message_inside_a_line_is_exact() {
        let message = "TypeError: 'pyodide.ffi.JsProxy' object is not iterable";
        assert!(agreement(message, message).exact);
        assert!(
            agreement(
                &format!("Uncaught PythonError: {message} (entry.py)"),
                message
            )
            .exact
        );
        assert!(!agreement("'pyodide.ffi.JsProxy' object is not iterable", message).exact);
        assert!(
            !agreement(
                "TypeError: 'pyodide.ffi.JsProxy' object is really not iterable",
                message
            )
            .exact
        );
    }

    #[test]
    fn a_short_symptom_must_be_the_whole_line() {
        assert!(agreement("None", "None").exact);
        assert!(!agreement("None was returned", "None").exact);
    }

    #[test]
    fn differing_values_cost_little() {
        let message = "D1_ERROR: no such table: users: SQLITE_ERROR";
        let same = agreement(message, message).worth();
        let other = agreement("D1_ERROR: no such table: orders: SQLITE_ERROR", message).worth();
        let different = agreement("TypeError: object is not iterable", message).worth();
        assert!(
            same > other && other > 0.5 * same && different < 0.1 * same,
            "{same} {other} {different}"
        );
    }

    #[test]
    fn nothing_agrees_with_nothing() {
        assert_eq!(agreement("", "a b"), Agreement::default());
        assert_eq!(agreement("a b", ""), Agreement::default());
    }
}

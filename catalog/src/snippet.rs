use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::model::{Code, Gotcha, Located, Position};

/// Whether a snippet shows what goes wrong or what works.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "lowercase")]
pub enum Side {
    /// Code that goes wrong.
    Wrong,
    /// Code that works.
    Right,
}

/// A finding that the checker must report in a snippet.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ExpectedFinding {
    /// Line of [`Snippet::code`] on which the diagnostic starts, from 1.
    pub line: usize,
    /// The rule that reports it.
    pub code: Code,
}

/// One side of an example, ready to be parsed, checked and run.
///
/// In the YAML, `# gotcha` at the end of a line marks an expected finding and `~` before its first character hides a
/// line from readers, as in mdBook. Neither is part of [`Snippet::code`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Snippet {
    /// Index of the example in [`Gotcha::examples`].
    pub example: usize,
    /// Which side of the example.
    pub side: Side,
    /// Python that runs: markers removed, hidden lines included without their prefix.
    pub code: String,
    /// For each line of the code whether readers do not see it.
    pub hidden: Vec<bool>,
    /// What the checker must find, in the order of the lines.
    pub expected: Vec<ExpectedFinding>,
    /// Where the snippet starts in the YAML.
    pub at: Position,
}

/// The marker that ends a line to be flagged.
const MARKER: &str = "# gotcha";

impl Snippet {
    fn new(example: usize, side: Side, text: &Located<String>, own: Code) -> Snippet {
        let mut snippet = Snippet {
            example,
            side,
            code: String::new(),
            hidden: vec![],
            expected: vec![],
            at: text.at,
        };
        for (index, line) in text.lines().enumerate() {
            let (line, codes) = split_marker(line, own);
            snippet
                .expected
                .extend(codes.into_iter().map(|code| ExpectedFinding {
                    line: index + 1,
                    code,
                }));
            let visible = unhide(line);
            snippet.hidden.push(visible.is_some());
            snippet.code.push_str(visible.as_deref().unwrap_or(line));
            snippet.code.push('\n');
        }
        snippet
    }

    /// What readers see: the code without its hidden lines.
    pub fn shown(&self) -> String {
        let lines = self.code.split_inclusive('\n').zip(&self.hidden);
        lines
            .filter(|(_, hidden)| !**hidden)
            .map(|(line, _)| line)
            .collect()
    }

    /// Where a character of [`Self::code`] (line and column from 1, column in characters) stands in the YAML.
    ///
    /// Gives the unknown position for a snippet that was not loaded from YAML.
    pub fn yaml_position(&self, line: usize, column: usize) -> Position {
        if self.at == Position::default() {
            return self.at;
        }
        let prefix = usize::from(self.hidden.get(line - 1).copied().unwrap_or_default());
        Position {
            line: self.at.line + line - 1,
            column: self.at.column - 1 + column + prefix,
        }
    }
}

/// The line without its hiding `~`, or nothing if it is shown.
fn unhide(line: &str) -> Option<String> {
    let text = line.trim_start();
    let rest = text.strip_prefix('~')?;
    Some(format!("{}{rest}", &line[..line.len() - text.len()]))
}

/// The line without its marker, and the codes of the rules that it announces.
fn split_marker(line: &str, own: Code) -> (&str, Vec<Code>) {
    match marker(line) {
        None => (line, vec![]),
        Some(Marker { start, codes }) => {
            let codes = codes.unwrap_or_default();
            (
                line[..start].trim_end(),
                if codes.is_empty() { vec![own] } else { codes },
            )
        }
    }
}

/// The comment at the end of a line that announces findings.
pub(crate) struct Marker {
    /// The byte of the line at which it starts.
    pub start: usize,
    /// The rules it names, none for the gotcha's own, or what is wrong with it.
    pub codes: Result<Vec<Code>, String>,
}

/// The marker at the end of a line.
pub(crate) fn marker(line: &str) -> Option<Marker> {
    let start = line.rfind(MARKER)?;
    let rest = line[start + MARKER.len()..].trim_end();
    let codes = match rest.strip_prefix(':') {
        Some(list) => list.split(',').map(|code| code.trim().parse()).collect(),
        None if rest.is_empty() => Ok(vec![]),
        None if rest.starts_with(' ') && rest.trim().parse::<Code>().is_ok() => {
            Err("expected a colon before the code".to_owned())
        }
        None => return None,
    };
    Some(Marker { start, codes })
}

pub(crate) fn snippets(gotcha: &Gotcha) -> Vec<Snippet> {
    let own = gotcha.code.value;
    let sides = |(index, example): (usize, &crate::Example)| {
        let wrong = example
            .wrong
            .as_ref()
            .map(|text| Snippet::new(index, Side::Wrong, text, own));
        let right = example
            .right
            .as_ref()
            .map(|text| Snippet::new(index, Side::Right, text, own));
        [wrong, right]
    };
    gotcha
        .examples
        .iter()
        .enumerate()
        .flat_map(sides)
        .flatten()
        .collect()
}

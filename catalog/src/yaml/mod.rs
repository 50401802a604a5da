//! Reading YAML files: all that is wrong with one, each with its place.

mod keywords;
mod node;
mod shape;
mod text;

use std::{collections::HashMap, ops::Range, path::Path, sync::Arc};

use serde::de::DeserializeOwned;

pub use self::{
    node::{Content, Node},
    shape::Shape,
};
use crate::{Problem, model::Position, place};

/// A file that was read and parsed.
#[derive(Debug)]
pub struct File {
    /// Where it lies, as it should be shown.
    pub path: String,
    /// Its text.
    pub source: Arc<str>,
    /// Its parts.
    pub root: Node,
    /// The range of each part by its start, to point at a located value as a whole.
    spans: HashMap<usize, Range<usize>>,
}

impl File {
    /// Reads a file and parses it into its parts.
    pub fn read(path: &Path) -> Result<File, Vec<Problem>> {
        let source: Arc<str> = text::read(path)?.into();
        let (root, faults) = node::parse(&source);
        let problem = |fault: node::Fault| {
            let problem = Problem::new(path, fault.message)
                .source(Some(source.clone()))
                .range(fault.range);
            let problem = fault.label.into_iter().fold(problem, Problem::label);
            fault
                .earlier
                .into_iter()
                .fold(problem, |problem, (range, label)| {
                    problem.also(range, label)
                })
        };
        match root {
            Some(root) if faults.is_empty() => {
                let mut spans = HashMap::new();
                collect_spans(&root, &mut spans);
                Ok(File {
                    path: path.display().to_string(),
                    source,
                    root,
                    spans,
                })
            }
            _ => Err(faults.into_iter().map(problem).collect()),
        }
    }

    /// Turns the file into a value, or says everything about it that its schema forbids.
    pub fn deserialize<T: DeserializeOwned>(&self, shape: &Shape) -> Result<T, Vec<Problem>> {
        let problems = shape.check(self);
        if !problems.is_empty() {
            return Err(problems);
        }
        let options = serde_yaml::options! { with_snippet: false, strict_booleans: true };
        serde_yaml::from_str_with_options(&self.source, options)
            .map_err(|error| vec![self.refused(&error)])
    }

    /// A problem somewhere in this file.
    pub fn problem(&self, range: Range<usize>, message: impl Into<String>) -> Problem {
        Problem::new(&self.path, message)
            .source(Some(self.source.clone()))
            .range(range)
    }

    /// A problem of the value that starts at `at`.
    pub fn problem_at(&self, at: Position, message: impl Into<String>) -> Problem {
        let start = place::offset(&self.source, at);
        let whole = start.and_then(|start| self.spans.get(&start).cloned());
        match whole.map(|range| first_line(&self.source, range)) {
            Some(range) => self.problem(range, message),
            None => Problem::new(&self.path, message)
                .source(Some(self.source.clone()))
                .at(at),
        }
    }

    /// A value that its type did not take, such as a code that is none.
    fn refused(&self, error: &serde_yaml::Error) -> Problem {
        let message = error.render_with_formatter(&serde_yaml::UserMessageFormatter);
        let message = message
            .split(" at line ")
            .next()
            .unwrap_or(&message)
            .to_owned();
        match error.location() {
            Some(at) => self.problem_at(
                Position {
                    line: at.line() as usize,
                    column: at.column() as usize,
                },
                message,
            ),
            None => Problem::new(&self.path, message),
        }
    }
}

/// The part of a range that stands on its first line.
pub fn first_line(source: &str, range: Range<usize>) -> Range<usize> {
    let text = &source[range.clone()];
    let line = text.lines().next().unwrap_or_default().trim_end();
    range.start..range.start + line.len()
}

fn collect_spans(node: &Node, spans: &mut HashMap<usize, Range<usize>>) {
    match &node.content {
        Content::Scalar { .. } => {}
        Content::List(items) => items.iter().for_each(|item| collect_spans(item, spans)),
        Content::Map(pairs) => pairs
            .iter()
            .for_each(|(_, value)| collect_spans(value, spans)),
    }
    // Parents come after their children: a mapping starts where its first key does.
    spans.insert(node.range.start, node.range.clone());
}

//! The YAML of a file as a tree that knows where each part stands.
//!
//! Deserializing stops at the first error; the tree lets [`super::shape`] find all of them. Building it also refuses what
//! these files have no use for: anchors, aliases, merge keys, tags, a second document.

use std::{collections::HashMap, ops::Range};

use serde_yaml::granit_parser::{self, ErrorKind, Event, Parser, ScalarStyle, Span};

/// A part of a YAML file.
#[derive(Debug, Clone)]
pub struct Node {
    /// What it is.
    pub content: Content,
    /// Where it stands, as bytes.
    pub range: Range<usize>,
}

/// What a [`Node`] is.
#[derive(Debug, Clone)]
pub enum Content {
    /// Text, a number, a boolean or nothing.
    Scalar {
        /// The value after unescaping and unfolding.
        text: String,
        /// How it is written; only plain scalars can be numbers, booleans or nothing.
        style: ScalarStyle,
    },
    /// A list.
    List(Vec<Node>),
    /// A mapping, in the order of the file.
    Map(Vec<(Node, Node)>),
}

/// What is wrong with the YAML itself.
#[derive(Debug)]
pub struct Fault {
    pub message: String,
    pub label: Option<String>,
    pub range: Range<usize>,
    /// An earlier place that belongs to it.
    pub earlier: Option<(Range<usize>, String)>,
}

impl Node {
    /// The value of a scalar.
    pub fn text(&self) -> Option<&str> {
        match &self.content {
            Content::Scalar { text, .. } => Some(text),
            _ => None,
        }
    }

    /// The value of a key of a mapping.
    pub fn get(&self, key: &str) -> Option<&Node> {
        match &self.content {
            Content::Map(pairs) => pairs
                .iter()
                .find(|(name, _)| name.text() == Some(key))
                .map(|(_, value)| value),
            _ => None,
        }
    }

    /// Whether it is a block scalar without text.
    pub fn is_empty_block(&self) -> bool {
        matches!(&self.content, Content::Scalar { text, style: ScalarStyle::Literal | ScalarStyle::Folded }
            if text.trim().is_empty())
    }

    /// Whether it is written without quotes and reads as nothing.
    pub fn is_null(&self) -> bool {
        matches!(&self.content, Content::Scalar { text, style: ScalarStyle::Plain }
            if matches!(text.as_str(), "" | "~" | "null" | "Null" | "NULL"))
    }
}

/// Parses a file's text. Gives the tree, unless there is none, and every fault that was found.
pub fn parse(source: &str) -> (Option<Node>, Vec<Fault>) {
    let options = granit_parser::options! { emit_comments: false, emit_unresolved_aliases: true };
    let mut builder = Builder::default();
    for event in Parser::new_from_str_with_options(source, options) {
        match event {
            Ok((event, span)) => builder.take(event, span),
            Err(error) => {
                let start = error
                    .marker()
                    .byte_offset()
                    .unwrap_or_default()
                    .min(source.len());
                builder.fault(error.info(), advice(error.kind()), one_char(source, start));
                return (None, builder.faults);
            }
        }
    }
    if builder.root.is_none() && builder.faults.is_empty() {
        builder.fault("this file is empty", None, 0..0);
    }
    (builder.root, builder.faults)
}

/// What to do about the mistakes that people make most.
fn advice(kind: &ErrorKind) -> Option<&'static str> {
    match kind {
        ErrorKind::TabNotAllowed
        | ErrorKind::TabInBlockIndentation
        | ErrorKind::TabInIndentation => Some("indent with spaces"),
        ErrorKind::MappingValueNotAllowed | ErrorKind::UnexpectedCharacter { .. } => {
            Some("put the text around this in quotes")
        }
        ErrorKind::ExpectedBlockMappingKey => Some("expected a key, indented like those before it"),
        ErrorKind::InvalidTrailingSingleQuotedScalar
        | ErrorKind::InvalidTrailingDoubleQuotedScalar
        | ErrorKind::UnclosedQuotedScalar => {
            Some("a quote before this is not closed, or closed too early")
        }
        ErrorKind::RecursionLimitExceeded => Some("nested too deeply"),
        _ => None,
    }
}

/// The character at an offset, or nothing at the end of a line.
fn one_char(source: &str, start: usize) -> Range<usize> {
    let next = source.get(start..).and_then(|rest| rest.chars().next());
    start..start + next.filter(|c| *c != '\n').map_or(0, char::len_utf8)
}

/// Collections that are still open, and what was found so far.
#[derive(Default)]
struct Builder {
    open: Vec<Open>,
    root: Option<Node>,
    documents: usize,
    faults: Vec<Fault>,
}

/// A collection that is being read.
enum Open {
    List(Vec<Node>, usize),
    Map {
        pairs: Vec<(Node, Node)>,
        key: Option<Node>,
        seen: HashMap<String, Range<usize>>,
        start: usize,
    },
}

impl Builder {
    fn take(&mut self, event: Event, span: Span) {
        let range = span.byte_range().unwrap_or_default();
        match event {
            Event::DocumentStart(..) => {
                self.documents += 1;
                if self.documents == 2 {
                    self.fault(
                        "a file holds one YAML document",
                        Some("a second one starts here"),
                        range,
                    );
                }
            }
            Event::Alias(_) | Event::UnresolvedAlias(_) => {
                self.fault(
                    "YAML aliases are not used here",
                    Some("write the value out"),
                    range.clone(),
                );
                self.add(Node {
                    content: scalar(String::new(), ScalarStyle::Plain),
                    range,
                });
            }
            Event::Scalar(text, style, anchor, tag) => {
                self.properties(anchor, tag.is_some(), &range);
                self.add(Node {
                    content: scalar(text.into_owned(), style),
                    range,
                });
            }
            Event::SequenceStart(_, anchor, tag) => {
                self.properties(anchor, tag.is_some(), &range);
                self.open.push(Open::List(vec![], range.start));
            }
            Event::MappingStart(_, anchor, tag) => {
                self.properties(anchor, tag.is_some(), &range);
                self.open.push(Open::Map {
                    pairs: vec![],
                    key: None,
                    seen: HashMap::new(),
                    start: range.start,
                });
            }
            Event::SequenceEnd | Event::MappingEnd => self.close(range.end),
            _ => {}
        }
    }

    fn properties(&mut self, anchor: usize, tagged: bool, range: &Range<usize>) {
        if anchor != 0 {
            self.fault(
                "YAML anchors are not used here",
                Some("remove the `&…` before this value"),
                range.clone(),
            );
        }
        if tagged {
            self.fault(
                "YAML tags are not used here",
                Some("remove the `!…` before this value"),
                range.clone(),
            );
        }
    }

    fn close(&mut self, end: usize) {
        let node = match self.open.pop() {
            Some(Open::List(items, start)) => Node {
                content: Content::List(items),
                range: start..end.max(start),
            },
            Some(Open::Map { pairs, start, .. }) => Node {
                content: Content::Map(pairs),
                range: start..end.max(start),
            },
            None => return,
        };
        self.add(node);
    }

    fn add(&mut self, node: Node) {
        match self.open.last_mut() {
            None if self.documents <= 1 => self.root = Some(node),
            None => {}
            Some(Open::List(items, _)) => items.push(node),
            Some(Open::Map {
                pairs, key, seen, ..
            }) => match key.take() {
                Some(key) => pairs.push((key, node)),
                None => {
                    let fault = key_fault(&node, seen);
                    *key = Some(node);
                    self.faults.extend(fault);
                }
            },
        }
    }

    fn fault(&mut self, message: impl Into<String>, label: Option<&str>, range: Range<usize>) {
        self.faults.push(Fault {
            message: message.into(),
            label: label.map(str::to_owned),
            range,
            earlier: None,
        });
    }
}

fn scalar(text: String, style: ScalarStyle) -> Content {
    Content::Scalar { text, style }
}

/// What is wrong with a key, given the keys before it.
fn key_fault(key: &Node, seen: &mut HashMap<String, Range<usize>>) -> Option<Fault> {
    let fault = |message: String, label: &str| Fault {
        message,
        label: Some(label.to_owned()),
        range: key.range.clone(),
        earlier: None,
    };
    let Some(name) = key.text() else {
        return Some(fault(
            "a key must be a word".to_owned(),
            "this is a list or a mapping",
        ));
    };
    if name == "<<" {
        return Some(fault(
            "YAML merge keys are not used here".to_owned(),
            "write the keys out",
        ));
    }
    let Some(first) = seen.get(name) else {
        seen.insert(name.to_owned(), key.range.clone());
        return None;
    };
    let earlier = Some((first.clone(), "first given here".to_owned()));
    Some(Fault {
        earlier,
        ..fault(
            format!("the key `{name}` is given twice"),
            "remove one of the two",
        )
    })
}

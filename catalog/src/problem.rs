use std::{fmt, ops::Range, path::Path, sync::Arc};

use annotate_snippets::{AnnotationKind, Level, Renderer, Snippet};

use crate::model::Position;

/// Something wrong with a file, with where, what was expected and what to do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// The file, as it should be shown.
    pub path: String,
    /// What is wrong, in one line.
    pub message: String,
    /// What was expected, written at the place itself.
    pub label: Option<String>,
    /// What to do about it.
    pub help: Option<String>,
    /// The file's text, to draw the place with.
    pub source: Option<Arc<str>>,
    /// The place, as bytes of the text.
    pub range: Option<Range<usize>>,
}

impl Problem {
    /// A problem of a whole file or folder.
    pub fn new(path: impl AsRef<Path>, message: impl Into<String>) -> Problem {
        let path = path.as_ref().display().to_string();
        Problem {
            path,
            message: message.into(),
            label: None,
            help: None,
            source: None,
            range: None,
        }
    }

    /// The file's text.
    pub fn source(mut self, source: Option<Arc<str>>) -> Problem {
        self.source = source;
        self
    }

    /// The place, which reaches to the end of its line; needs [`Self::source`] first.
    pub fn at(mut self, at: Position) -> Problem {
        self.range = self
            .source
            .as_deref()
            .and_then(|source| rest_of_line(source, at));
        self
    }

    /// What was expected there.
    pub fn label(mut self, label: impl Into<String>) -> Problem {
        self.label = Some(label.into());
        self
    }

    /// What to do about it.
    pub fn help(mut self, help: impl Into<String>) -> Problem {
        self.help = Some(help.into());
        self
    }

    fn render(&self, renderer: &Renderer) -> String {
        let mut group = Level::ERROR
            .primary_title(&self.message)
            .elements(std::iter::empty::<annotate_snippets::Element>());
        match (&self.source, &self.range) {
            (Some(source), Some(range)) => {
                let place = AnnotationKind::Primary
                    .span(range.clone())
                    .label(self.label.as_deref());
                group = group.element(
                    Snippet::source(&**source)
                        .path(&self.path)
                        .annotation(place),
                );
            }
            _ => group = group.element(annotate_snippets::Origin::path(&self.path)),
        }
        if let Some(help) = &self.help {
            group = group.element(Level::HELP.message(help));
        }
        renderer.render(&[group])
    }
}

/// Everything wrong with the files of a knowledge base; never empty when it is an error.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Problems(pub Vec<Problem>);

impl Problems {
    /// Draws all of them, one below the other, with ANSI colours if `color`.
    pub fn render(&self, color: bool) -> String {
        let renderer = if color {
            Renderer::styled()
        } else {
            Renderer::plain()
        };
        let drawn: Vec<_> = self
            .0
            .iter()
            .map(|problem| problem.render(&renderer))
            .collect();
        drawn.join("\n\n")
    }
}

impl fmt::Display for Problems {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.render(false))
    }
}

impl std::error::Error for Problems {}

/// From a position to the end of its line, as bytes.
fn rest_of_line(source: &str, at: Position) -> Option<Range<usize>> {
    let line = source.split_inclusive('\n').nth(at.line.checked_sub(1)?)?;
    let before: usize = source
        .split_inclusive('\n')
        .take(at.line - 1)
        .map(str::len)
        .sum();
    let text = line.trim_end();
    let start = text
        .char_indices()
        .nth(at.column.checked_sub(1)?)
        .map_or(text.len(), |(index, _)| index);
    Some(before + start..before + text.len())
}

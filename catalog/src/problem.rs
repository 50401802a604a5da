//! What is wrong with the files of a knowledge base, and how it is drawn.

use std::{
    collections::BTreeSet,
    fmt, iter,
    ops::Range,
    path::{MAIN_SEPARATOR_STR, Path},
    sync::Arc,
};

use annotate_snippets::{AnnotationKind, Element, Level, Origin, Renderer, Snippet};

use crate::{model::Position, place};

/// Something wrong with a file, with where, what was expected and what to do.
///
/// ```
/// use gotchas_catalog::{Position, Problem, Problems};
///
/// let problem = Problem::new("gotchas/time/a.yaml", "`severity` cannot be `high`")
///     .source(Some("severity: high\n".into()))
///     .at(Position { line: 1, column: 11 })
///     .label("did you mean `error`?");
/// let drawn = Problems::from(vec![problem]).render(false);
/// assert!(drawn.contains("--> gotchas/time/a.yaml:1:11"));
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    path: String,
    message: String,
    label: Option<String>,
    help: Option<String>,
    source: Option<Arc<str>>,
    range: Option<Range<usize>>,
    also: Vec<(Range<usize>, String)>,
}

impl Problem {
    /// A problem of a whole file or folder: its path as it should be shown, and what is wrong in one line.
    pub fn new(path: impl AsRef<Path>, message: impl Into<String>) -> Problem {
        let path = path
            .as_ref()
            .display()
            .to_string()
            .replace(MAIN_SEPARATOR_STR, "/");
        Problem {
            path,
            message: message.into(),
            label: None,
            help: None,
            source: None,
            range: None,
            also: vec![],
        }
    }

    /// The file's text, which its places are drawn with.
    pub fn source(mut self, source: Option<Arc<str>>) -> Problem {
        self.source = source;
        self
    }

    /// The place, up to the end of its line; needs [`Self::source`] first.
    pub fn at(mut self, at: Position) -> Problem {
        self.range = self
            .source
            .as_deref()
            .and_then(|source| place::rest_of_line(source, at));
        self
    }

    /// The place from one position up to another, which it excludes; needs [`Self::source`] first.
    pub fn between(mut self, start: Position, end: Position) -> Problem {
        self.range = self.source.as_deref().and_then(|source| {
            let start = place::offset(source, start)?;
            Some(start..place::offset(source, end)?.max(start))
        });
        self
    }

    /// The place, as bytes of the text.
    pub fn range(mut self, range: Range<usize>) -> Problem {
        self.range = Some(range);
        self
    }

    /// What was expected there, drawn at the place.
    pub fn label(mut self, label: impl Into<String>) -> Problem {
        self.label = Some(label.into());
        self
    }

    /// Another place of the same file that explains it.
    pub fn also(mut self, range: Range<usize>, label: impl Into<String>) -> Problem {
        self.also.push((range, label.into()));
        self
    }

    /// What to do about it.
    pub fn help(mut self, help: impl Into<String>) -> Problem {
        self.help = Some(help.into());
        self
    }

    /// The file, as it is shown.
    pub fn path(&self) -> &str {
        &self.path
    }

    /// What is wrong, in one line.
    pub fn message(&self) -> &str {
        &self.message
    }

    /// Where it starts, unless it concerns the whole file.
    pub fn position(&self) -> Option<Position> {
        Some(place::position(
            self.source.as_deref()?,
            self.range.as_ref()?.start,
        ))
    }

    fn draw(&self, renderer: &Renderer) -> String {
        let elements: [Option<Element>; 2] = [
            Some(self.place()),
            self.help
                .as_ref()
                .map(|help| Level::HELP.message(help).into()),
        ];
        renderer.render(&[Level::ERROR
            .primary_title(&self.message)
            .elements(elements.into_iter().flatten())])
    }

    fn place(&self) -> Element<'_> {
        let (Some(source), Some(range)) = (&self.source, &self.range) else {
            return Origin::path(&self.path).into();
        };
        // Only the lines concerned are handed over: a file with many problems is not read once for each.
        let ranges = || iter::once(range).chain(self.also.iter().map(|(range, _)| range));
        let first = ranges().map(|range| range.start).min().unwrap_or_default();
        let last = ranges().map(|range| range.end).max().unwrap_or_default();
        let lines = place::whole_lines(source, first..last);
        let within = |range: &Range<usize>| {
            let start = source.floor_char_boundary(range.start);
            let end = source.floor_char_boundary(range.end).max(start);
            start - lines.start..end - lines.start
        };
        let main = AnnotationKind::Primary
            .span(within(range))
            .label(self.label.as_deref());
        let also = self
            .also
            .iter()
            .map(|(range, label)| AnnotationKind::Context.span(within(range)).label(&**label));
        Snippet::source(&source[lines.clone()])
            .line_start(place::position(source, lines.start).line)
            .path(&self.path)
            .annotation(main)
            .annotations(also)
            .into()
    }
}

/// So many problems of one file are drawn; who has more has one mistake that causes many.
const DRAWN_PER_FILE: usize = 50;

/// Everything wrong with the files of a knowledge base, sorted by place; never empty when it is an error.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Problems(Vec<Problem>);

impl Problems {
    /// All of them, sorted by file and place.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = &Problem> {
        self.0.iter()
    }

    /// Draws them one below the other, at most 50 of a file, and counts them; with ANSI colours if `color`.
    pub fn render(&self, color: bool) -> String {
        let renderer = if color {
            Renderer::styled()
        } else {
            Renderer::plain()
        };
        let mut drawn = String::new();
        for file in self.0.chunk_by(|a, b| a.path == b.path) {
            for problem in file.iter().take(DRAWN_PER_FILE) {
                drawn += &(problem.draw(&renderer) + "\n\n");
            }
            if let Some(more) = file
                .len()
                .checked_sub(DRAWN_PER_FILE)
                .filter(|more| *more > 0)
            {
                drawn += &format!("and {more} more in {}\n\n", file[0].path);
            }
        }
        drawn + &self.count()
    }

    /// How many there are in how many files: `found 3 problems in 2 files`.
    fn count(&self) -> String {
        let files = self
            .0
            .iter()
            .map(|problem| &problem.path)
            .collect::<BTreeSet<_>>()
            .len();
        let plural = |count: usize, word: &str| {
            format!("{count} {word}{}", if count == 1 { "" } else { "s" })
        };
        format!(
            "found {} in {}",
            plural(self.0.len(), "problem"),
            plural(files, "file")
        )
    }

    /// `value` if there are no problems.
    pub(crate) fn or<T>(problems: Vec<Problem>, value: T) -> Result<T, Problems> {
        if problems.is_empty() {
            Ok(value)
        } else {
            Err(problems.into())
        }
    }
}

impl From<Vec<Problem>> for Problems {
    fn from(mut problems: Vec<Problem>) -> Problems {
        problems.sort_by(|a, b| {
            let key = |problem: &Problem| problem.range.as_ref().map(|range| range.start);
            (&a.path, key(a), &a.message).cmp(&(&b.path, key(b), &b.message))
        });
        Problems(problems)
    }
}

impl fmt::Display for Problems {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.render(false))
    }
}

impl std::error::Error for Problems {}

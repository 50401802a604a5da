//! A finding drawn with its source.

use std::ops::Range;

use annotate_snippets::{AnnotationKind, Group, Level, Renderer, Snippet};
use gotchas_catalog::Severity;
use gotchas_checker::Annotation;
use owo_colors::OwoColorize;

use super::Finding;

/// Lines shown before and after what is marked.
const CONTEXT: usize = 2;

/// `CODE message`, the place, the source with carets, `help:` and where to read more.
pub fn render(finding: &Finding<'_>) -> String {
    let diagnostic = &finding.diagnostic;
    let beside: Vec<&Annotation> = diagnostic
        .secondary
        .iter()
        .filter(|annotation| annotation.file == diagnostic.file)
        .collect();
    let marked = beside.iter().fold(diagnostic.range, |marked, annotation| {
        marked.cover(annotation.range)
    });
    let shown = Shown::new(&finding.file.text, &marked.into());
    let secondary = beside.iter().map(|annotation| {
        AnnotationKind::Context
            .span(shown.within(annotation.range.into()))
            .label(annotation.label.as_str())
    });
    let source = Snippet::source(shown.text)
        .path(finding.file.path.display().to_string())
        .line_start(shown.first_line)
        .fold(shown.text.lines().count() > 4 * CONTEXT)
        .annotation(AnnotationKind::Primary.span(shown.within(diagnostic.range.into())))
        .annotations(secondary);
    let mut report = vec![
        level(diagnostic.severity)
            .no_name()
            .secondary_title(title(finding))
            .element(source),
    ];
    if let Some(help) = &diagnostic.help {
        report.push(Group::with_title(
            Level::HELP.secondary_title(help.as_str()),
        ));
    }
    if let Some(url) = &diagnostic.url {
        report.push(Group::with_title(
            Level::INFO.secondary_title(format!("see {}", url.underline())),
        ));
    }
    Renderer::styled().render(&report) + "\n\n"
}

fn title(finding: &Finding<'_>) -> String {
    format!(
        "{} {}",
        super::label(finding),
        finding.diagnostic.message.bold()
    )
}

fn level(severity: Severity) -> Level<'static> {
    match severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
        Severity::Info => Level::INFO,
    }
}

/// The lines of a file that are shown: those that are marked and some around them, blank ones at the ends left out.
struct Shown<'a> {
    text: &'a str,
    /// Byte of the file at which the text starts.
    start: usize,
    /// Number of the first line, from 1.
    first_line: usize,
}

impl<'a> Shown<'a> {
    fn new(file: &'a str, marked: &Range<usize>) -> Self {
        let mut lines = Vec::new();
        let mut at = 0;
        for line in file.split_inclusive('\n') {
            lines.push(at..at + line.len());
            at += line.len();
        }
        let line_of = |byte: usize| {
            lines
                .partition_point(|line| line.start <= byte)
                .saturating_sub(1)
        };
        let (first, last) = (
            line_of(marked.start),
            line_of(marked.end.saturating_sub(1).max(marked.start)),
        );
        let blank = |line: usize| file[lines[line].clone()].trim().is_empty();
        let mut from = first.saturating_sub(CONTEXT);
        while from < first && blank(from) {
            from += 1;
        }
        let mut to = (last + CONTEXT).min(lines.len().saturating_sub(1));
        while to > last && blank(to) {
            to -= 1;
        }
        if lines.is_empty() {
            return Shown {
                text: file,
                start: 0,
                first_line: 1,
            };
        }
        let (start, end) = (lines[from].start, lines[to].end);
        Shown {
            text: &file[start..end],
            start,
            first_line: from + 1,
        }
    }

    /// A range of the file as one of the text.
    fn within(&self, range: Range<usize>) -> Range<usize> {
        let clamp = |byte: usize| byte.saturating_sub(self.start).min(self.text.len());
        clamp(range.start)..clamp(range.end)
    }
}

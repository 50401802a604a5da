//! What the checker says about a snippet, drawn as the command draws it.

use annotate_snippets::{AnnotationKind, Element, Level, Renderer, Snippet as Drawn};
use gotchas_catalog::{Severity, Snippet};

use crate::snippets::{Finding, Place};

/// The findings of a snippet, each with the line it is about. Lines are counted as readers see them.
pub(super) fn draw(snippet: &Snippet, findings: &[Finding]) -> Vec<String> {
    let shown = Shown::new(snippet);
    findings.iter().map(|finding| shown.draw(finding)).collect()
}

/// The lines of a snippet that readers see.
struct Shown {
    text: String,
    /// For each line of the code where it starts in the text, if it is shown.
    starts: Vec<Option<usize>>,
}

impl Shown {
    fn new(snippet: &Snippet) -> Shown {
        let mut shown = Shown {
            text: String::new(),
            starts: vec![],
        };
        for (line, hidden) in snippet.code.split_inclusive('\n').zip(&snippet.hidden) {
            shown.starts.push((!hidden).then_some(shown.text.len()));
            if !hidden {
                shown.text.push_str(line);
            }
        }
        shown
    }

    fn draw(&self, finding: &Finding) -> String {
        let level = match finding.severity {
            Severity::Error => Level::ERROR,
            Severity::Warning => Level::WARNING,
            Severity::Info => Level::INFO,
        };
        let code = finding.code.to_string();
        let mut group = level
            .primary_title(&finding.message)
            .id(&code)
            .elements(Vec::<Element<'_>>::new());
        if let Some(range) = self.range(finding.place) {
            let mut source =
                Drawn::source(&self.text).annotation(AnnotationKind::Primary.span(range));
            for (label, place) in &finding.secondary {
                if let Some(range) = self.range(*place) {
                    source = source.annotation(AnnotationKind::Context.span(range).label(label));
                }
            }
            group = group.element(source);
        }
        if let Some(help) = &finding.help {
            group = group.element(Level::HELP.message(help));
        }
        Renderer::plain().render(&[group]).trim_end().to_owned()
    }

    /// The bytes of a place in the text; none if it starts in a hidden line.
    fn range(&self, place: Place) -> Option<std::ops::Range<usize>> {
        let start = self.offset(place.start.line, place.start.column)?;
        let end = self
            .offset(place.end.line, place.end.column)
            .unwrap_or(start);
        Some(start..end.max(start))
    }

    fn offset(&self, line: usize, column: usize) -> Option<usize> {
        let start = (*self.starts.get(line.checked_sub(1)?)?)?;
        let text = self.text[start..].lines().next().unwrap_or_default();
        let within = text
            .char_indices()
            .nth(column - 1)
            .map_or(text.len(), |(index, _)| index);
        Some(start + within)
    }
}

//! A finding drawn with its source.

use annotate_snippets::{
    Annotation as SnippetAnnotation, AnnotationKind, Level, Renderer, Snippet,
};
use gotchas_catalog::Severity;
use gotchas_checker::{Annotation, Diagnostic};
use owo_colors::OwoColorize;
use ruff_text_size::TextRange;

use super::{
    Finding, Source, changes,
    excerpt::{CONTEXT, Excerpt},
};

/// Bytes between two places that are drawn apart.
const FAR: usize = 16 << 10;

/// `CODE message`, the place, the source with carets, `help:`, what a fix changes, and where to read more.
pub fn render(finding: &Finding<'_>) -> String {
    let diagnostic = &finding.diagnostic;
    let secondary = diagnostic.secondary.iter().zip(&finding.beside);
    let (beside, elsewhere): (Vec<_>, Vec<_>) =
        secondary.partition(|(annotation, _)| is_near(annotation, diagnostic));
    let beside: Vec<&Annotation> = beside
        .into_iter()
        .map(|(annotation, _)| annotation)
        .collect();
    let source = snippet(finding.file, &beside, Some(diagnostic.range));
    let elsewhere = elsewhere
        .into_iter()
        .map(|(annotation, file)| snippet(file, &[annotation], None));
    let drawn = Renderer::styled().render(&[level(diagnostic.severity)
        .no_name()
        .secondary_title(title(finding))
        .element(source)
        .elements(elsewhere)]);
    drawn + "\n" + &below(finding) + "\n"
}

/// Whether a place is drawn together with what it explains. All between them is gone through for that, so what is far away is
/// drawn like what is in another file.
fn is_near(annotation: &Annotation, diagnostic: &Diagnostic) -> bool {
    let all = annotation.range.cover(diagnostic.range);
    annotation.file == diagnostic.file && usize::from(all.len()) <= FAR
}

/// The lines of a file with what is marked in them: what is found, and what explains it.
fn snippet<'a>(
    file: &'a Source,
    beside: &[&'a Annotation],
    primary: Option<TextRange>,
) -> Snippet<'a, SnippetAnnotation<'a>> {
    let ranges = beside.iter().map(|annotation| annotation.range);
    let marked = ranges.chain(primary).reduce(TextRange::cover);
    let shown = Excerpt::new(file, &marked.unwrap_or_default().into());
    let primary = primary.map(|range| AnnotationKind::Primary.span(shown.within(range.into())));
    let secondary = beside.iter().map(|annotation| {
        AnnotationKind::Context
            .span(shown.within(annotation.range.into()))
            .label(annotation.label.as_str())
    });
    let annotations: Vec<_> = primary.into_iter().chain(secondary).collect();
    let fold = shown.text.lines().count() > 4 * CONTEXT;
    Snippet::source(shown.text)
        .path(file.path.display().to_string())
        .line_start(shown.first_line)
        .fold(fold)
        .annotations(annotations)
}

/// What is said below the source.
fn below(finding: &Finding<'_>) -> String {
    let diagnostic = &finding.diagnostic;
    let mut text = String::new();
    let help = diagnostic.help.as_ref();
    let help = help.or_else(|| Some(&diagnostic.fix.as_ref()?.message));
    if let Some(help) = help {
        text += &format!("{} {help}\n", "help:".bright_cyan().bold());
    }
    if let Some(fix) = &diagnostic.fix {
        text += &changes::render(finding.file, fix);
    }
    if let Some(url) = &diagnostic.url {
        let info = "info:".bright_blue().bold().to_string();
        text += &format!("{info} see {}\n", url.underline());
    }
    text
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

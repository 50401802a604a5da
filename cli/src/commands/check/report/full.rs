//! A finding drawn with its source.

use annotate_snippets::{AnnotationKind, Level, Renderer, Snippet};
use gotchas_catalog::Severity;
use gotchas_checker::Annotation;
use owo_colors::OwoColorize;

use super::{
    Finding, changes,
    excerpt::{CONTEXT, Excerpt},
};

/// `CODE message`, the place, the source with carets, `help:`, what a fix changes, and where to read more.
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
    let shown = Excerpt::new(&finding.file.text, &marked.into());
    let secondary = beside.iter().map(|annotation| {
        AnnotationKind::Context
            .span(shown.within(annotation.range.into()))
            .label(annotation.label.as_str())
    });
    let source = Snippet::source(&*shown.text)
        .path(finding.file.path.display().to_string())
        .line_start(shown.first_line)
        .fold(shown.text.lines().count() > 4 * CONTEXT)
        .annotation(AnnotationKind::Primary.span(shown.within(diagnostic.range.into())))
        .annotations(secondary);
    let drawn = Renderer::styled().render(&[level(diagnostic.severity)
        .no_name()
        .secondary_title(title(finding))
        .element(source)]);
    drawn + "\n" + &below(finding) + "\n"
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

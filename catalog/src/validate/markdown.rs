use pulldown_cmark::{CodeBlockKind, Event, HeadingLevel, Options, Parser, Tag, TagEnd};

use super::{prose::inside, python, url};
use crate::{Problem, model::Located, yaml::File};

/// What mdBook understands beyond CommonMark.
const OPTIONS: Options = Options::ENABLE_TABLES
    .union(Options::ENABLE_FOOTNOTES)
    .union(Options::ENABLE_STRIKETHROUGH)
    .union(Options::ENABLE_TASKLISTS)
    .union(Options::ENABLE_GFM);

/// Judges a text in Markdown: no raw HTML, no images, no heading above the page's own, links that lead somewhere, Python
/// that parses.
pub fn check(file: &File, text: &Located<String>, problems: &mut Vec<Problem>) {
    let mut code: Option<Vec<(usize, String)>> = None;
    for (event, range) in Parser::new_ext(text, OPTIONS).into_offset_iter() {
        match event {
            Event::Html(_) | Event::InlineHtml(_) => {
                let problem = inside(file, text, range, "Markdown here holds no raw HTML")
                    .label("this reads as an HTML tag");
                problems.push(problem.help("put code in backticks, or write the text in Markdown"));
            }
            Event::Start(Tag::Image { .. }) => {
                let problem = inside(file, text, range, "images cannot be embedded here")
                    .label("this is an image");
                problems.push(problem.help("link to it instead"));
            }
            Event::Start(Tag::Heading {
                level: HeadingLevel::H1 | HeadingLevel::H2,
                ..
            }) => {
                let problem = inside(
                    file,
                    text,
                    range,
                    "this heading is as high as the page's own",
                );
                problems.push(
                    problem
                        .label("expected `###` or lower")
                        .help("or make it an entry of `sections`"),
                );
            }
            Event::Start(Tag::Link { dest_url, .. }) => {
                if let Some(fault) = url::fault(&dest_url) {
                    problems.push(
                        inside(file, text, range, format!("this link {fault}"))
                            .label("expected an https address"),
                    );
                }
            }
            Event::Start(Tag::CodeBlock(CodeBlockKind::Fenced(language)))
                if is_python(&language) =>
            {
                code = Some(vec![])
            }
            Event::Text(part) if code.is_some() => code
                .iter_mut()
                .for_each(|code| code.push((range.start, part.to_string()))),
            Event::End(TagEnd::CodeBlock) => {
                code.take()
                    .into_iter()
                    .for_each(|parts| check_code(file, text, &parts, problems));
            }
            _ => {}
        }
    }
}

fn is_python(language: &str) -> bool {
    let name = language.split([',', ' ']).next().unwrap_or_default();
    matches!(name, "python" | "py")
}

/// Judges the Python of a fenced block, whose lines stand at these offsets of the text.
fn check_code(
    file: &File,
    text: &Located<String>,
    parts: &[(usize, String)],
    problems: &mut Vec<Problem>,
) {
    let code: String = parts.iter().map(|(_, part)| part.as_str()).collect();
    for fault in python::faults(&code) {
        let mut before = 0;
        let part = parts.iter().find(|(_, part)| {
            before += part.len();
            fault.range.start < before
        });
        let start = part.map_or(
            parts.first().map_or(0, |(start, _)| *start),
            |(start, part)| start + fault.range.start - (before - part.len()),
        );
        let problem = inside(
            file,
            text,
            start..start + fault.range.len(),
            "this Python does not parse",
        );
        problems.push(
            problem
                .label(fault.message)
                .help("mark text that is no Python as ```text"),
        );
    }
}

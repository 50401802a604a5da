use std::sync::LazyLock;

use anyhow::Context as _;
use serde::Serialize;
use tera::{Context, Tera};

/// The templates, each checked when it is added: names of filters, blocks that do not end.
pub(super) struct Templates(Tera);

const SOURCES: [(&str, &str); 8] = [
    ("gotcha.md", include_str!("../../templates/gotcha.md")),
    ("category.md", include_str!("../../templates/category.md")),
    ("index.md", include_str!("../../templates/index.md")),
    (
        "categories.md",
        include_str!("../../templates/categories.md"),
    ),
    ("checklist.md", include_str!("../../templates/checklist.md")),
    ("errors.md", include_str!("../../templates/errors.md")),
    ("runtimes.md", include_str!("../../templates/runtimes.md")),
    ("changes.md", include_str!("../../templates/changes.md")),
];

static TEMPLATES: LazyLock<Templates> = LazyLock::new(|| {
    let mut tera = Tera::new();
    // Templates of Markdown are not escaped: what the views hold is safe already.
    tera.add_raw_templates(SOURCES)
        .expect("the built-in templates parse, which every test of a page shows");
    Templates(tera)
});

impl Templates {
    /// The templates, parsed once.
    pub(super) fn get() -> &'static Templates {
        &TEMPLATES
    }

    /// A template with its view filled in.
    pub(super) fn fill(&self, name: &str, view: &impl Serialize) -> anyhow::Result<String> {
        let context = Context::from_serialize(view)?;
        let filled = self
            .0
            .render(name, &context)
            .with_context(|| format!("cannot fill in the template {name}"))?;
        Ok(squeeze(&filled))
    }
}

/// Without the runs of empty lines that conditions in a template leave outside of code.
fn squeeze(markdown: &str) -> String {
    let mut output = String::with_capacity(markdown.len());
    let (mut fence, mut empty) = (None::<String>, 1);
    for line in markdown.lines() {
        let marks: String = line
            .trim_start()
            .chars()
            .take_while(|c| *c == '`')
            .collect();
        match &fence {
            Some(open) if marks.len() >= open.len() && line.trim() == marks => fence = None,
            None if marks.len() >= 3 => fence = Some(marks),
            _ => {}
        }
        empty = if line.is_empty() { empty + 1 } else { 0 };
        if empty < 2 || fence.is_some() {
            output.push_str(line);
            output.push('\n');
        }
    }
    output
}

#[cfg(test)]
mod tests {
    use super::squeeze;

    #[test]
    fn empty_lines_are_kept_in_code_only() {
        assert_eq!(
            squeeze("\n\na\n\n\nb\n```py\nx\n\n\ny\n```\n\n\nc"),
            "a\n\nb\n```py\nx\n\n\ny\n```\n\nc\n"
        );
        assert_eq!(
            squeeze("````\n```\n\n\n```\n````\n\n\n"),
            "````\n```\n\n\n```\n````\n\n"
        );
    }
}

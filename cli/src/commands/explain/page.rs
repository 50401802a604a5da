//! A gotcha as a page of text: everything its file says, in the order of the site's page.

use gotchas_catalog::{
    Affects, Bindings, Catalogue, Entry, Example, Located, Side, Snippet, Status,
};
use owo_colors::{OwoColorize, Style};

use crate::{
    knowledge, style, terminal,
    text::{markdown, python, wrap},
};

/// Columns by which what stands under a heading is indented.
const INDENT: usize = 2;

/// Renders the page, at most `width` columns wide; code keeps its lines.
pub fn render(entry: &Entry, catalogue: &Catalogue, width: usize, links: Links) -> String {
    let mut page = Page {
        entry,
        catalogue,
        width,
        links,
        out: String::new(),
    };
    page.head();
    page.problem();
    page.examples();
    page.advice();
    page.affects();
    page.suppression();
    page.links();
    page.out
}

/// What becomes of addresses.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Links {
    /// They can be clicked, where the terminal knows links.
    Live,
    /// They are text.
    Dead,
}

struct Page<'a> {
    entry: &'a Entry,
    catalogue: &'a Catalogue,
    width: usize,
    links: Links,
    out: String,
}

impl Page<'_> {
    fn head(&mut self) {
        let gotcha = &self.entry.gotcha;
        let colour = style::of_severity(gotcha.severity).bold();
        let category = self
            .catalogue
            .categories
            .iter()
            .find(|category| *category.id == self.entry.category);
        let category = category.map_or(self.entry.category.as_str(), |category| &category.title);
        let facts = [
            style::severity(gotcha.severity),
            category.to_owned(),
            status(gotcha.status).to_owned(),
            format!("since {}", *gotcha.since),
        ];
        self.text(
            &format!(
                "{} {}",
                gotcha.code.value.style(colour),
                self.entry.name.bold()
            ),
            0,
        );
        self.text(&words(&gotcha.title, Style::new().bold()), 0);
        self.text(&facts.join(" · "), 0);
        let url = self.entry.url();
        self.text(&self.address(&url), 0);
        self.out.push('\n');
        self.markdown(&gotcha.summary, 0);
    }

    fn address(&self, url: &str) -> String {
        let shown = url.underline().to_string();
        match self.links {
            Links::Live => terminal::link(url, &shown),
            Links::Dead => shown,
        }
    }

    fn problem(&mut self) {
        let gotcha = &self.entry.gotcha;
        if !gotcha.symptoms.is_empty() {
            self.heading("What you see");
            for symptom in &gotcha.symptoms {
                for (index, line) in symptom.text.lines().enumerate() {
                    let margin = if index == 0 { "- " } else { "  " };
                    self.out.push_str(&format!("  {margin}{line}\n"));
                }
                if let Some(reported) = &symptom.reported {
                    self.text(&format!("reported: {}", **reported), INDENT + 2);
                }
            }
        }
        self.heading("Problem");
        self.markdown(&gotcha.problem, INDENT);
        if let Some(advice) = &gotcha.older_advice {
            self.heading("Older advice");
            self.markdown(advice, INDENT);
        }
    }

    fn examples(&mut self) {
        let snippets = self.entry.snippets();
        for (index, example) in self.entry.gotcha.examples.iter().enumerate() {
            self.heading(&format!("Example: {}", *example.title));
            for snippet in snippets.iter().filter(|snippet| snippet.example == index) {
                self.snippet(snippet);
            }
            self.note(example);
            self.recorded(example);
        }
    }

    fn note(&mut self, example: &Example) {
        if let Some(note) = &example.note {
            self.out.push('\n');
            self.markdown(note, INDENT);
        }
    }

    /// What the snippets of an example did when they were executed, each outcome once.
    fn recorded(&mut self, example: &Example) {
        let evidence = self.entry.evidence.as_ref();
        let recorded = evidence.and_then(|evidence| evidence.example(&example.title));
        let not_measured = example.run.iter().flat_map(|run| &run.not_measured);
        if recorded.is_some() {
            self.out.push('\n');
            self.text(
                &words("What happened when it ran", Style::new().bold()),
                INDENT,
            );
        }
        for side in [Side::Wrong, Side::Right] {
            let groups = recorded.map_or(&[][..], |recorded| recorded.side(side));
            for group in groups {
                let on = self.catalogue.runtimes.describe(&group.on);
                self.text(&format!("{side} code on {on}:"), INDENT + 2);
                for line in group.outcome.to_string().lines() {
                    self.out.push_str(&format!("      {line}\n"));
                }
            }
        }
        for reason in not_measured {
            let scope = reason.scope();
            let text = format!("Not measured ({scope}): {}", *reason.reason);
            self.out.push('\n');
            self.markdown(&text, INDENT);
            self.text(&reason.source.value.underline().to_string(), INDENT);
        }
    }

    /// A snippet under a line that says what it is, with the lines marked that the checker flags. Wrong and right are
    /// told apart by words and signs; colour only helps.
    fn snippet(&mut self, snippet: &Snippet) {
        let label = match snippet.side {
            Side::Wrong => "✗ Wrong".red().bold().to_string(),
            Side::Right => "✓ Right".green().bold().to_string(),
        };
        let blank = if self.out.ends_with("\n\n") { "" } else { "\n" };
        self.out.push_str(&format!("{blank}  {label}\n\n"));
        for (number, line) in shown_lines(snippet) {
            let codes: Vec<String> = snippet
                .expected
                .iter()
                .filter(|finding| finding.line == number)
                .map(|f| f.code.to_string())
                .collect();
            let mark = if codes.is_empty() {
                String::new()
            } else {
                format!("  # <- {}", codes.join(", ")).red().to_string()
            };
            self.out.push_str(format!("    {line}{mark}").trim_end());
            self.out.push('\n');
        }
    }

    fn advice(&mut self) {
        let gotcha = &self.entry.gotcha;
        if !gotcha.when.is_empty() {
            self.heading("When this matters");
            self.list(&gotcha.when);
        }
        for section in &gotcha.sections {
            self.heading(&section.title);
            self.markdown(&section.body, INDENT);
        }
        self.heading("Takeaway");
        self.markdown(&gotcha.takeaway, INDENT);
    }

    fn affects(&mut self) {
        self.heading("Affected runtimes");
        for clause in &self.entry.gotcha.affects {
            let mut text = conditions(clause);
            if let Some(severity) = clause.severity {
                text.push_str(&format!(" ({})", style::severity(severity)));
            }
            if let Some(note) = &clause.note {
                text.push_str(&format!(": {}", markdown::inline(note)));
            }
            self.item(&text);
        }
    }

    fn suppression(&mut self) {
        let gotcha = &self.entry.gotcha;
        self.heading("How to suppress");
        self.markdown(
            &format!(
                "`# noqa: {}` at the end of a line keeps `gotchas check` from reporting it.",
                gotcha.code.value
            ),
            INDENT,
        );
    }

    fn links(&mut self) {
        let gotcha = &self.entry.gotcha;
        if !gotcha.references.is_empty() {
            self.heading("References");
            for reference in &gotcha.references {
                self.item(&format!(
                    "{}: {}",
                    *reference.title,
                    self.address(&reference.url.value)
                ));
            }
        }
        if !gotcha.related.is_empty() {
            self.heading("Related");
            for name in &gotcha.related {
                let title = knowledge::title(self.catalogue, name);
                self.item(&format!("{}: {title}", name.value.bold()));
            }
        }
    }

    fn heading(&mut self, title: &str) {
        self.out.push('\n');
        self.text(&words(title, Style::new().bold().underline()), 0);
    }

    fn text(&mut self, text: &str, indent: usize) {
        self.out
            .push_str(&wrap::paragraph(text, self.width, indent));
    }

    fn markdown(&mut self, markdown: &str, indent: usize) {
        self.out
            .push_str(&markdown::render(markdown, self.width, indent));
    }

    fn list(&mut self, items: &[Located<String>]) {
        for item in items {
            self.item(&markdown::inline(item));
        }
    }

    fn item(&mut self, text: &str) {
        for line in wrap::lines(text, self.width, "  - ", "    ") {
            self.out.push_str(&line);
            self.out.push('\n');
        }
    }
}

/// Styles each word of its own, so that the style does not run into the margin where the text is wrapped.
fn words(text: &str, style: Style) -> String {
    text.split(' ')
        .map(|word| word.style(style).to_string())
        .collect::<Vec<_>>()
        .join(" ")
}

/// The lines that a reader sees, with their numbers in the whole snippet, from 1.
fn shown_lines(snippet: &Snippet) -> impl Iterator<Item = (usize, String)> {
    let code = snippet.code.trim_end();
    // Whoever sees no colours need not wait until the code has been parsed for them.
    let lines = match terminal::is_coloured() {
        true => python::lines(code),
        false => code.split('\n').map(str::to_owned).collect(),
    };
    let numbered = lines
        .into_iter()
        .enumerate()
        .map(|(index, line)| (index + 1, line));
    numbered.filter(|(number, _)| !snippet.hidden.get(number - 1).copied().unwrap_or(false))
}

fn status(status: Status) -> &'static str {
    match status {
        Status::Active => "active",
        Status::Fixed => "fixed",
        Status::Superseded => "superseded",
        Status::Disputed => "disputed",
        Status::Preview => "preview",
    }
}

/// The conditions of a clause in words.
fn conditions(clause: &Affects) -> String {
    let runtimes: Vec<&str> = clause
        .runtimes
        .iter()
        .map(|runtime| runtime.as_str())
        .collect();
    let mut text = if runtimes.is_empty() {
        "every runtime".to_owned()
    } else {
        runtimes.join(", ")
    };
    match clause.bindings {
        Some(Bindings::Raw) => text.push_str(", with raw bindings"),
        Some(Bindings::Wrapped) => text.push_str(", with bindings wrapped by workers-runtime-sdk"),
        None => {}
    }
    if !clause.sdk.is_empty() {
        let sdks: Vec<String> = clause.sdk.iter().map(ToString::to_string).collect();
        text.push_str(&format!(", with SDK {}", sdks.join(" or ")));
    }
    text
}

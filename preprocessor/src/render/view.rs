//! What the templates of pages are filled with. Every text here is Markdown that is safe where the template puts it.

use gotchas_catalog::{Catalogue, Category, Entry, Side, Snippet, Status};
use serde::Serialize;

use super::affected::{self, AffectedRow};
use super::playing::{self, PlayingView};
use super::recorded::{self, NotMeasuredView, RecordedView};
use super::{code, finding, source_path};
use crate::{
    Flavour, Pyodide, markdown,
    snippets::{self, Verdict},
};

/// A gotcha's page.
#[derive(Debug, Serialize)]
pub(super) struct GotchaView {
    html: bool,
    code: String,
    name: String,
    title: String,
    severity: &'static str,
    badge: String,
    category: String,
    runtimes: String,
    facts: String,
    fixed_in: Option<String>,
    status: Option<&'static str>,
    summary: String,
    problem: String,
    older_advice: Option<String>,
    examples: Vec<ExampleView>,
    when: Vec<String>,
    sections: Vec<SectionView>,
    takeaway: String,
    affected: Vec<AffectedRow>,
    checked_on: String,
    recorded_with: Option<String>,
    symptoms: Vec<SymptomView>,
    references: Vec<LinkView>,
    related: Vec<LinkView>,
    since: String,
    since_date: String,
    changes: Vec<ChangeView>,
}

/// What a release changed in the gotcha.
#[derive(Debug, Serialize)]
struct ChangeView {
    release: String,
    date: String,
    what: String,
}

#[derive(Debug, Serialize)]
struct ExampleView {
    title: String,
    /// The anchor of its heading.
    id: String,
    wrong: Option<SnippetView>,
    right: Option<SnippetView>,
    playing: Option<PlayingView>,
    note: Option<String>,
    recorded: Vec<RecordedView>,
    not_measured: Vec<NotMeasuredView>,
}

#[derive(Debug, Serialize)]
struct SnippetView {
    code: String,
    findings: Option<String>,
}

#[derive(Debug, Serialize)]
struct SectionView {
    title: String,
    body: String,
}

#[derive(Debug, Serialize)]
struct SymptomView {
    text: String,
    reported: Option<String>,
}

#[derive(Debug, Serialize)]
struct LinkView {
    title: String,
    url: String,
}

impl GotchaView {
    pub(super) fn new(
        catalogue: &Catalogue,
        pyodide: &Pyodide,
        entry: &Entry,
        verdict: &Verdict,
        flavour: Flavour,
    ) -> GotchaView {
        let gotcha = &entry.gotcha;
        let snippets = entry.snippets();
        let ids = anchors(gotcha.examples.iter().map(|example| example.title.as_str()));
        let example = |(index, example): (usize, &gotchas_catalog::Example)| {
            let side = |side: Side| {
                let at = snippets
                    .iter()
                    .position(|snippet| snippet.example == index && snippet.side == side)?;
                Some(SnippetView::new(
                    &snippets[at],
                    &verdict.findings[at],
                    flavour,
                ))
            };
            ExampleView {
                title: markdown::text(&example.title),
                id: ids[index].clone(),
                wrong: side(Side::Wrong),
                right: side(Side::Right),
                playing: playing::view(catalogue, pyodide, entry, index, &snippets),
                note: example.note.as_ref().map(|note| markdown::block(note)),
                recorded: recorded::sides(&catalogue.runtimes, entry, &example.title),
                not_measured: recorded::not_measured(example.run.as_ref()),
            }
        };
        let category = catalogue.category(&entry.category);
        let runtimes = affected::runtimes(catalogue, gotcha);
        GotchaView {
            html: flavour == Flavour::Html,
            code: entry.code().to_string(),
            name: entry.name.clone(),
            title: markdown::text(&gotcha.title),
            severity: gotcha.severity.name(),
            badge: affected::badge(gotcha.severity),
            category: category
                .map(|category| markdown::text(&category.title))
                .unwrap_or_default(),
            runtimes: all_or(&runtimes, catalogue),
            facts: affected::facts(catalogue, entry),
            fixed_in: affected::fixed_in(catalogue, gotcha),
            status: status(gotcha.status),
            summary: markdown::inline(&gotcha.summary),
            problem: markdown::block(&gotcha.problem),
            older_advice: gotcha
                .older_advice
                .as_ref()
                .map(|advice| markdown::inline(advice)),
            examples: gotcha.examples.iter().enumerate().map(example).collect(),
            when: gotcha
                .when
                .iter()
                .map(|item| markdown::inline(item))
                .collect(),
            sections: gotcha
                .sections
                .iter()
                .map(|s| SectionView {
                    title: markdown::text(&s.title),
                    body: markdown::block(&s.body),
                })
                .collect(),
            takeaway: markdown::block(&gotcha.takeaway),
            affected: affected::table(catalogue, gotcha, flavour),
            checked_on: verdict.target.to_string(),
            recorded_with: entry
                .evidence
                .as_ref()
                .map(|evidence| recorded::versions(catalogue, evidence)),
            symptoms: gotcha.symptoms.iter().map(SymptomView::new).collect(),
            references: gotcha
                .references
                .iter()
                .map(|r| LinkView {
                    title: markdown::text(&r.title),
                    url: r.url.value.clone(),
                })
                .collect(),
            related: gotcha
                .related
                .iter()
                .filter_map(|name| related(catalogue, name))
                .collect(),
            since: gotcha.since.value.clone(),
            since_date: date(catalogue, &gotcha.since),
            changes: gotcha
                .changes
                .iter()
                .rev()
                .map(|change| ChangeView {
                    release: change.release.value.clone(),
                    date: date(catalogue, &change.release),
                    what: markdown::inline(&change.what),
                })
                .collect(),
        }
    }
}

impl SnippetView {
    fn new(snippet: &Snippet, found: &[snippets::Finding], flavour: Flavour) -> SnippetView {
        let drawn = finding::draw(snippet, found);
        SnippetView {
            code: match flavour {
                Flavour::Html => code::html(snippet, found),
                Flavour::Plain => markdown::fence(snippet.shown().trim_end(), "python"),
            },
            findings: (!drawn.is_empty()).then(|| markdown::fence(&drawn.join("\n\n"), "text")),
        }
    }
}

impl SymptomView {
    fn new(symptom: &gotchas_catalog::Symptom) -> SymptomView {
        SymptomView {
            text: markdown::fence(&symptom.text, "text"),
            reported: symptom.reported.as_ref().map(|url| url.value.clone()),
        }
    }
}

/// The day of a release, which validation has found in the list.
fn date(catalogue: &Catalogue, release: &str) -> String {
    let release = catalogue.releases.get(release);
    release.map_or_else(String::new, |release| release.date.value.clone())
}

/// Anchors for headings, each once, in mdBook's manner.
fn anchors<'a>(titles: impl Iterator<Item = &'a str>) -> Vec<String> {
    let mut anchors: Vec<String> = vec![];
    for title in titles {
        let kept = title.to_lowercase();
        let kept = kept.chars().filter_map(|c| match c {
            c if c.is_whitespace() => Some('-'),
            c => (c.is_alphanumeric() || matches!(c, '_' | '-')).then_some(c),
        });
        let plain: String = kept.collect();
        let mut numbered = (1..).map(|number| format!("{plain}-{number}"));
        let mut anchor = plain.clone();
        while anchors.contains(&anchor) {
            anchor = numbered.next().unwrap_or_default();
        }
        anchors.push(anchor);
    }
    anchors
}

fn related(catalogue: &Catalogue, name: &str) -> Option<LinkView> {
    let entry = catalogue.get(name)?;
    let title = format!("{}: {}", entry.code(), markdown::text(&entry.gotcha.title));
    Some(LinkView {
        title,
        url: format!("../{}", source_path(entry)),
    })
}

fn all_or(runtimes: &[String], catalogue: &Catalogue) -> String {
    match runtimes {
        [] => "no runtime".to_owned(),
        all if all.len() == catalogue.runtimes.runtimes.len() => "every runtime".to_owned(),
        some => some.join(", "),
    }
}

/// What there is to say of a gotcha that is not simply true today.
fn status(status: Status) -> Option<&'static str> {
    match status {
        Status::Active => None,
        Status::Fixed => {
            Some("Fixed: it bites only on runtimes or SDK releases older than today's.")
        }
        Status::Superseded => Some("Superseded: another gotcha says it better; see below."),
        Status::Disputed => {
            Some("Disputed: it was reported and could not be reproduced as reported.")
        }
        Status::Preview => Some("Preview: it is new; the checker reports it with `--preview`."),
    }
}

/// A category's page.
#[derive(Debug, Serialize)]
pub(super) struct CategoryView {
    html: bool,
    title: String,
    introduction: String,
    gotchas: Vec<GotchaLine>,
}

/// A gotcha in a list.
#[derive(Debug, Serialize)]
pub(super) struct GotchaLine {
    /// For the scripts of the site, which filter and dim by them; nothing in other flavours.
    facts: String,
    code: String,
    name: String,
    title: String,
    path: String,
    severity: String,
    status: Option<&'static str>,
    runtimes: String,
    summary: String,
}

impl CategoryView {
    pub(super) fn new(
        catalogue: &Catalogue,
        category: &Category,
        flavour: Flavour,
    ) -> CategoryView {
        let own = catalogue
            .entries()
            .iter()
            .filter(|entry| entry.category == *category.id.value);
        CategoryView {
            html: flavour == Flavour::Html,
            title: markdown::text(&category.title),
            introduction: markdown::block(&category.introduction),
            gotchas: own
                .map(|entry| GotchaLine::new(catalogue, entry, flavour))
                .collect(),
        }
    }
}

impl GotchaLine {
    pub(super) fn new(catalogue: &Catalogue, entry: &Entry, flavour: Flavour) -> GotchaLine {
        let gotcha = &entry.gotcha;
        GotchaLine {
            facts: affected::facts(catalogue, entry),
            code: entry.code().to_string(),
            name: entry.name.clone(),
            title: markdown::text(&gotcha.title),
            path: source_path(entry),
            severity: affected::effect(Some(gotcha.severity), flavour),
            status: match gotcha.status {
                Status::Active => None,
                Status::Fixed => Some("fixed"),
                Status::Superseded => Some("superseded"),
                Status::Disputed => Some("disputed"),
                Status::Preview => Some("preview"),
            },
            runtimes: all_or(&affected::runtimes(catalogue, gotcha), catalogue),
            summary: affected::cell(&markdown::inline(&gotcha.summary)),
        }
    }
}

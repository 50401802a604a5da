//! Takes the text out of an entry of the catalogue.

use std::collections::BTreeSet;

use gotchas_catalog::{Catalogue, Entry, Evidence};
use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};

use crate::{
    detected,
    document::{Document, Passage},
    schema::{Card, Message, Part},
};

impl Document {
    /// Takes the text out of an entry of the catalogue.
    pub(crate) fn new(entry: &Entry, catalogue: &Catalogue) -> Document {
        let gotcha = &entry.gotcha;
        let mut page = Page::default();
        page.add(Part::Title, &gotcha.title);
        for symptom in &gotcha.symptoms {
            page.add(Part::Symptoms, &symptom.text);
        }
        let known = |message: &String| {
            let mut symptoms = gotcha.symptoms.iter();
            symptoms.any(|symptom| message.contains(symptom.text.as_str()))
        };
        let recorded = entry.evidence.iter().flat_map(Evidence::messages);
        for message in recorded.filter(|message| !known(message)) {
            page.add(Part::Recorded, &message);
        }
        for keywords in &gotcha.keywords {
            page.keywords(keywords);
        }
        page.text(Part::Summary, &gotcha.summary);
        page.prose(&gotcha.problem);
        for line in gotcha.when.iter().chain(&gotcha.older_advice) {
            page.prose(line);
        }
        for example in &gotcha.examples {
            page.add(Part::Prose, &example.title);
            example.note.iter().for_each(|note| page.prose(note));
        }
        for section in &gotcha.sections {
            page.add(Part::Prose, &section.title);
            page.prose(&section.body);
        }
        page.prose(&gotcha.takeaway);
        gotcha
            .affects
            .iter()
            .filter_map(|clause| clause.note.as_ref())
            .for_each(|note| page.prose(note));
        for snippet in entry.snippets() {
            page.add(Part::Code, &snippet.shown());
        }
        page.add(Part::Identifiers, &entry.name);
        for name in detected::names(&gotcha.detect) {
            page.add(Part::Detected, &name);
        }
        Document {
            card: card(entry),
            runtimes: runtimes(entry, catalogue),
            passages: page.passages,
        }
    }
}

fn card(entry: &Entry) -> Card {
    let gotcha = &entry.gotcha;
    Card {
        code: *gotcha.code,
        name: entry.name.clone(),
        title: gotcha.title.value.clone(),
        category: entry.category.clone(),
        severity: gotcha.severity,
        url: entry.url(),
        symptoms: gotcha
            .symptoms
            .iter()
            .map(|symptom| Message::new(&symptom.text))
            .collect(),
    }
}

fn runtimes(entry: &Entry, catalogue: &Catalogue) -> Vec<String> {
    let targets = catalogue.runtimes.targets();
    let bitten = targets
        .into_iter()
        .filter(|target| entry.gotcha.severity_on(target).is_some());
    let ids: BTreeSet<String> = bitten.map(|target| target.runtime).collect();
    ids.into_iter().collect()
}

/// Collects a gotcha's text, each identifier once.
#[derive(Default)]
struct Page {
    passages: Vec<Passage>,
    identifiers: BTreeSet<String>,
}

impl Page {
    fn add(&mut self, part: Part, text: &str) {
        let text = text.trim();
        if !text.is_empty() {
            self.passages.push(Passage {
                part,
                text: text.to_owned(),
            });
        }
    }

    fn identifier(&mut self, text: &str) {
        if self.identifiers.insert(text.to_owned()) {
            self.add(Part::Identifiers, text);
        }
    }

    /// Keywords: what stands between backticks is an identifier, too.
    fn keywords(&mut self, keywords: &str) {
        self.add(Part::Keywords, keywords);
        let stretches = keywords.split('`').enumerate();
        for (_, name) in stretches.filter(|(index, _)| index % 2 == 1) {
            self.identifier(name);
        }
    }

    fn prose(&mut self, markdown: &str) {
        self.text(Part::Prose, markdown);
    }

    /// A Markdown text: a passage per block; what it sets in code is an identifier, a fenced block is code.
    fn text(&mut self, part: Part, markdown: &str) {
        let mut block = String::new();
        let mut fenced = false;
        for event in Parser::new_ext(markdown, Options::ENABLE_TABLES | Options::ENABLE_GFM) {
            match event {
                Event::Start(Tag::CodeBlock(_)) => fenced = true,
                Event::Start(Tag::List(_)) => self.add(part, &std::mem::take(&mut block)),
                Event::Code(code) => {
                    self.identifier(&code);
                    block.push_str(&code);
                }
                Event::Text(text) => block.push_str(&text),
                Event::SoftBreak | Event::HardBreak => block.push(' '),
                Event::End(end) if is_block(end) => {
                    let part = if fenced { Part::Code } else { part };
                    self.add(part, &std::mem::take(&mut block));
                    fenced = false;
                }
                _ => {}
            }
        }
        self.add(part, &block);
    }
}

fn is_block(end: TagEnd) -> bool {
    matches!(
        end,
        TagEnd::Paragraph
            | TagEnd::Heading(_)
            | TagEnd::Item
            | TagEnd::CodeBlock
            | TagEnd::TableCell
            | TagEnd::BlockQuote(_)
    )
}

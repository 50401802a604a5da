//! What the index stores and how each field is analysed and weighed.

use gotchas_catalog::Severity;
use serde::{Deserialize, Serialize};
use tantivy::schema::{
    Field, IndexRecordOption, STRING, Schema, SchemaBuilder, TextFieldIndexing, TextOptions,
};

use crate::{analysis::Analysis, words::pieces};

/// A part of a gotcha that words are found in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Part {
    /// Its code or its name.
    Handle,
    /// Its title.
    Title,
    /// What to do, in a line.
    Summary,
    /// Questions that people ask, in their own words.
    Keywords,
    /// The messages people see.
    Symptoms,
    /// Names of the API: what its text and its symptoms set in code.
    Identifiers,
    /// What its wrong code raised and printed when it was executed, beyond the messages people know it by.
    Recorded,
    /// Names that the checker looks for.
    Detected,
    /// Its explanation.
    Prose,
    /// Its examples.
    Code,
}

/// The parts that are ranked, with how their text is analysed and how much a match in them counts.
pub(crate) const RANKED: [(Part, Analysis, f32); 9] = [
    (Part::Title, Analysis::Prose, 2.0),
    (Part::Summary, Analysis::Prose, 2.0),
    (Part::Keywords, Analysis::Prose, 1.5),
    (Part::Symptoms, Analysis::Exact, 1.6),
    (Part::Identifiers, Analysis::Exact, 1.5),
    (Part::Recorded, Analysis::Exact, 1.0),
    (Part::Detected, Analysis::Exact, 0.5),
    (Part::Prose, Analysis::Prose, 1.0),
    (Part::Code, Analysis::Exact, 0.7),
];

/// The parts that a result can quote: the rest is lists of words, or shown anyway.
pub(crate) const QUOTABLE: [Part; 5] = [
    Part::Summary,
    Part::Symptoms,
    Part::Recorded,
    Part::Prose,
    Part::Code,
];

impl Part {
    /// How much a word in this part says about what the gotcha is about, from 0 to 1.
    pub(crate) fn aboutness(self) -> f32 {
        match self {
            Part::Prose | Part::Recorded => 0.6,
            Part::Code => 0.5,
            _ => 1.0,
        }
    }

    /// Name of the field in the index and in JSON.
    pub fn name(self) -> &'static str {
        match self {
            Part::Handle => "handle",
            Part::Title => "title",
            Part::Summary => "summary",
            Part::Keywords => "keywords",
            Part::Symptoms => "symptoms",
            Part::Identifiers => "identifiers",
            Part::Recorded => "recorded",
            Part::Detected => "detected",
            Part::Prose => "prose",
            Part::Code => "code",
        }
    }
}

/// What a search result shows without looking into the catalogue.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct Card {
    pub(crate) code: gotchas_catalog::Code,
    pub(crate) name: String,
    pub(crate) title: String,
    pub(crate) category: String,
    pub(crate) severity: Severity,
    pub(crate) url: String,
    pub(crate) symptoms: Vec<Message>,
}

/// A symptom, cut into [`pieces`] once and for all: with a space between them, since they are read more often than shown.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct Message {
    pub(crate) text: String,
    pub(crate) pieces: String,
}

impl Message {
    pub(crate) fn new(text: &str) -> Message {
        Message {
            text: text.to_owned(),
            pieces: pieces(text).join(" "),
        }
    }
}

/// The fields of the index.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Fields {
    /// Code and name, in lower case.
    pub(crate) handle: Field,
    /// Each symptom as one term: its parts with a space between them.
    pub(crate) message: Field,
    /// Every term of every part, as it is written: the dictionary for corrections and completions.
    pub(crate) vocabulary: Field,
    pub(crate) category: Field,
    pub(crate) severity: Field,
    pub(crate) runtime: Field,
    ranked: [Field; RANKED.len()],
}

impl Fields {
    /// The ranked parts with their fields.
    pub(crate) fn ranked(&self) -> impl Iterator<Item = (Part, Analysis, f32, Field)> {
        RANKED
            .iter()
            .zip(self.ranked)
            .map(|((part, analysis, weight), field)| (*part, *analysis, *weight, field))
    }

    /// The field of one ranked part.
    pub(crate) fn of(&self, part: Part) -> Option<Field> {
        self.ranked()
            .find(|(ranked, ..)| *ranked == part)
            .map(|(.., field)| field)
    }
}

/// The schema, the same at every call.
pub(crate) fn schema() -> (Schema, Fields) {
    let mut schema = Schema::builder();
    let fields = Fields {
        handle: schema.add_text_field(Part::Handle.name(), STRING),
        message: schema.add_text_field("message", STRING),
        vocabulary: terms(
            &mut schema,
            "vocabulary",
            Analysis::Exact,
            IndexRecordOption::Basic,
        ),
        category: schema.add_text_field("category", STRING),
        severity: schema.add_text_field("severity", STRING),
        runtime: schema.add_text_field("runtime", STRING),
        ranked: RANKED.map(|(part, analysis, _)| {
            terms(
                &mut schema,
                part.name(),
                analysis,
                IndexRecordOption::WithFreqs,
            )
        }),
    };
    (schema.build(), fields)
}

fn terms(
    schema: &mut SchemaBuilder,
    name: &str,
    analysis: Analysis,
    record: IndexRecordOption,
) -> Field {
    let scored = record == IndexRecordOption::WithFreqs;
    let indexing = TextFieldIndexing::default()
        .set_tokenizer(analysis.name())
        .set_index_option(record)
        .set_fieldnorms(scored);
    schema.add_text_field(name, TextOptions::default().set_indexing_options(indexing))
}

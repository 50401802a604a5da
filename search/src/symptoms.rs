//! What a gotcha's symptoms say about the lines of a query.

use std::cell::RefCell;

use rustc_hash::FxHashMap;
use tantivy::DocId;

use crate::{
    index::OpenSegment,
    messages::{self, Told},
    paste::{Reading, is_exception, squeezed},
    schema::Message,
    stop_words::{commonness, is_python_type},
    template::{self, Token, template},
    words::pieces,
};

/// How much a message that fits counts beside the words of the whole gotcha.
const MESSAGE: f32 = 2.0;

/// How much a message is worth at least that differs from a line only in a value.
const OTHER_VALUE: f32 = 4.0;

/// How much each further line with a fitting message counts.
const FURTHER_LINES: f32 = 0.25;

/// How much a word of a line tells that no gotcha has: it is a value of that very run.
const VALUE: f32 = 0.15;

/// A shorter symptom is not looked for in text without its separators: it could be anything.
const SHORTEST_SQUEEZED: usize = 16;

/// A symptom of which a line has this share is worth quoting.
const QUOTABLE: f32 = 0.6;

/// The lines of a query that may be messages.
pub(crate) struct Lines<'s> {
    segment: &'s OpenSegment,
    /// The letters and digits of everything.
    squeezed: &'s str,
    lines: Vec<Line>,
    weights: RefCell<FxHashMap<String, f32>>,
}

/// A line, cut both ways.
struct Line {
    /// What it is about, if it is an exception's message and says so.
    subject: Option<String>,
    told: Vec<Told>,
    template: Vec<Token>,
    weight: f32,
}

/// What a gotcha's symptoms say.
#[derive(Debug, Default)]
pub(crate) struct Verdict {
    /// To be added to the score of its words.
    pub(crate) score: f32,
    /// Whether a line contains one of them, word for word.
    pub(crate) exact: bool,
    /// Whether a line is one of them but for what it is about: then it is about something else.
    pub(crate) contradicted: bool,
    /// Whether the gotcha has the name of what a line is about among its own.
    pub(crate) about: bool,
    /// The symptom that fits best, if one fits well.
    pub(crate) symptom: Option<String>,
}

impl<'s> Lines<'s> {
    pub(crate) fn new(
        segment: &'s OpenSegment,
        reading: &'s Reading,
    ) -> tantivy::Result<Lines<'s>> {
        let mut lines = Lines {
            segment,
            squeezed: &reading.squeezed,
            lines: Vec::new(),
            weights: RefCell::default(),
        };
        for line in &reading.errors {
            let pieces = pieces(&line.text);
            let told = lines.told(pieces.iter().map(String::as_str))?;
            let names = match is_exception(&line.text) {
                true => template::names(&line.text),
                false => Vec::new(),
            };
            lines.lines.push(Line {
                subject: names.first().map(|name| line.text[name.clone()].to_owned()),
                told,
                template: template(&line.text),
                weight: line.weight,
            });
        }
        Ok(lines)
    }

    /// Compares every line with every symptom of a gotcha.
    pub(crate) fn judge(&self, document: DocId, symptoms: &[Message]) -> tantivy::Result<Verdict> {
        let mut verdict = Verdict::default();
        if self.lines.is_empty() && self.squeezed.is_empty() {
            return Ok(verdict);
        }
        for subject in self.lines.iter().filter_map(|line| line.subject.as_deref()) {
            verdict.about |= self.is_about(document, subject)?;
        }
        let mut quotable = 0.0;
        let mut best_of_line = vec![0.0f32; self.lines.len().max(1)];
        for symptom in symptoms {
            let told = self.told(symptom.pieces.split(' '))?;
            for (line, best) in self.lines.iter().zip(&mut best_of_line) {
                let agreement = messages::compare(&line.told, &told);
                if agreement.shared == 0.0 {
                    continue;
                }
                if let Some(other) = other_subject(line, &symptom.text) {
                    verdict.contradicted |=
                        other.same_message && !self.is_about(document, &other.name)?;
                    continue;
                }
                let other_value = self.differs_in_a_value(line, &told, &symptom.text);
                let worth = agreement
                    .worth()
                    .max(if other_value { OTHER_VALUE } else { 0.0 })
                    * line.weight;
                verdict.exact |= agreement.exact;
                *best = best.max(worth);
                let fits = agreement.exact || other_value || agreement.recall > QUOTABLE;
                if fits && worth > quotable {
                    quotable = worth;
                    verdict.symptom = Some(symptom.text.clone());
                }
            }
        }
        if !verdict.exact {
            self.look_into_raw(symptoms, &mut verdict, &mut best_of_line)?;
        }
        let most = best_of_line.iter().copied().fold(0.0, f32::max);
        verdict.score =
            MESSAGE * (most + FURTHER_LINES * (best_of_line.iter().sum::<f32>() - most));
        Ok(verdict)
    }

    /// Looks for the symptoms in the text as it is, whatever its lines.
    fn look_into_raw(
        &self,
        symptoms: &[Message],
        verdict: &mut Verdict,
        best_of_line: &mut [f32],
    ) -> tantivy::Result<()> {
        for symptom in symptoms {
            let message = squeezed(&symptom.text);
            if message.len() < SHORTEST_SQUEEZED || !self.squeezed.contains(&message) {
                continue;
            }
            let told = self.told(symptom.pieces.split(' '))?;
            let worth = told.iter().map(|told| told.weight).sum::<f32>();
            best_of_line[0] = best_of_line[0].max(worth);
            verdict.exact = true;
            verdict.symptom = Some(symptom.text.clone());
        }
        Ok(())
    }

    /// Whether a gotcha has the name of what a line is about among its own names.
    fn is_about(&self, document: DocId, subject: &str) -> tantivy::Result<bool> {
        let name = pieces(subject).pop().unwrap_or_default();
        Ok(!is_python_type(&name) && self.segment.names(document, &name)?)
    }

    fn differs_in_a_value(&self, line: &Line, told: &[Told], message: &str) -> bool {
        // Cutting costs more than looking whether both begin alike.
        let alike = line.told.first().map(|told| &told.word) == told.first().map(|told| &told.word);
        let known = |text: &str| self.segment.is_in_symptoms(text);
        alike && template::same(&line.template, &template(message), known)
    }

    fn told<'t>(&self, pieces: impl Iterator<Item = &'t str>) -> tantivy::Result<Vec<Told>> {
        let told = pieces.map(|word| {
            Ok(Told {
                weight: self.weight(word)?,
                word: word.to_owned(),
            })
        });
        told.collect()
    }

    fn weight(&self, word: &str) -> tantivy::Result<f32> {
        if let Some(weight) = self.weights.borrow().get(word) {
            return Ok(*weight);
        }
        let dictionary = &self.segment.dictionary;
        let known = dictionary.frequency(word)? > 0;
        let weight = if known {
            dictionary.rarity(word)? * commonness(word)
        } else {
            VALUE
        };
        self.weights.borrow_mut().insert(word.to_owned(), weight);
        Ok(weight)
    }
}

/// What a line is about, where a message is about something else.
struct Other {
    name: String,
    /// Whether nothing but the names tells the two apart.
    same_message: bool,
}

fn other_subject(line: &Line, message: &str) -> Option<Other> {
    if !is_exception(message) {
        return None;
    }
    let cut = template(message);
    let name = template::other_name(&line.template, &cut);
    let subject = line.subject.as_deref();
    if template::contradicts(subject, message) {
        return Some(Other {
            name: subject.unwrap_or_default().to_owned(),
            same_message: name.is_some(),
        });
    }
    name.filter(|_| subject.is_none()).map(|name| Other {
        name: name.to_owned(),
        same_message: true,
    })
}

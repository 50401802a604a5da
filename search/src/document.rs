//! A gotcha as the index sees it.

use tantivy::TantivyDocument;

use crate::{
    schema::{Card, Fields, Part},
    words::pieces,
};

/// A piece of a gotcha's text that a result can quote.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Passage {
    pub(crate) part: Part,
    pub(crate) text: String,
}

/// Everything the index holds about one gotcha.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Document {
    pub(crate) card: Card,
    /// Ids of the runtimes it bites on.
    pub(crate) runtimes: Vec<String>,
    /// Its text without Markdown, in the order of the page.
    pub(crate) passages: Vec<Passage>,
}

impl Document {
    /// The document for tantivy.
    pub(crate) fn to_tantivy(&self, fields: &Fields) -> TantivyDocument {
        let mut document = TantivyDocument::default();
        document.add_text(fields.handle, self.card.code.to_string().to_lowercase());
        document.add_text(fields.handle, &self.card.name);
        document.add_text(fields.category, &self.card.category);
        document.add_text(fields.severity, self.card.severity.name());
        for runtime in &self.runtimes {
            document.add_text(fields.runtime, runtime);
        }
        for passage in &self.passages {
            if passage.part == Part::Symptoms {
                document.add_text(fields.message, message_term(&passage.text));
            }
            if let Some(field) = fields.of(passage.part) {
                document.add_text(field, &passage.text);
            }
            document.add_text(fields.vocabulary, &passage.text);
        }
        document
    }
}

/// A message as one term: nothing but its words tells two apart.
pub(crate) fn message_term(message: &str) -> String {
    pieces(message).join(" ")
}

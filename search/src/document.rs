//! A gotcha as the index sees it.

use std::borrow::Cow;

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
            let text = without_addresses(&passage.text);
            if let Some(field) = fields.of(passage.part) {
                document.add_text(field, &text);
            }
            document.add_text(fields.vocabulary, &text);
        }
        document
    }
}

/// A text without the addresses in it: their words say where more can be read, not what it is about.
fn without_addresses(text: &str) -> Cow<'_, str> {
    if !text.contains("://") {
        return Cow::Borrowed(text);
    }
    let mut kept = String::with_capacity(text.len());
    for word in text.split_inclusive(char::is_whitespace) {
        match word.find("https://").or_else(|| word.find("http://")) {
            Some(at) => {
                kept.push_str(&word[..at]);
                let end = word[at..].find(['"', '\'', ')', '`', '>', ' ', '\n']);
                kept.push_str(end.map_or(" ", |end| &word[at + end..]));
            }
            None => kept.push_str(word),
        }
    }
    Cow::Owned(kept)
}

/// A message as one term: nothing but its words tells two apart.
pub(crate) fn message_term(message: &str) -> String {
    pieces(message).join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_no_words() {
        assert_eq!(
            without_addresses("see https://a.b/c for more, fetch(\"https://x.y/z\")"),
            "see  for more, fetch(\"\")"
        );
        assert_eq!(without_addresses("plain"), "plain");
    }
}

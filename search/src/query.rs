//! What is asked of the search and what it answers.

use gotchas_catalog::{Code, Severity};
use serde::{Serialize, Serializer, ser::SerializeStruct};

use crate::schema::Part;

/// A search.
#[derive(Debug, Clone, PartialEq)]
pub struct Query {
    /// Words, a question, an identifier, a code, an error line or a whole log. There is no syntax that could be wrong.
    pub text: String,
    /// What a result must be.
    pub filters: Filters,
    /// How many results at most.
    pub limit: usize,
}

impl Query {
    /// Asks for the best ten results for a text, whatever they are.
    pub fn new(text: impl Into<String>) -> Query {
        Query {
            text: text.into(),
            filters: Filters::default(),
            limit: 10,
        }
    }
}

/// Conditions on results. Of each kind any value is enough; an empty list allows everything.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Filters {
    /// Ids of categories: `database`.
    pub categories: Vec<String>,
    /// Severities.
    pub severities: Vec<Severity>,
    /// Ids of runtimes that the gotcha bites on: `pyodide-0.28`, or `0.28` for short.
    pub runtimes: Vec<String>,
    /// Codes, the beginnings of codes, or names: `CFW403`, `CFW4`, `jsproxy-to-dict`.
    pub codes: Vec<String>,
}

/// A gotcha that was found.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Hit {
    /// Its code.
    pub code: Code,
    /// Its name.
    pub name: String,
    /// Its title.
    pub title: String,
    /// Id of its category.
    pub category: String,
    /// How bad it is.
    pub severity: Severity,
    /// Why it is where it is among the results.
    pub reason: Reason,
    /// How well it fits; comparable within one answer for hits with the same reason.
    pub score: f32,
    /// Where the words of the query were found in it.
    pub matched: Vec<Part>,
    /// The place that fits best.
    pub excerpt: Excerpt,
    /// Its page.
    pub url: String,
}

/// Why a hit stands where it does. Hits with a later reason come first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Reason {
    /// Its words match.
    Words,
    /// The query contains one of its symptoms, word for word.
    Symptom,
    /// The query names it.
    Handle,
}

/// A quotation from a gotcha.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Excerpt {
    /// The part of the gotcha it is from.
    pub part: Option<Part>,
    /// The text, on one line.
    pub text: String,
    /// What to highlight: start and end in bytes of `text`, ascending, not overlapping. In JSON they count characters (Unicode code
    /// points), since that is what most languages cut texts by.
    pub highlights: Vec<(usize, usize)>,
}

impl Serialize for Excerpt {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let characters = |at: usize| self.text[..at].chars().count();
        let highlights = self.highlights.iter();
        let highlights: Vec<(usize, usize)> = highlights
            .map(|(start, end)| (characters(*start), characters(*end)))
            .collect();
        let mut excerpt = serializer.serialize_struct("Excerpt", 3)?;
        excerpt.serialize_field("part", &self.part)?;
        excerpt.serialize_field("text", &self.text)?;
        excerpt.serialize_field("highlights", &highlights)?;
        excerpt.end()
    }
}

/// Something near to a search that found nothing.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Suggestion {
    /// Code of the gotcha.
    pub code: Code,
    /// Its name.
    pub name: String,
    /// Its title.
    pub title: String,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn highlights_in_json_count_characters() {
        let excerpt = Excerpt {
            part: Some(Part::Prose),
            text: "…é cookie".to_owned(),
            highlights: vec![(6, 12)],
        };
        assert_eq!(&excerpt.text[6..12], "cookie");
        let json = serde_json::to_value(&excerpt).unwrap();
        assert_eq!(json["highlights"], serde_json::json!([[3, 9]]));
    }
}

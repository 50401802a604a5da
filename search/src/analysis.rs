//! From text to index terms: the same for what is indexed and for what is asked.

use frostem::{Algorithm, Stemmer};
use tantivy::tokenizer::{Token, TokenStream, Tokenizer};

use crate::words::words;

/// How a field's text becomes terms.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Analysis {
    /// Identifiers and messages: words by whole and by part, as they are written.
    Exact,
    /// English around them: the same, and words reduced to their stems.
    Prose,
}

impl Analysis {
    /// The name under which tantivy knows it.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Analysis::Exact => "exact",
            Analysis::Prose => "prose",
        }
    }

    /// A term as this analysis writes it into the index.
    pub(crate) fn term(self, text: &str) -> String {
        match self {
            Analysis::Exact => text.to_owned(),
            Analysis::Prose => stem(text),
        }
    }
}

/// The stem of an English word; numbers, short words and words of other scripts stay as they are.
pub(crate) fn stem(word: &str) -> String {
    if word.len() < 4 || !word.bytes().all(|byte| byte.is_ascii_lowercase()) {
        return word.to_owned();
    }
    Stemmer::new(Algorithm::English).stem(word).into_owned()
}

impl Tokenizer for Analysis {
    type TokenStream<'a> = Tokens;

    fn token_stream<'a>(&'a mut self, text: &'a str) -> Tokens {
        let mut tokens = Vec::new();
        for word in words(text) {
            for term in word.terms() {
                tokens.push(Token {
                    offset_from: word.span.start,
                    offset_to: word.span.end,
                    position: tokens.len(),
                    text: self.term(&term.text),
                    position_length: 1,
                });
            }
        }
        Tokens { tokens, next: 0 }
    }
}

/// The terms of one text, for tantivy.
pub(crate) struct Tokens {
    tokens: Vec<Token>,
    next: usize,
}

impl TokenStream for Tokens {
    fn advance(&mut self) -> bool {
        self.next += 1;
        self.next <= self.tokens.len()
    }

    fn token(&self) -> &Token {
        &self.tokens[self.next - 1]
    }

    fn token_mut(&mut self) -> &mut Token {
        &mut self.tokens[self.next - 1]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn terms(mut analysis: Analysis, text: &str) -> Vec<String> {
        let mut terms = Vec::new();
        analysis
            .token_stream(text)
            .process(&mut |token| terms.push(token.text.clone()));
        terms
    }

    #[test]
    fn only_prose_is_stemmed() {
        assert_eq!(
            terms(Analysis::Prose, "deleting cookies"),
            ["delet", "cooki"]
        );
        assert_eq!(
            terms(Analysis::Exact, "deleting cookies"),
            ["deleting", "cookies"]
        );
    }

    #[test]
    fn identifiers_in_prose_are_found_by_their_parts_stems() {
        let found = terms(Analysis::Prose, "`delete_cookie`");
        assert!(
            found.contains(&"delet".to_owned()) && found.contains(&"cooki".to_owned()),
            "{found:?}"
        );
    }
}

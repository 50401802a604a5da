//! Other words for what was asked.

use std::{collections::BTreeMap, ops::Range};

use gotchas_catalog::Synonyms;
use serde::{Deserialize, Serialize};

use crate::{
    analysis::stem,
    words::{Word, words},
};

/// Words of the longest phrase that is looked up.
const LONGEST_PHRASE: usize = 4;

/// Synonyms, ready to be looked up in any inflection. It is part of the index, so that nobody has to make it again.
#[derive(Debug, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub(crate) struct Thesaurus {
    terms: BTreeMap<String, Vec<String>>,
}

impl Thesaurus {
    pub(crate) fn new(synonyms: &Synonyms) -> Thesaurus {
        let mut thesaurus = Thesaurus::default();
        for group in &synonyms.same {
            for (at, from) in group.iter().enumerate() {
                let others = group
                    .iter()
                    .enumerate()
                    .filter(|(other, _)| *other != at)
                    .map(|(_, to)| to.as_str());
                thesaurus.lead(from, others);
            }
        }
        for lead in &synonyms.leads {
            for from in &lead.from {
                thesaurus.lead(from, lead.to.iter().map(|to| to.as_str()));
            }
        }
        thesaurus
    }

    fn lead<'t>(&mut self, from: &str, to: impl Iterator<Item = &'t str>) {
        let terms = self.terms.entry(stems(&words(from)).join(" ")).or_default();
        for word in to.flat_map(words) {
            let term = word.joined();
            if !terms.contains(&term) {
                terms.push(term);
            }
        }
    }

    /// Whether a word has synonyms by itself.
    pub(crate) fn knows(&self, word: &str) -> bool {
        self.terms.contains_key(&stem(word))
    }

    /// The terms to look for besides the parts of some words: one list per word or phrase that has any, with the parts
    /// that it is for.
    pub(crate) fn expand(&self, parts: &[String]) -> Vec<(Range<usize>, &[String])> {
        let stems: Vec<String> = parts.iter().map(|part| stem(part)).collect();
        let mut found = Vec::new();
        for length in 1..=LONGEST_PHRASE {
            let runs = stems.windows(length).enumerate();
            found.extend(runs.filter_map(|(at, run)| {
                let terms = self.terms.get(&run.join(" "))?;
                Some((at..at + length, terms.as_slice()))
            }));
        }
        found
    }
}

/// The stems of the parts of words: a phrase whatever its inflection and its separators.
fn stems(words: &[Word]) -> Vec<String> {
    words
        .iter()
        .flat_map(|word| &word.parts)
        .map(|part| stem(part))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn thesaurus() -> Thesaurus {
        let lists = |words: &[&str]| {
            words
                .iter()
                .map(|word| word.to_string().into())
                .collect::<Vec<_>>()
        };
        Thesaurus::new(&Synonyms {
            same: vec![lists(&["lock", "mutex"])],
            leads: vec![gotchas_catalog::Lead {
                from: lists(&["log out", "sign out"]),
                to: lists(&["delete_cookie", "cookie"]),
            }],
        })
    }

    fn expand(text: &str) -> Vec<Vec<String>> {
        let parts: Vec<String> = words(text)
            .into_iter()
            .flat_map(|word| word.parts)
            .collect();
        thesaurus()
            .expand(&parts)
            .into_iter()
            .map(|(_, terms)| terms.to_vec())
            .collect()
    }

    #[test]
    fn words_of_a_group_find_each_other_in_any_inflection() {
        assert_eq!(expand("two mutexes"), [["lock"]]);
        assert_eq!(expand("locks"), [["mutex"]]);
    }

    #[test]
    fn phrases_lead_one_way() {
        assert_eq!(
            expand("after logging out twice"),
            [["deletecookie", "cookie"]]
        );
        assert!(expand("cookie").is_empty());
    }
}

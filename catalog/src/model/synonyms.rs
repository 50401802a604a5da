use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::Located;

/// `gotchas/synonyms.yaml`: words that people search with where the gotchas use others.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Synonyms {
    /// Groups of words that mean the same here: each is found by every other.
    #[serde(default)]
    pub same: Vec<Vec<Located<String>>>,
    /// Words that lead to others, but not back.
    #[serde(default)]
    pub leads: Vec<Lead>,
}

/// Words that somebody types who needs what other words describe.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Lead {
    /// What is typed: words or short phrases, in any inflection.
    pub from: Vec<Located<String>>,
    /// The words to search for as well.
    pub to: Vec<Located<String>>,
}

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::Located;

/// A group of gotchas: a folder under `gotchas/`, a chapter of the site, the first digit of its gotchas' codes.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Category {
    /// Folder name under `gotchas/` and first part of the pages' URLs: `database`.
    pub id: Located<String>,
    /// Beginning of the codes in it: 4 gives `CFW4xx`, 10 gives `CFW10xx`.
    pub digit: Located<u8>,
    /// Heading: `Database Access`.
    #[schemars(length(min = 1, max = 90))]
    pub title: Located<String>,
    /// What goes wrong in this area and why, in Markdown.
    #[schemars(length(min = 1))]
    pub introduction: Located<String>,
}

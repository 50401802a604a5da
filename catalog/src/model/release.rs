use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::Located;

/// `gotchas/releases.yaml`: the releases of the catalogue, oldest first.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Releases {
    /// The releases, oldest first; the last is the one that is being worked on or is the newest.
    #[schemars(length(min = 1))]
    pub releases: Vec<Release>,
}

/// A release of the catalogue.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Release {
    /// Its version: `0.1.0`. Gotchas name it in `since` and `changes`.
    #[schemars(length(min = 1))]
    pub version: Located<String>,
    /// The day (YYYY-MM-DD) from which the site shows what is new in it.
    #[schemars(length(min = 1))]
    pub date: Located<String>,
}

/// Something that a release changed in a gotcha that was there before.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Change {
    /// The release that changed it; one of `releases.yaml`, later than `since`.
    #[schemars(length(min = 1))]
    pub release: Located<String>,
    /// What is different for readers, in one Markdown line.
    #[schemars(length(min = 1))]
    pub what: Located<String>,
}

impl Releases {
    /// The release of that version.
    pub fn get(&self, version: &str) -> Option<&Release> {
        self.releases
            .iter()
            .find(|release| *release.version.value == *version)
    }
}

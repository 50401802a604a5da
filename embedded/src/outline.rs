//! What a list says of a gotcha.

use gotchas_catalog::{Catalogue, Entry, Severity, Side, Status};
use serde::{Deserialize, Serialize};

/// A gotcha without its text: what `gotchas list --json` prints.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Outline {
    /// Its code.
    pub code: String,
    /// Its name.
    pub name: String,
    /// Id of its category.
    pub category: String,
    /// How bad it is.
    pub severity: Severity,
    /// Whether it still bites.
    pub status: Status,
    /// Its title.
    pub title: String,
    /// What to do, in a line of Markdown.
    pub summary: String,
    /// Whether `gotchas check --fix` can mend some of it.
    pub fixable: bool,
    /// Number of wrong snippets.
    pub wrong: usize,
    /// Number of right snippets.
    pub right: usize,
    /// The release that added it.
    pub since: String,
    /// Its page.
    pub url: String,
    /// Ids of the runtimes it bites on, with any SDK.
    pub runtimes: Vec<String>,
}

impl Outline {
    /// The outline of an entry of the catalogue.
    pub fn new(entry: &Entry, catalogue: &Catalogue) -> Outline {
        let gotcha = &entry.gotcha;
        let snippets = entry.snippets();
        let count = |side: Side| {
            let of_side = snippets.iter().filter(|snippet| snippet.side == side);
            of_side.count()
        };
        Outline {
            code: gotcha.code.to_string(),
            name: entry.name.clone(),
            category: entry.category.clone(),
            severity: gotcha.severity,
            status: gotcha.status,
            title: gotcha.title.value.clone(),
            summary: gotcha.summary.value.clone(),
            fixable: entry.is_fixable(),
            wrong: count(Side::Wrong),
            right: count(Side::Right),
            since: gotcha.since.value.clone(),
            url: entry.url(),
            runtimes: runtimes(entry, catalogue),
        }
    }
}

fn runtimes(entry: &Entry, catalogue: &Catalogue) -> Vec<String> {
    let targets = catalogue.runtimes.targets();
    let bitten = targets
        .into_iter()
        .filter(|target| entry.gotcha.severity_on(target).is_some());
    let mut ids: Vec<String> = bitten.map(|target| target.runtime).collect();
    ids.dedup();
    ids
}

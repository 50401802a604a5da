use std::{collections::HashMap, path::Path, sync::OnceLock};

use semver::Version;
use serde::{Deserialize, Serialize};

use crate::{
    Entry, Problem, Problems,
    load::{self, Folder, Role},
    model::{Category, Platform, Releases, Runtimes, Synonyms},
    similar,
    validate::{self, Known},
};

/// The whole knowledge base, valid by construction.
#[derive(Debug, Clone)]
pub struct Catalogue {
    /// The categories in the order of the site.
    pub categories: Vec<Category>,
    /// The runtimes that Workers ships.
    pub runtimes: Runtimes,
    /// The releases of the catalogue, oldest first.
    pub releases: Releases,
    /// Words that people search with where the gotchas use others.
    pub synonyms: Synonyms,
    /// What the APIs around a Worker take and return.
    pub platform: Platform,
    entries: Vec<Entry>,
    /// Lower-case codes and names, with the index of their entry.
    handles: HashMap<String, usize>,
    /// Found out when somebody asks; see [`Catalogue::sdk_steps`].
    pub(crate) sdk_steps: OnceLock<Vec<Version>>,
}

/// Version of the JSON that [`Catalogue::to_json`] writes; it grows when a reader of the old form would misread the new.
const JSON_VERSION: u32 = 1;

/// The catalogue as JSON, to be written.
#[derive(Serialize)]
struct Written<'a> {
    version: u32,
    categories: &'a [Category],
    runtimes: &'a Runtimes,
    releases: &'a Releases,
    synonyms: &'a Synonyms,
    platform: &'a Platform,
    gotchas: &'a [Entry],
}

/// What a catalogue is put together from, and what is read from its JSON.
#[derive(Deserialize)]
struct Parts {
    categories: Vec<Category>,
    runtimes: Runtimes,
    releases: Releases,
    synonyms: Synonyms,
    platform: Platform,
    gotchas: Vec<Entry>,
}

impl Catalogue {
    /// Reads a folder such as `gotchas/`: categories, runtimes, the platform model and every gotcha.
    ///
    /// # Errors
    ///
    /// Everything that is wrong with any of its files, each with its place.
    pub fn load(folder: &Path) -> Result<Catalogue, Problems> {
        Catalogue::read(folder, Role::Whole)
    }

    /// [`Self::load`] without the recordings: for making them anew, whatever is wrong with those that are there.
    ///
    /// # Errors
    ///
    /// Everything that is wrong with any of its files, each with its place.
    pub fn load_unproven(folder: &Path) -> Result<Catalogue, Problems> {
        Catalogue::read(folder, Role::Unproven)
    }

    fn read(folder: &Path, role: Role) -> Result<Catalogue, Problems> {
        let (found, mut problems) = load::read(folder, role, &[]);
        let categories = found
            .categories
            .as_ref()
            .map(|source| source.value.as_slice());
        let known = Known::new(
            categories,
            found.runtimes.as_ref().map(|source| &source.value),
            found.releases.as_ref().map(|source| &source.value),
            &[],
            &found.gotchas,
        );
        problems.extend(validate::folder(&found, &known));
        if found.gotchas.is_empty() && problems.is_empty() {
            problems.push(
                Problem::new(folder, "this folder holds no gotcha")
                    .help("expected `<category>/<name>.yaml`"),
            );
        }
        let Folder {
            categories: Some(categories),
            runtimes: Some(runtimes),
            releases: Some(releases),
            synonyms,
            platform,
            gotchas,
        } = found
        else {
            return Err(problems.into());
        };
        let entries = gotchas
            .into_iter()
            .filter_map(|draft| Entry::new(draft, folder))
            .collect();
        let synonyms = synonyms.map(|source| source.value).unwrap_or_default();
        Problems::or(problems, ())?;
        Ok(Catalogue::new(Parts {
            categories: categories.value,
            runtimes: runtimes.value,
            releases: releases.value,
            synonyms,
            platform,
            gotchas: entries,
        }))
    }

    /// Adds a folder of one's own gotchas: `<category>/<name>.yaml` like ours, in our categories or in those of a
    /// `categories.yaml` of its own, with releases, synonyms and a platform model if it has them.
    ///
    /// # Errors
    ///
    /// Everything that is wrong with the folder, and every name or code that is taken. The catalogue is as it was then.
    pub fn merge(&mut self, folder: &Path) -> Result<(), Problems> {
        let (found, mut problems) = load::read(folder, Role::Addition, &self.categories);
        let more = found
            .categories
            .iter()
            .flat_map(|source| source.value.iter().cloned());
        let categories: Vec<Category> = self.categories.iter().cloned().chain(more).collect();
        let mut releases = self.releases.clone();
        let own = found
            .releases
            .iter()
            .flat_map(|source| &source.value.releases);
        let new = own.filter(|release| self.releases.get(&release.version).is_none());
        releases.releases.extend(new.cloned());
        // Days of the calendar as YYYY-MM-DD are in order as texts.
        releases
            .releases
            .sort_by(|a, b| a.date.value.cmp(&b.date.value));
        let known = Known::new(
            Some(&categories),
            Some(&self.runtimes),
            Some(&releases),
            &self.entries,
            &found.gotchas,
        );
        problems.extend(validate::folder(&found, &known));
        problems.extend(validate::taken_releases(&found, &self.releases));
        Problems::or(problems, ())?;
        let more = found
            .gotchas
            .into_iter()
            .filter_map(|draft| Entry::new(draft, folder));
        let entries = self.entries.iter().cloned().chain(more).collect();
        let (mut synonyms, mut platform) = (self.synonyms.clone(), self.platform.clone());
        if let Some(source) = found.synonyms {
            synonyms.same.extend(source.value.same);
            synonyms.leads.extend(source.value.leads);
        }
        platform.extend(found.platform);
        *self = Catalogue::new(Parts {
            categories,
            runtimes: self.runtimes.clone(),
            releases,
            synonyms,
            platform,
            gotchas: entries,
        });
        Ok(())
    }

    fn new(parts: Parts) -> Catalogue {
        let mut entries = parts.gotchas;
        entries.sort_by_key(Entry::code);
        let both = |(index, entry): (usize, &Entry)| {
            [
                (entry.name.clone(), index),
                (entry.code().to_string().to_ascii_lowercase(), index),
            ]
        };
        let handles = entries.iter().enumerate().flat_map(both).collect();
        Catalogue {
            categories: parts.categories,
            runtimes: parts.runtimes,
            releases: parts.releases,
            synonyms: parts.synonyms,
            platform: parts.platform,
            entries,
            handles,
            sdk_steps: OnceLock::new(),
        }
    }

    /// All gotchas, sorted by code.
    pub fn entries(&self) -> &[Entry] {
        &self.entries
    }

    /// The gotcha of that name or code, in any case.
    pub fn get(&self, name_or_code: &str) -> Option<&Entry> {
        self.handles
            .get(&name_or_code.trim().to_ascii_lowercase())
            .map(|&index| &self.entries[index])
    }

    /// The category of that id.
    pub fn category(&self, id: &str) -> Option<&Category> {
        self.categories.iter().find(|category| *category.id == id)
    }

    /// Names of gotchas that `text` may have meant, by their name or code, the nearest first, at most three.
    pub fn suggest(&self, text: &str) -> Vec<&str> {
        let mut names: Vec<&str> = vec![];
        for handle in similar::ranked(text.trim(), self.handles.keys().map(String::as_str)) {
            let name = self.entries[self.handles[handle]].name.as_str();
            if !names.contains(&name) {
                names.push(name);
            }
        }
        names.truncate(3);
        names
    }

    /// The catalogue as JSON: `version`, `categories`, `runtimes`, `releases`, `synonyms`, `platform` and `gotchas`, each gotcha with
    /// its `name`, `code`, `category`, the `path` of its file, its `page`, `url` and, as `gotcha`, what the file says.
    pub fn to_json(&self) -> String {
        let written = Written {
            version: JSON_VERSION,
            categories: &self.categories,
            runtimes: &self.runtimes,
            releases: &self.releases,
            synonyms: &self.synonyms,
            platform: &self.platform,
            gotchas: &self.entries,
        };
        serde_json::to_string(&written).expect("maps have text as keys and nothing else can fail")
    }

    /// The catalogue that [`Self::to_json`] wrote. It is not validated again.
    ///
    /// # Errors
    ///
    /// The text is not what this version of the program writes.
    pub fn from_json(json: &str) -> Result<Catalogue, serde_json::Error> {
        serde_json::from_str(json).map(Catalogue::new)
    }
}

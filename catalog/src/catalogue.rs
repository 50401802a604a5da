use std::{collections::HashMap, path::Path};

use serde::{Deserialize, Serialize};

use crate::{
    Entry, Problems, load,
    model::{Category, Runtimes, Synonyms},
};

/// The whole knowledge base, valid by construction.
#[derive(Debug, Clone)]
pub struct Catalogue {
    /// The categories in the order of the site.
    pub categories: Vec<Category>,
    /// The runtimes that Workers ships.
    pub runtimes: Runtimes,
    /// Words that people search with where the gotchas use others.
    pub synonyms: Synonyms,
    entries: Vec<Entry>,
    /// Lower-case codes and names, with the index of their entry.
    handles: HashMap<String, usize>,
}

/// The catalogue as JSON, as it is embedded and published.
#[derive(Serialize, Deserialize)]
struct Dump {
    version: u32,
    categories: Vec<Category>,
    runtimes: Runtimes,
    synonyms: Synonyms,
    gotchas: Vec<Entry>,
}

impl Catalogue {
    /// Reads the folder `gotchas/`. On any problem gives all of them.
    pub fn load(folder: &Path) -> Result<Catalogue, Problems> {
        let mut problems = vec![];
        let categories = load::file(&folder.join("categories.yaml"));
        let runtimes = load::file(&folder.join("runtimes.yaml"));
        let synonyms = folder.join("synonyms.yaml");
        let synonyms = if synonyms.exists() {
            load::file(&synonyms).map(|(synonyms, _)| synonyms)
        } else {
            Ok(Synonyms::default())
        };
        let entries = load::entries(folder, &mut problems);
        match (categories, runtimes, synonyms) {
            (Ok((categories, _)), Ok((runtimes, _)), Ok(synonyms)) if problems.is_empty() => {
                Ok(Catalogue::new(categories, runtimes, synonyms, entries))
            }
            (categories, runtimes, synonyms) => {
                problems.extend(categories.err());
                problems.extend(runtimes.err());
                problems.extend(synonyms.err());
                Err(Problems(problems))
            }
        }
    }

    /// Adds a user's own folder of gotchas.
    pub fn merge(&mut self, folder: &Path) -> Result<(), Problems> {
        let mut problems = vec![];
        let more = load::entries(folder, &mut problems);
        if !problems.is_empty() {
            return Err(Problems(problems));
        }
        let entries = std::mem::take(&mut self.entries)
            .into_iter()
            .chain(more)
            .collect();
        *self = Catalogue::new(
            std::mem::take(&mut self.categories),
            self.runtimes.clone(),
            self.synonyms.clone(),
            entries,
        );
        Ok(())
    }

    fn new(
        categories: Vec<Category>,
        runtimes: Runtimes,
        synonyms: Synonyms,
        mut entries: Vec<Entry>,
    ) -> Catalogue {
        entries.sort_by_key(Entry::code);
        let handles = entries.iter().enumerate().flat_map(|(index, entry)| {
            [
                (entry.name.clone(), index),
                (entry.code().to_string().to_lowercase(), index),
            ]
        });
        let handles = handles.collect();
        Catalogue {
            categories,
            runtimes,
            synonyms,
            entries,
            handles,
        }
    }

    /// All gotchas, sorted by code.
    pub fn entries(&self) -> &[Entry] {
        &self.entries
    }

    /// The gotcha of that name or code, whatever the case.
    pub fn get(&self, name_or_code: &str) -> Option<&Entry> {
        self.handles
            .get(&name_or_code.to_lowercase())
            .map(|&index| &self.entries[index])
    }

    /// Names and codes that `text` may have meant, the nearest first, at most three.
    pub fn suggest(&self, text: &str) -> Vec<&str> {
        let text = text.to_lowercase();
        let mut near: Vec<_> = self
            .handles
            .keys()
            .map(|handle| (strsim::damerau_levenshtein(&text, handle), handle.as_str()))
            .filter(|(distance, handle)| *distance <= handle.len() / 3)
            .collect();
        near.sort();
        near.into_iter().map(|(_, handle)| handle).take(3).collect()
    }

    /// The catalogue as JSON: what `gotchas.json` on the site holds.
    pub fn to_json(&self) -> String {
        let dump = Dump {
            version: 1,
            categories: self.categories.clone(),
            runtimes: self.runtimes.clone(),
            synonyms: self.synonyms.clone(),
            gotchas: self.entries.clone(),
        };
        serde_json::to_string(&dump).expect("plain data")
    }

    /// The catalogue that [`Self::to_json`] wrote.
    pub fn from_json(json: &str) -> Result<Catalogue, serde_json::Error> {
        let dump: Dump = serde_json::from_str(json)?;
        Ok(Catalogue::new(
            dump.categories,
            dump.runtimes,
            dump.synonyms,
            dump.gotchas,
        ))
    }
}

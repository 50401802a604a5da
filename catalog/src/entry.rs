use std::{path::Path, sync::Arc};

use serde::{Deserialize, Serialize, Serializer, ser::SerializeStruct};

use crate::{
    Problem, Snippet,
    load::Draft,
    model::{Code, Evidence, Gotcha, Position},
    snippet,
};

/// A gotcha of the catalogue, with what its file's place says about it.
#[derive(Debug, Clone, Deserialize)]
pub struct Entry {
    /// Stem of the file: what the page, a suppression and the command line call it.
    pub name: String,
    /// Id of its [`crate::Category`]: the folder it lies in.
    pub category: String,
    /// Path of the file from the folder that holds the knowledge base, with `/`: `gotchas/database/jsproxy-to-dict.yaml`.
    pub path: String,
    /// What the file says.
    pub gotcha: Gotcha,
    /// What its examples did when they were executed, if they were.
    #[serde(default)]
    pub evidence: Option<Evidence>,
    /// The file as it was loaded; nothing for one that was not.
    #[serde(skip)]
    origin: Option<Origin>,
}

/// The file a gotcha was loaded from.
#[derive(Debug, Clone)]
struct Origin {
    /// Its path, as it should be shown.
    path: String,
    source: Arc<str>,
}

impl Entry {
    /// The entry of a gotcha that was read from a knowledge base, if it could be read.
    pub(crate) fn new(draft: Draft, folder: &Path) -> Option<Entry> {
        let Draft {
            name,
            category,
            file: Some(file),
            gotcha: Some(gotcha),
            evidence,
            ..
        } = draft
        else {
            return None;
        };
        let root = folder.canonicalize().unwrap_or_else(|_| folder.to_owned());
        let root = root.file_name().unwrap_or_default().to_string_lossy();
        let path = format!("{root}/{category}/{name}.yaml");
        let origin = Some(Origin {
            path: file.path,
            source: file.source,
        });
        Some(Entry {
            name,
            category,
            path,
            gotcha,
            evidence: evidence.map(|source| source.value),
            origin,
        })
    }

    /// Its code, such as `CFW403`.
    pub fn code(&self) -> Code {
        self.gotcha.code.value
    }

    /// Whether the checker can mend some of what it finds.
    pub fn is_fixable(&self) -> bool {
        let mut detectors = self.gotcha.detect.iter();
        detectors.any(|detector| !detector.report().fix.is_empty())
    }

    /// Its page from the root of the site: `database/jsproxy-to-dict.html`.
    pub fn page(&self) -> String {
        format!("{}/{}.html", self.category, self.name)
    }

    /// The address of its page on the public site.
    pub fn url(&self) -> String {
        format!("{}/{}", env!("CARGO_PKG_HOMEPAGE"), self.page())
    }

    /// All its snippets in the order of the page, wrong before right in each example.
    pub fn snippets(&self) -> Vec<Snippet> {
        snippet::snippets(&self.gotcha)
    }

    /// A problem in this gotcha's file, drawn with its line if the gotcha was loaded from a file.
    pub fn problem(&self, at: Position, message: impl Into<String>) -> Problem {
        match &self.origin {
            Some(origin) => Problem::new(&origin.path, message)
                .source(Some(origin.source.clone()))
                .at(at),
            None => Problem::new(&self.path, message),
        }
    }
}

impl Serialize for Entry {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut entry = serializer.serialize_struct("Entry", 8)?;
        entry.serialize_field("name", &self.name)?;
        entry.serialize_field("code", &self.code())?;
        entry.serialize_field("category", &self.category)?;
        entry.serialize_field("path", &self.path)?;
        entry.serialize_field("page", &self.page())?;
        entry.serialize_field("url", &self.url())?;
        entry.serialize_field("gotcha", &self.gotcha)?;
        entry.serialize_field("evidence", &self.evidence)?;
        entry.end()
    }
}

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use crate::{
    Problem, Snippet,
    model::{Code, Gotcha, Position},
    snippet,
};

/// A gotcha of the catalogue, with what its file's place says about it.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Entry {
    /// Stem of the file: what the page, a suppression and the command line call it.
    pub name: String,
    /// Id of its [`crate::Category`]: the folder it lies in.
    pub category: String,
    /// Path of the file from the folder that holds the knowledge base, with `/`: `gotchas/database/jsproxy-to-dict.yaml`.
    pub path: String,
    /// What the file says.
    pub gotcha: Gotcha,
    /// The file's text, where it was loaded from one.
    #[serde(skip)]
    pub(crate) source: Option<Arc<str>>,
}

impl Entry {
    /// Its code, such as `CFW403`.
    pub fn code(&self) -> Code {
        self.gotcha.code.value
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

    /// A problem in this gotcha's file, drawn with the line if the gotcha was loaded from its file.
    pub fn problem(&self, at: Position, message: impl Into<String>) -> Problem {
        Problem::new(&self.path, message)
            .source(self.source.clone())
            .at(at)
    }
}

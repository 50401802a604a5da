use std::{
    ops::Range,
    path::{Path, PathBuf},
};

use gotchas_catalog::{Problem, Problems};
use mdbook_driver::config::HtmlConfig;
use serde::Deserialize;
use url::Url;

use crate::{Source, files};

/// What `book.toml` says to us.
///
/// Reading it also checks `[output.html]`, in which mdBook only logs an unknown key and then ignores the whole table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Settings {
    /// Folders of gotchas from the root of the book: the knowledge base, then those that add to it.
    pub folders: Vec<PathBuf>,
    /// Where pages get Pyodide from, to run examples; if nothing is said, they do not.
    pub pyodide: Option<Source>,
}

/// The parts of `book.toml` that are read here.
#[derive(Deserialize)]
struct File {
    #[serde(default)]
    preprocessor: Preprocessors,
    #[serde(default)]
    output: Outputs,
}

#[derive(Default, Deserialize)]
struct Preprocessors {
    gotchas: Option<Table>,
}

#[derive(Default, Deserialize)]
struct Outputs {
    #[serde(rename = "html")]
    _html: Option<HtmlConfig>,
    site: Option<SiteTable>,
}

/// `[output.site]`: our own keys, and those that mdBook reads.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct SiteTable {
    pyodide: Option<Source>,
    #[serde(rename = "base-url")]
    _base_url: Option<Url>,
    #[serde(rename = "command")]
    _command: Option<String>,
    #[serde(rename = "optional", default)]
    _optional: bool,
}

/// `[preprocessor.gotchas]`: our own key, and those that mdBook reads.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Table {
    folders: Option<Vec<PathBuf>>,
    #[serde(rename = "command")]
    _command: Option<String>,
    #[serde(rename = "before", default)]
    _before: Vec<String>,
    #[serde(rename = "after", default)]
    _after: Vec<String>,
    #[serde(rename = "renderers", default)]
    _renderers: Vec<String>,
    #[serde(rename = "optional", default)]
    _optional: bool,
}

impl Settings {
    /// Reads `book.toml` in the root of a book; a book without one has the default settings.
    ///
    /// # Errors
    ///
    /// The file cannot be read, is no TOML, or has a key or value in one of our tables or `[output.html]` that does not
    /// belong there.
    pub fn read(root: &Path) -> Result<Settings, Problems> {
        let path = root.join("book.toml");
        if !path.exists() {
            return Ok(Settings::default());
        }
        let text = files::read(&path)?;
        let file: File = toml::from_str(&text).map_err(|error| {
            let span = error.span().unwrap_or_default();
            vec![problem(&path, &text, span, error.message())]
        })?;
        let folders = match file.preprocessor.gotchas.and_then(|table| table.folders) {
            None => Settings::default().folders,
            Some(folders) if folders.is_empty() => {
                let span = text
                    .find("folders")
                    .map_or(0..0, |start| start..start + "folders".len());
                let problem = problem(&path, &text, span, "`folders` names no folder of gotchas");
                return Err(vec![problem.help("leave it out to use `gotchas`")].into());
            }
            Some(folders) => folders,
        };
        let pyodide = file.output.site.and_then(|table| table.pyodide);
        Ok(Settings { folders, pyodide })
    }
}

impl Default for Settings {
    fn default() -> Settings {
        Settings {
            folders: vec![PathBuf::from("gotchas")],
            pyodide: None,
        }
    }
}

fn problem(path: &Path, text: &str, span: Range<usize>, message: &str) -> Problem {
    // The names of all keys that would have been right follow the first line.
    let message = message.lines().next().unwrap_or_default();
    Problem::new(files::shown(path), message)
        .source(Some(text.into()))
        .range(span)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Result<Settings, String> {
        let root = tempfile::tempdir().unwrap();
        std::fs::write(root.path().join("book.toml"), text).unwrap();
        Settings::read(root.path()).map_err(|problems| problems.render(false))
    }

    #[test]
    fn reads_the_folders_and_has_a_default() {
        assert_eq!(read("").unwrap(), Settings::default());
        let folders = vec![PathBuf::from("a"), PathBuf::from("b")];
        assert_eq!(
            read("[preprocessor.gotchas]\nfolders = ['a', 'b']")
                .unwrap()
                .folders,
            folders
        );
    }

    #[test]
    fn names_the_place_of_a_key_that_mdbook_would_ignore() {
        let error = read("[output.html]\nsmart-punctuatio = false\n").unwrap_err();
        assert!(
            error.contains("unknown field `smart-punctuatio`"),
            "{error}"
        );
        assert!(error.contains("book.toml:2:1"), "{error}");
    }

    #[test]
    fn names_the_place_of_other_mistakes() {
        let error = read("[preprocessor.gotchas]\ncommand = 'x'\nfolder = 'a'\n").unwrap_err();
        assert!(
            error.contains("unknown field `folder`") && error.contains("book.toml:3:1"),
            "{error}"
        );
        let error = read("[preprocessor.gotchas]\nfolders = []\n").unwrap_err();
        assert!(
            error.contains("names no folder") && error.contains("book.toml:2:1"),
            "{error}"
        );
        let error = read("[output.site]\nbase-url = 'no address'\n").unwrap_err();
        assert!(error.contains("book.toml:2:"), "{error}");
        let error = read("[output.site]\npyodide = 'http://example.com/{version}/'\n").unwrap_err();
        assert!(
            error.contains("is no https address") && error.contains("book.toml:2:"),
            "{error}"
        );
        let error = read("[output.html\n").unwrap_err();
        assert!(error.contains("book.toml:1:"), "{error}");
    }
}

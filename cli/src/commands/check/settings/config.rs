//! A configuration file as it is written: `gotchas.toml`, or `[tool.gotchas]` in `pyproject.toml`.

use std::{
    collections::BTreeMap,
    ops::Range,
    path::{Path, PathBuf},
    sync::Arc,
};

use gotchas_catalog::{Problem, Problems, Sdk, Severity};
use serde::Deserialize;
use toml::Spanned;

use crate::commands::check::Format;

/// Files that are looked for in a folder, the first that is there wins.
pub const FILE_NAMES: [&str; 3] = [".gotchas.toml", "gotchas.toml", PYPROJECT];
const PYPROJECT: &str = "pyproject.toml";
/// Texts that are this similar to a key, or more, are taken for a slip of the pen.
const SIMILAR: f64 = 0.75;

/// A list of rule selectors with their places in the file.
pub type Selectors = Vec<Spanned<String>>;

/// What a configuration file can say; what it leaves out is left to the next layer.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Config {
    /// A file whose settings come first, relative to this one.
    pub extend: Option<PathBuf>,
    /// Rules to turn on, in place of all.
    pub select: Option<Selectors>,
    /// Rules to turn on besides.
    #[serde(default)]
    pub extend_select: Selectors,
    /// Rules to turn off.
    #[serde(default)]
    pub ignore: Selectors,
    /// The same, under ruff's old name.
    #[serde(default)]
    pub extend_ignore: Selectors,
    /// Rules that are off in the files that match a pattern.
    pub per_file_ignores: Option<BTreeMap<Spanned<String>, Selectors>>,
    /// Such rules besides those of the layers before.
    #[serde(default)]
    pub extend_per_file_ignores: BTreeMap<Spanned<String>, Selectors>,
    /// Whether rules that are new are on.
    pub preview: Option<bool>,
    /// Rules whose fixes are applied, in place of all.
    pub fixable: Option<Selectors>,
    /// Rules whose fixes are applied besides.
    #[serde(default)]
    pub extend_fixable: Selectors,
    /// Rules whose fixes are not applied.
    #[serde(default)]
    pub unfixable: Selectors,
    /// The same, under ruff's old name.
    #[serde(default)]
    pub extend_unfixable: Selectors,
    /// Whether fixes are applied.
    pub fix: Option<bool>,
    /// Whether they are, and nothing else is reported.
    pub fix_only: Option<bool>,
    /// Whether the fixes that were applied are listed.
    pub show_fixes: Option<bool>,
    /// Files of a folder to check, in place of all that are Python by their name.
    pub include: Option<Vec<Spanned<String>>>,
    /// Files of a folder to check besides.
    #[serde(default)]
    pub extend_include: Vec<Spanned<String>>,
    /// Whether files that are left out are left out even where they are named.
    pub force_exclude: Option<bool>,
    /// The versions of this program that may read this file.
    pub required_version: Option<Spanned<String>>,
    /// Files and folders to leave out.
    pub exclude: Option<Vec<Spanned<String>>>,
    /// Files and folders to leave out besides.
    #[serde(default)]
    pub extend_exclude: Vec<Spanned<String>>,
    /// The least severe findings to report.
    pub severity: Option<Severity>,
    /// How findings are printed.
    pub output_format: Option<Format>,
    /// Id of the runtime to check for.
    pub target_runtime: Option<Spanned<String>>,
    /// The SDK to check for.
    pub target_sdk: Option<Sdk>,
    /// Whether `.gitignore` is respected.
    pub respect_gitignore: Option<bool>,
    /// Whether fixes that may change what the code means are applied.
    pub unsafe_fixes: Option<bool>,
    /// Where findings of earlier runs are kept, relative to this file.
    pub cache_dir: Option<PathBuf>,
}

/// The part of `pyproject.toml` that is ours.
#[derive(Deserialize)]
struct Pyproject {
    tool: Option<Tools>,
}

#[derive(Deserialize)]
struct Tools {
    gotchas: Option<Config>,
}

/// A text that holds settings, for messages about it.
#[derive(Debug, Clone)]
pub struct Origin {
    /// Its name: a path, or the option it came with.
    pub name: PathBuf,
    /// What it says.
    pub text: Arc<str>,
}

impl Origin {
    /// A problem at these bytes of it, if it has a text.
    pub fn problem(&self, at: Range<usize>, message: impl Into<String>) -> Problem {
        let problem = Problem::new(&self.name, message);
        match self.text.is_empty() {
            true => problem,
            false => problem.source(Some(self.text.clone())).range(at),
        }
    }
}

/// Reads a file; `None` is a `pyproject.toml` without `[tool.gotchas]`.
///
/// # Errors
/// A file that cannot be read, is no TOML, or says something that is not known, with the place.
pub fn read(path: &Path) -> Result<Option<(Config, Origin)>, Problems> {
    let text = std::fs::read_to_string(path).map_err(|error| {
        Problems::from(vec![Problem::new(path, format!("cannot read: {error}"))])
    })?;
    let origin = Origin {
        name: path.strip_prefix(".").unwrap_or(path).to_owned(),
        text: text.into(),
    };
    let config = if path.file_name().is_some_and(|name| name == PYPROJECT) {
        let parsed: Pyproject = from_toml(&origin)?;
        parsed.tool.and_then(|tools| tools.gotchas)
    } else {
        Some(from_toml(&origin)?)
    };
    Ok(config.map(|config| (config, origin)))
}

/// Reads settings in the form `KEY = VALUE`, as they come with `--config`.
///
/// # Errors
/// What is no TOML, not known, or means nothing there.
pub fn parse_inline(text: &str) -> Result<(Config, Origin), Problems> {
    let origin = Origin {
        name: "--config".into(),
        text: text.into(),
    };
    let config: Config = from_toml(&origin)?;
    if config.extend.is_some() {
        let message = "`extend` stands in a file; `--config FILE` names a file to begin with";
        return Err(vec![origin.problem(0..text.len(), message)].into());
    }
    Ok((config, origin))
}

fn from_toml<T: serde::de::DeserializeOwned>(origin: &Origin) -> Result<T, Problems> {
    toml::from_str(&origin.text).map_err(|error| {
        let at = error.span().unwrap_or(0..0);
        let message = error.message();
        let mut problem = origin.problem(at, message.lines().next().unwrap_or(message));
        if let Some(help) = help(message) {
            problem = problem.help(help);
        }
        vec![problem].into()
    })
}

/// What to do about a name that is not known.
fn help(message: &str) -> Option<String> {
    if message.starts_with("unknown field `lint`") {
        return Some("settings stand directly under `[tool.gotchas]`, or at the top of `gotchas.toml`: `select`, not `lint.select`".to_owned());
    }
    if message.starts_with("unknown field `tool`") {
        return Some(
            "settings stand at the top of this file; `[tool.gotchas]` is for `pyproject.toml`"
                .to_owned(),
        );
    }
    meant(message).map(|known| format!("did you mean `{known}`?"))
}

/// Of the names that a message of serde's expects, the one most like the name it has found.
fn meant(message: &str) -> Option<&str> {
    let mut quoted = message.split('`').skip(1).step_by(2);
    let found = quoted.next().filter(|_| message.starts_with("unknown "))?;
    quoted
        .map(|known| (strsim::jaro_winkler(found, known), known))
        .filter(|(similar, _)| *similar >= SIMILAR)
        .max_by(|a, b| a.0.total_cmp(&b.0))
        .map(|(_, known)| known)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn problem(text: &str) -> String {
        parse_inline(text).unwrap_err().render(false)
    }

    #[test]
    fn an_unknown_key_is_named_with_the_one_that_was_meant() {
        let said = problem("select = ['ALL']\nper-file-ignore = {}\n");
        assert!(said.contains("unknown field `per-file-ignore`"), "{said}");
        assert!(said.contains("--config:2:1"), "{said}");
        assert!(said.contains("did you mean `per-file-ignores`?"), "{said}");
    }

    #[test]
    fn tables_of_ruffs_are_explained() {
        let said = problem("lint.select = ['ALL']\n");
        assert!(said.contains("directly under `[tool.gotchas]`"), "{said}");
        let said = problem("[tool.gotchas]\nselect = ['ALL']\n");
        assert!(said.contains("at the top of this file"), "{said}");
    }

    #[test]
    fn another_file_is_extended_by_files_only() {
        let said = problem("extend = 'base.toml'");
        assert!(said.contains("`extend` stands in a file"), "{said}");
    }

    #[test]
    fn a_value_of_the_wrong_kind_is_shown_where_it_stands() {
        let said = problem("ignore = 'CFW4'\n");
        assert!(said.contains("--config:1:10"), "{said}");
        assert!(said.contains("expected a sequence"), "{said}");
    }
}

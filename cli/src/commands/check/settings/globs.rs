//! Patterns of paths, as ruff reads them.

use std::path::Path;

use globset::{Glob, GlobSet, GlobSetBuilder};
use gotchas_catalog::{Problem, Problems};
use toml::Spanned;

use super::{super::paths, config::Origin};

/// Patterns that match a file by its path, or by the name of the file or of a folder above it.
#[derive(Debug, Default)]
pub struct Globs {
    wanted: GlobSet,
    /// Of a pattern that starts with `!`: what it does not match.
    but: Option<GlobSet>,
    patterns: Vec<String>,
    /// How many of them nobody chose, if those are among them.
    usual: Option<usize>,
}

impl Globs {
    /// Compiles patterns; relative ones start at `folder`.
    pub fn new(patterns: &[(&Spanned<String>, &Origin)], folder: &Path) -> Result<Self, Problems> {
        let mut wanted = GlobSetBuilder::new();
        let mut but = None;
        for (pattern, origin) in patterns {
            let bad = |error: globset::Error| -> Problem {
                let text = pattern.get_ref();
                origin.problem(
                    pattern.span(),
                    format!("`{text}` is not a pattern of paths: {}", error.kind()),
                )
            };
            let text = pattern.get_ref();
            if let Some(text) = text.strip_prefix('!') {
                let but = but.get_or_insert_with(GlobSetBuilder::new);
                add(but, text, folder).map_err(|error| vec![bad(error)])?;
            } else {
                add(&mut wanted, text, folder).map_err(|error| vec![bad(error)])?;
            }
        }
        let whole = |builder: GlobSetBuilder| {
            builder
                .build()
                .map_err(|error| Problems::from(vec![Problem::new("patterns", error.to_string())]))
        };
        Ok(Globs {
            wanted: whole(wanted)?,
            but: but.map(whole).transpose()?,
            patterns: patterns
                .iter()
                .map(|(text, _)| text.get_ref().clone())
                .collect(),
            usual: None,
        })
    }

    /// The same; the first of them are known to be those that nobody chose.
    pub fn with_usual(self, count: usize) -> Self {
        Globs {
            usual: Some(count),
            ..self
        }
    }

    /// Whether the usual patterns are among them.
    pub fn is_usual(&self) -> bool {
        self.usual.is_some()
    }

    /// Whether there are no others.
    pub fn has_only_usual(&self) -> bool {
        self.usual == Some(self.patterns.len())
    }

    /// Whether the file, or a folder it is in, matches.
    pub fn takes(&self, file: &Path) -> bool {
        self.takes_below(file, None)
    }

    /// The same, where only folders below `root` count.
    pub fn takes_below(&self, file: &Path, root: Option<&Path>) -> bool {
        if self.patterns.is_empty() {
            return false;
        }
        let whole = paths::absolute(file);
        let root = root.map(paths::absolute);
        let fits = |globs: &GlobSet| {
            let named = |path: &Path| path.file_name().is_some_and(|name| globs.is_match(name));
            let ancestors = whole.ancestors();
            let mut paths = ancestors.take_while(|path| root.as_deref() != Some(*path));
            paths.any(|path| globs.is_match(path) || named(path))
        };
        fits(&self.wanted) || self.but.as_ref().is_some_and(|but| !fits(but))
    }

    /// Whether the file itself matches, by its path or its name.
    pub fn takes_file(&self, file: &Path) -> bool {
        let whole = paths::absolute(file);
        let name = whole.file_name().unwrap_or_default();
        self.wanted.is_match(name) || self.wanted.is_match(&whole)
    }

    /// The same, for patterns of which one may say what it does not match. A folder speaks for nothing that is in it.
    pub fn is_about(&self, file: &Path) -> bool {
        let whole = paths::absolute(file);
        let fits = |globs: &GlobSet| {
            let name = whole.file_name();
            globs.is_match(&whole) || name.is_some_and(|name| globs.is_match(name))
        };
        fits(&self.wanted) || self.but.as_ref().is_some_and(|but| !fits(but))
    }

    /// The patterns as they were written.
    pub fn patterns(&self) -> &[String] {
        &self.patterns
    }
}

/// A pattern counts as it stands, for names, and below the folder, for paths.
fn add(set: &mut GlobSetBuilder, text: &str, folder: &Path) -> Result<(), globset::Error> {
    set.add(Glob::new(text)?);
    let below = paths::clean(&folder.join(text));
    set.add(Glob::new(&below.to_string_lossy())?);
    Ok(())
}

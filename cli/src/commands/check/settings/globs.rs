//! Patterns of paths, as ruff reads them.

use std::path::Path;

use globset::{Glob, GlobSet, GlobSetBuilder};
use gotchas_catalog::{Problem, Problems};
use toml::Spanned;

use super::config::Origin;

/// Patterns that match a file by its path, or by the name of the file or of a folder above it.
#[derive(Debug, Default)]
pub struct Globs {
    wanted: GlobSet,
    /// Of a pattern that starts with `!`: what it does not match.
    but: Option<GlobSet>,
    patterns: Vec<String>,
}

impl Globs {
    /// Compiles patterns; relative ones start at `folder`.
    pub fn new(patterns: &[(&Spanned<String>, &Origin)], folder: &Path) -> Result<Self, Problems> {
        let mut wanted = GlobSetBuilder::new();
        let mut but = None;
        for (pattern, origin) in patterns {
            let bad = |error: globset::Error| -> Problem {
                origin.problem(pattern.span(), format!("not a pattern of paths: {error}"))
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
        })
    }

    /// Whether the file, or a folder it is in, matches.
    pub fn takes(&self, file: &Path) -> bool {
        if self.patterns.is_empty() {
            return false;
        }
        let absolute = std::path::absolute(file).unwrap_or_else(|_| file.to_owned());
        let fits = |globs: &GlobSet| {
            let named = |path: &Path| path.file_name().is_some_and(|name| globs.is_match(name));
            let mut paths = absolute.ancestors();
            paths.any(|path| globs.is_match(path) || named(path))
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
    let below = folder.join(text);
    set.add(Glob::new(&below.to_string_lossy())?);
    Ok(())
}

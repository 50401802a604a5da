//! `--fix` and `--diff`: fixes are applied until nothing is left to be fixed.

use std::{
    collections::{BTreeMap, HashSet},
    fs,
    path::{Path, PathBuf},
};

use anyhow::Context;
use gotchas_checker::{Checker, fix};
use owo_colors::OwoColorize;
use ruff_python_ast::PySourceType;
use ruff_python_parser::parse_unchecked_source;
use similar::TextDiff;

use super::{
    findings::{Finding, Findings},
    paths,
    settings::Resolver,
    sources::Sources,
};
use crate::terminal;

/// Fixes that make room for each other forever do not exist; this many rounds end every argument about it.
const ROUNDS: usize = 100;
/// Lines around a change in a diff.
const CONTEXT: usize = 3;

/// What was fixed.
#[derive(Default)]
pub struct Fixed {
    /// The files that changed, by the path they were found at, with their text from before.
    before: BTreeMap<PathBuf, String>,
    /// Fixes by file as it is shown, code and name.
    counts: BTreeMap<PathBuf, BTreeMap<(String, String), usize>>,
}

impl Fixed {
    /// How many findings were fixed.
    pub fn count(&self) -> usize {
        self.counts.values().flat_map(BTreeMap::values).sum()
    }

    /// Whether nothing was changed.
    pub fn is_empty(&self) -> bool {
        self.before.is_empty()
    }

    /// Writes the files that changed.
    pub fn write(&self, sources: &Sources) -> anyhow::Result<()> {
        for (path, _, after) in self.changes(sources) {
            write(path, after)?;
        }
        Ok(())
    }

    /// The changes as a diff that `patch` understands; standard input that was given no name has none there either.
    pub fn diff(&self, sources: &Sources, is_named: bool) -> String {
        let mut text = String::new();
        for (path, before, after) in self.changes(sources) {
            if is_named || path != Path::new("-") {
                let name = paths::from_here(path).display().to_string();
                text += &painted(&format!("--- {name}\n"));
                text += &painted(&format!("+++ {name}\n"));
            }
            // A line of `patch` ends with a line feed; what stands before that belongs to the line.
            let before: Vec<&str> = before.split_inclusive('\n').collect();
            let after: Vec<&str> = after.split_inclusive('\n').collect();
            let diff = TextDiff::from_slices(&before, &after);
            let mut unified = diff.unified_diff();
            for hunk in unified.context_radius(CONTEXT).iter_hunks() {
                text += &painted(&format!("{}\n", hunk.header()));
                for change in hunk.iter_changes() {
                    text += &painted(&format!("{}{}", change.tag(), change.value()));
                    if !change.value().ends_with('\n') {
                        text += "\n\\ No newline at end of file\n";
                    }
                }
            }
            text.push('\n');
        }
        text
    }

    /// `--show-fixes`: how often which rule was fixed in which file.
    pub fn list(&self) -> String {
        let mut text = match self.count() {
            0 => return String::new(),
            1 => "Fixed 1 error:\n".to_owned(),
            count => format!("Fixed {count} errors:\n"),
        };
        for (path, rules) in &self.counts {
            text += &format!("- {}:\n", path.display().bold());
            for ((code, name), count) in rules {
                text += &format!("    {count} × {} ({name})\n", code.red().bold());
            }
        }
        text + "\n"
    }

    fn changes<'a>(
        &'a self,
        sources: &'a Sources,
    ) -> impl Iterator<Item = (&'a Path, &'a str, &'a str)> {
        self.before.iter().filter_map(|(path, before)| {
            let after = sources.text(path)?;
            (before != after).then_some((path.as_path(), before.as_str(), after))
        })
    }
}

/// A line of a diff in its colour, where there are colours. Nothing else of it is changed: it holds what a file does.
fn painted(line: &str) -> String {
    let text = line.trim_end_matches('\n');
    let colour = match line.chars().next().filter(|_| terminal::is_coloured()) {
        Some('+') => text.green().to_string(),
        Some('-') => text.red().to_string(),
        Some('@') => text.cyan().to_string(),
        _ => return line.to_owned(),
    };
    colour + &line[text.len()..]
}

/// Applies fixes to the texts in memory. Gives what is found afterwards, and what was fixed.
pub fn fix(
    sources: &mut Sources,
    checker: &Checker,
    resolver: &Resolver<'_>,
) -> anyhow::Result<Fixed> {
    let mut fixed = Fixed::default();
    let mut refused = HashSet::new();
    for _ in 0..ROUNDS {
        let found = sources.check(checker, resolver, None)?;
        let round = round(&found, resolver, &refused)?;
        if round.is_empty() {
            break;
        }
        for change in round {
            if breaks(&change.before, &change.after) {
                terminal::note(&format!(
                    "error: the fixes for {} would break its syntax, so it stays as it is; please report this",
                    change.path.display()
                ));
                refused.insert(change.path);
                continue;
            }
            let counts = fixed.counts.entry(change.shown).or_default();
            for rule in change.rules {
                *counts.entry(rule).or_default() += 1;
            }
            sources.replace(&change.path, change.after);
            fixed.before.entry(change.path).or_insert(change.before);
        }
    }
    Ok(fixed)
}

/// A file with the fixes of one round.
struct Change {
    path: PathBuf,
    shown: PathBuf,
    before: String,
    after: String,
    /// Code and name of each finding that was fixed.
    rules: Vec<(String, String)>,
}

fn round(
    found: &Findings<'_>,
    resolver: &Resolver<'_>,
    refused: &HashSet<PathBuf>,
) -> anyhow::Result<Vec<Change>> {
    let mut changes = Vec::new();
    for group in found.shown.chunk_by(|a, b| a.file.path == b.file.path) {
        let path = &group[0].diagnostic.file;
        if refused.contains(path) {
            continue;
        }
        let settings = resolver.settings(path)?;
        let chosen: Vec<(&Finding<'_>, &fix::Fix)> = group
            .iter()
            .filter_map(|finding| Some((finding, settings.fix(&finding.diagnostic)?)))
            .collect();
        if chosen.is_empty() {
            continue;
        }
        let before = &group[0].file.text;
        let fixes: Vec<&fix::Fix> = chosen.iter().map(|(_, fix)| *fix).collect();
        let (after, applied) = fix::apply(before, &fixes);
        let applied = chosen.iter().zip(applied).filter(|(_, applied)| *applied);
        changes.push(Change {
            path: path.clone(),
            shown: group[0].file.path.clone(),
            before: before.to_string(),
            after,
            rules: applied.map(|((finding, _), _)| finding.rule()).collect(),
        });
    }
    Ok(changes)
}

fn breaks(before: &str, after: &str) -> bool {
    let invalid =
        |text: &str| parse_unchecked_source(text, PySourceType::Python).has_invalid_syntax();
    invalid(after) && !invalid(before)
}

/// Writes a file whole or not at all; it keeps its permissions.
pub fn write(path: &Path, text: &str) -> anyhow::Result<()> {
    let write = || -> anyhow::Result<()> {
        // A link is followed, or it would be replaced by a file.
        let path = fs::canonicalize(path)?;
        let folder = path.parent().unwrap_or(Path::new("."));
        let file = tempfile::NamedTempFile::new_in(folder)?;
        fs::write(file.path(), text)?;
        fs::set_permissions(file.path(), fs::metadata(&path)?.permissions())?;
        file.persist(&path)?;
        Ok(())
    };
    write().with_context(|| format!("cannot write {}", path.display()))
}

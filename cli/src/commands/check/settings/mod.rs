//! What a run does with a file: the command line over the nearest configuration file.

mod config;
mod globs;
mod resolve;
mod select;

use std::path::{Path, PathBuf};

use gotchas_catalog::{Applicability, Catalogue, Code, Problems, Sdk, Severity, Status};
use gotchas_checker::{Diagnostic, fix::Fix};

use super::{Format, cache};
pub use config::Config;
use config::{Origin, Selectors};
use globs::Globs;
pub use resolve::Resolver;
pub use select::{Layer, Selection, Selector};

/// What is reported where nobody asks for anything else: what breaks, not what is merely good to know.
const SEVERITY: Severity = Severity::Warning;

/// The settings of the files that one configuration file governs.
#[derive(Debug)]
pub struct Settings {
    /// The file they come from, the command line aside.
    pub source: Option<PathBuf>,
    /// The rules that are reported.
    pub rules: Selection,
    /// Whether rules that are new are among them.
    pub preview: bool,
    /// The rules whose fixes are applied.
    pub fixable: Selection,
    /// Rules that are off in some files.
    pub per_file_ignores: Vec<PerFile>,
    /// What is left out.
    pub exclude: Globs,
    /// The least severe findings to report.
    pub severity: Severity,
    /// How findings are printed.
    pub output_format: Format,
    /// Id of the runtime to check for, if not the wrangler file decides.
    pub target_runtime: Option<String>,
    /// The SDK to check for, if not the project decides.
    pub target_sdk: Option<Sdk>,
    /// Whether `.gitignore` is respected.
    pub respect_gitignore: bool,
    /// Whether fixes that may change what the code means are applied.
    pub unsafe_fixes: bool,
    /// Where findings of earlier runs are kept.
    pub cache_dir: PathBuf,
}

/// Rules that are off in files that match a pattern.
#[derive(Debug)]
pub struct PerFile {
    /// The files.
    pub files: Globs,
    /// The rules.
    pub off: Vec<Selector>,
}

impl Settings {
    /// Whether findings of a rule are reported in a file.
    pub fn reports(&self, code: Code, file: &Path) -> bool {
        let off = |entry: &PerFile| {
            entry.off.iter().any(|selector| selector.takes(code)) && entry.files.takes(file)
        };
        self.rules.has(code) && !self.per_file_ignores.iter().any(off)
    }

    /// The fix of a finding, if it has one that these settings apply.
    pub fn fix<'d>(&self, diagnostic: &'d Diagnostic) -> Option<&'d Fix> {
        let wanted = |fix: &&Fix| self.unsafe_fixes || fix.applicability == Applicability::Safe;
        self.fixable_one(diagnostic).filter(wanted)
    }

    /// The fix of a finding that only `--unsafe-fixes` would apply.
    pub fn hidden_fix<'d>(&self, diagnostic: &'d Diagnostic) -> Option<&'d Fix> {
        let hidden = |fix: &&Fix| !self.unsafe_fixes && fix.applicability == Applicability::Unsafe;
        self.fixable_one(diagnostic).filter(hidden)
    }

    fn fixable_one<'d>(&self, diagnostic: &'d Diagnostic) -> Option<&'d Fix> {
        let fixable = diagnostic.code.is_some_and(|code| self.fixable.has(code));
        diagnostic.fix.as_ref().filter(|_| fixable)
    }

    /// Puts layers together: the last one wins.
    fn new(
        layers: &[(Config, Origin)],
        folder: &Path,
        catalogue: &Catalogue,
    ) -> Result<Settings, Problems> {
        let codes = catalogue.entries().iter().map(gotchas_catalog::Entry::code);
        let codes = codes.chain([Code::UNUSED_SUPPRESSION]);
        let mut rules = Vec::new();
        let mut fixes = Vec::new();
        let mut exclude = Vec::new();
        let mut per_file = Vec::new();
        for (config, origin) in layers {
            let read = |texts: &Selectors| selectors(texts, origin, catalogue);
            let read_some = |texts: &Option<Selectors>| texts.as_ref().map(read).transpose();
            rules.push(Layer {
                select: read_some(&config.select)?,
                extend: read(&config.extend_select)?,
                ignore: read(&config.ignore)?,
            });
            fixes.push(Layer {
                select: read_some(&config.fixable)?,
                extend: read(&config.extend_fixable)?,
                ignore: read(&config.unfixable)?,
            });
            if let Some(patterns) = &config.exclude {
                exclude = patterns.iter().map(|one| (one, origin)).collect();
            }
            exclude.extend(config.extend_exclude.iter().map(|one| (one, origin)));
            if config.per_file_ignores.is_some() {
                per_file.clear();
            }
            let entries = config.per_file_ignores.iter().flatten();
            for (pattern, off) in entries.chain(&config.extend_per_file_ignores) {
                per_file.push(PerFile {
                    files: Globs::new(&[(pattern, origin)], folder)?,
                    off: read(off)?,
                });
            }
        }
        let preview = last(layers, |config| config.preview).unwrap_or(false);
        let mut selected = Selection::new(&rules, codes.clone());
        if !preview {
            let new = |entry: &&gotchas_catalog::Entry| entry.gotcha.status == Status::Preview;
            selected.leave_out(
                catalogue
                    .entries()
                    .iter()
                    .filter(new)
                    .map(gotchas_catalog::Entry::code),
            );
        }
        Ok(Settings {
            source: None,
            rules: selected,
            preview,
            fixable: Selection::new(&fixes, codes),
            per_file_ignores: per_file,
            exclude: Globs::new(&exclude, folder)?,
            severity: last(layers, |config| config.severity).unwrap_or(SEVERITY),
            output_format: last(layers, |config| config.output_format).unwrap_or(Format::Full),
            target_runtime: last(layers, |config| config.target_runtime.clone())
                .map(toml::Spanned::into_inner),
            target_sdk: last(layers, |config| config.target_sdk.clone()),
            respect_gitignore: last(layers, |config| config.respect_gitignore).unwrap_or(true),
            unsafe_fixes: last(layers, |config| config.unsafe_fixes).unwrap_or(false),
            cache_dir: cache_dir(layers, folder),
        })
    }
}

fn last<T>(layers: &[(Config, Origin)], value: impl Fn(&Config) -> Option<T>) -> Option<T> {
    layers.iter().rev().find_map(|(config, _)| value(config))
}

/// Where the cache is: beside the configuration file, unless a layer says where.
fn cache_dir(layers: &[(Config, Origin)], folder: &Path) -> PathBuf {
    let named = layers.iter().rev().find_map(|(config, origin)| {
        let folder = origin.name.parent().unwrap_or(Path::new(""));
        Some(folder.join(config.cache_dir.as_ref()?))
    });
    named.unwrap_or_else(|| folder.join(cache::FOLDER))
}

fn selectors(
    texts: &Selectors,
    origin: &Origin,
    catalogue: &Catalogue,
) -> Result<Vec<Selector>, Problems> {
    let read = |text: &toml::Spanned<String>| {
        Selector::read(text.get_ref(), catalogue)
            .map_err(|message| vec![origin.problem(text.span(), message)].into())
    };
    texts.iter().map(read).collect()
}

//! What a run does with a file: the command line over the nearest configuration file.

mod config;
mod globs;
mod resolve;
mod select;
mod version;

use std::path::{Path, PathBuf};

use gotchas_catalog::{Applicability, Catalogue, Code, Problems, Sdk, Severity, Status};
use gotchas_checker::{Diagnostic, fix::Fix};
use gotchas_project::{LEFT_OUT, is_python};
use toml::Spanned;

use super::{Format, cache};
pub use config::Config;
use config::{Origin, Selectors};
use globs::Globs;
pub use resolve::Resolver;
pub use select::{Layer, Selection, Selector};

/// The files of folders that are checked, where nobody says which.
const PYTHON: [&str; 2] = ["*.py", "*.pyi"];

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
    /// Whether it is left out even where it is named.
    pub force_exclude: bool,
    /// Which files of folders are checked.
    pub include: Globs,
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
    /// Whether fixes are applied.
    pub fix: bool,
    /// Whether they are, and nothing else is reported.
    pub fix_only: bool,
    /// Whether the fixes that were applied are listed.
    pub show_fixes: bool,
    /// Whether fixes that may change what the code means are applied; none: they are only hinted at.
    pub unsafe_fixes: Option<bool>,
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
    /// Whether a file that was found in a folder is one to check.
    pub fn includes(&self, file: &Path) -> bool {
        match self.include.has_only_usual() {
            true => is_python(file),
            false => self.include.takes_file(file),
        }
    }

    /// Whether findings of a rule are reported in a file.
    pub fn reports(&self, code: Code, file: &Path) -> bool {
        let off = |entry: &PerFile| {
            entry.off.iter().any(|selector| selector.takes(code)) && entry.files.is_about(file)
        };
        self.rules.has(code) && !self.per_file_ignores.iter().any(off)
    }

    /// The fix of a finding, if it has one that these settings apply.
    pub fn fix<'d>(&self, diagnostic: &'d Diagnostic) -> Option<&'d Fix> {
        let any = self.unsafe_fixes == Some(true);
        let wanted = |fix: &&Fix| any || fix.applicability == Applicability::Safe;
        self.fixable_one(diagnostic).filter(wanted)
    }

    /// The fix of a finding that is hinted at, since only `--unsafe-fixes` would apply.
    pub fn hidden_fix<'d>(&self, diagnostic: &'d Diagnostic) -> Option<&'d Fix> {
        let hints = self.unsafe_fixes.is_none();
        let hidden = |fix: &&Fix| hints && fix.applicability == Applicability::Unsafe;
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
        for (config, origin) in layers {
            check_version(config, origin)?;
            let read = |texts: &Selectors| selectors(texts, origin, catalogue);
            let read_some = |texts: &Option<Selectors>| texts.as_ref().map(read).transpose();
            let both = |one: &Selectors, other: &Selectors| {
                Ok::<_, Problems>([read(one)?, read(other)?].concat())
            };
            rules.push(Layer {
                select: read_some(&config.select)?,
                extend: read(&config.extend_select)?,
                ignore: both(&config.ignore, &config.extend_ignore)?,
            });
            fixes.push(Layer {
                select: read_some(&config.fixable)?,
                extend: read(&config.extend_fixable)?,
                ignore: both(&config.unfixable, &config.extend_unfixable)?,
            });
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
            per_file_ignores: per_file_ignores(layers, folder, catalogue)?,
            exclude: patterns(layers, folder, &LEFT_OUT, |config| {
                (config.exclude.as_ref(), &config.extend_exclude)
            })?,
            force_exclude: last(layers, |config| config.force_exclude).unwrap_or(false),
            include: patterns(layers, folder, &PYTHON, |config| {
                (config.include.as_ref(), &config.extend_include)
            })?,
            severity: last(layers, |config| config.severity).unwrap_or(SEVERITY),
            output_format: last(layers, |config| config.output_format).unwrap_or(Format::Full),
            target_runtime: last(layers, |config| config.target_runtime.clone())
                .map(Spanned::into_inner),
            target_sdk: last(layers, |config| config.target_sdk.clone()),
            respect_gitignore: last(layers, |config| config.respect_gitignore).unwrap_or(true),
            fix: last(layers, |config| config.fix).unwrap_or(false),
            fix_only: last(layers, |config| config.fix_only).unwrap_or(false),
            show_fixes: last(layers, |config| config.show_fixes).unwrap_or(false),
            unsafe_fixes: last(layers, |config| config.unsafe_fixes),
            cache_dir: cache_dir(layers, folder),
        })
    }
}

fn last<T>(layers: &[(Config, Origin)], value: impl Fn(&Config) -> Option<T>) -> Option<T> {
    layers.iter().rev().find_map(|(config, _)| value(config))
}

/// Refuses settings that are meant for another version.
fn check_version(config: &Config, origin: &Origin) -> Result<(), Problems> {
    const RUNNING: &str = env!("CARGO_PKG_VERSION");
    let Some(required) = &config.required_version else {
        return Ok(());
    };
    let wanted = required.get_ref();
    let message = match version::meets(RUNNING, wanted) {
        Ok(true) => return Ok(()),
        Ok(false) => {
            format!("required version `{wanted}` does not match the running version `{RUNNING}`")
        }
        Err(message) => message,
    };
    Err(vec![origin.problem(required.span(), message)].into())
}

/// The patterns that the last layer with any gives in place of the usual ones, and those that all of them add.
fn patterns<'c>(
    layers: &'c [(Config, Origin)],
    folder: &Path,
    usual: &[&str],
    of: impl Fn(&'c Config) -> (Option<&'c Vec<Spanned<String>>>, &'c Vec<Spanned<String>>),
) -> Result<Globs, Problems> {
    let nobody = Origin {
        name: "usual".into(),
        text: "".into(),
    };
    let usual: Vec<Spanned<String>> = usual
        .iter()
        .map(|text| Spanned::new(0..0, (*text).to_owned()))
        .collect();
    let mut chosen: Vec<(&Spanned<String>, &Origin)> =
        usual.iter().map(|one| (one, &nobody)).collect();
    let mut more = Vec::new();
    let mut is_usual = true;
    for (config, origin) in layers {
        let (instead, besides) = of(config);
        if let Some(instead) = instead {
            chosen = instead.iter().map(|one| (one, origin)).collect();
            is_usual = false;
        }
        more.extend(besides.iter().map(|one| (one, origin)));
    }
    chosen.extend(more);
    let globs = Globs::new(&chosen, folder)?;
    Ok(match is_usual {
        true => globs.with_usual(usual.len()),
        false => globs,
    })
}

/// The entries of the last layer that gives any, and those that all layers add.
fn per_file_ignores(
    layers: &[(Config, Origin)],
    folder: &Path,
    catalogue: &Catalogue,
) -> Result<Vec<PerFile>, Problems> {
    let chosen = layers.iter().rev().find_map(|(config, origin)| {
        let entries = config.per_file_ignores.as_ref()?;
        Some((entries, origin))
    });
    let more = layers.iter();
    let more = more.map(|(config, origin)| (&config.extend_per_file_ignores, origin));
    let mut all = Vec::new();
    for (entries, origin) in chosen.into_iter().chain(more) {
        for (pattern, off) in entries {
            all.push(PerFile {
                files: Globs::new(&[(pattern, origin)], folder)?,
                off: selectors(off, origin, catalogue)?,
            });
        }
    }
    Ok(all)
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
    let read = |text: &Spanned<String>| {
        Selector::read(text.get_ref(), catalogue)
            .map_err(|message| vec![origin.problem(text.span(), message)].into())
    };
    texts.iter().map(read).collect()
}

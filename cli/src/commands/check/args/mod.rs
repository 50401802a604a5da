//! What can be typed after `gotchas check`.

mod format;
mod groups;

use std::{
    collections::BTreeMap,
    path::{Path, PathBuf},
    sync::LazyLock,
};

use anyhow::bail;
use clap::builder::BoolishValueParser;
use gotchas_catalog::{Catalogue, Sdk, Severity};
use toml::Spanned;

use format::OutputParser;
pub use format::{Format, Output};
pub use groups::{Files, Fixes, Foreign, Loudness, Rules, Show};

use super::{
    allow::Kind,
    settings::{Config, Selector},
};
use crate::filter;

const EXAMPLES: &str = "\
Examples:
  gotchas check                               check the Worker in this folder
  gotchas check src/ --select CFW4            only the rules on databases
  gotchas check - < worker.py                 check standard input
  gotchas check --output-format json | jq '.[].code'
  gotchas check --show-project                what is checked, for which runtime, and what is not

What runs on Workers is found by the wrangler file and the imports from its `main`, or, without one, by the imports of each
file; the rest is left alone. `# noqa: CFW403` at the end of a line keeps a finding there from being reported. Settings come
from the nearest `gotchas.toml` or `[tool.gotchas]` in `pyproject.toml`; the command line wins.

Exit code: 0 no findings, 1 findings, 2 something could not be checked.";

/// Check Python files for gotchas
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub struct Args {
    /// Files or folders; `-` is standard input [default: .]
    #[arg(value_name = "PATHS")]
    paths: Vec<PathBuf>,
    /// How to print findings [default: full]; `FORMAT:FILE` writes them to a file as well (repeatable)
    #[arg(
        long,
        value_name = "FORMAT",
        env = "GOTCHAS_OUTPUT_FORMAT",
        value_parser = OutputParser
    )]
    pub output_format: Vec<Output>,
    /// File to write findings to, instead of standard output
    #[arg(short, long, value_name = "FILE", env = "GOTCHAS_OUTPUT_FILE")]
    pub output_file: Option<PathBuf>,
    /// Least severe findings to report [default: warning]
    #[arg(long, value_name = "LEVEL", value_parser = filter::severities())]
    pub severity: Option<Severity>,
    /// Runtime to check for, such as `pyodide-0.28` [default: what the wrangler file selects, or the newest]
    #[arg(long, value_name = "ID")]
    pub target_runtime: Option<String>,
    /// SDK to check for: `bundled` or a release of workers-runtime-sdk such as `1.9.5`
    #[arg(long, value_name = "SDK")]
    pub target_sdk: Option<Sdk>,
    /// Take every file as Worker code
    #[arg(long)]
    pub worker: bool,
    /// Check standard input under this name
    #[arg(long, value_name = "PATH")]
    pub stdin_filename: Option<PathBuf>,
    /// Print how often each rule was broken instead of where
    #[arg(long, conflicts_with_all = [
        "add_noqa", "add_ignore", "diff", "watch", "show_project", "show_files", "show_settings",
    ])]
    pub statistics: bool,
    /// Exit with 0 also if there are findings
    #[arg(short, long, conflicts_with = "exit_non_zero_on_fix")]
    pub exit_zero: bool,
    /// What to print instead of findings.
    #[command(flatten)]
    pub show: Show,
    /// Check again whenever a file changes
    #[arg(short, long, conflicts_with_all = ["add_noqa", "add_ignore"])]
    pub watch: bool,
    /// Allow everything that is found today, by `# noqa` comments, with a reason after the codes
    #[arg(
        long,
        value_name = "REASON",
        num_args = 0..=1,
        require_equals = true,
        default_missing_value = "",
        conflicts_with_all = ["fix", "fix_only", "diff"]
    )]
    pub add_noqa: Option<String>,
    /// The same by `# gotchas: ignore[…]` comments
    #[arg(
        long,
        value_name = "REASON",
        num_args = 0..=1,
        require_equals = true,
        default_missing_value = "",
        conflicts_with_all = ["fix", "fix_only", "diff", "add_noqa"]
    )]
    pub add_ignore: Option<String>,
    /// What to mend.
    #[command(flatten)]
    pub fixes: Fixes,
    /// Which rules are on.
    #[command(flatten)]
    pub rules: Rules,
    /// Which files are checked.
    #[command(flatten)]
    pub files: Files,
    /// A configuration file, or a setting such as `ignore = ['CFW4']` (repeatable)
    #[arg(long, value_name = "FILE|KEY=VALUE")]
    pub config: Vec<String>,
    /// Read no configuration file
    #[arg(long)]
    pub isolated: bool,
    /// Report findings also where a comment allows them
    #[arg(long)]
    pub ignore_noqa: bool,
    /// Check everything again, and keep nothing for the next run
    #[arg(short, long, env = "GOTCHAS_NO_CACHE", value_parser = BoolishValueParser::new())]
    pub no_cache: bool,
    /// Where findings of earlier runs are kept [default: `.gotchas_cache` beside the configuration file]
    #[arg(long, value_name = "DIR", env = "GOTCHAS_CACHE_DIR")]
    pub cache_dir: Option<PathBuf>,
    /// How much is said.
    #[command(flatten)]
    pub loudness: Loudness,
    /// What ruff takes.
    #[command(flatten)]
    pub foreign: Foreign,
}

impl Args {
    /// The files and folders to check; where none is named, the working directory.
    pub fn paths(&self) -> &[PathBuf] {
        static HERE: LazyLock<[PathBuf; 1]> = LazyLock::new(|| [".".into()]);
        match self.paths.is_empty() {
            true => HERE.as_slice(),
            false => &self.paths,
        }
    }

    /// Whether standard input is checked: it is named, or given a name.
    pub fn reads_stdin(&self) -> bool {
        self.stdin_filename.is_some() || self.paths.iter().any(|path| path == Path::new("-"))
    }

    /// The paths that are not looked at, since standard input was given a name.
    pub fn passed_over(&self) -> impl Iterator<Item = &Path> {
        let paths = self.paths.iter().filter(|_| self.stdin_filename.is_some());
        let paths = paths.map(PathBuf::as_path);
        paths.filter(|path| *path != Path::new("-"))
    }

    /// Where the run starts, which decides on what concerns it as a whole.
    pub fn start(&self) -> &Path {
        let first = self
            .paths()
            .first()
            .map_or(Path::new("."), PathBuf::as_path);
        self.stdin_filename.as_deref().unwrap_or(first)
    }

    /// How what is found is to be allowed, and for which reason, if it is.
    pub fn allowed(&self) -> anyhow::Result<Option<(Kind, &str)>> {
        let noqa = self.add_noqa.as_deref().map(|reason| (Kind::Noqa, reason));
        let ignore = self.add_ignore.as_deref();
        let Some((kind, reason)) = noqa.or(ignore.map(|reason| (Kind::Ignore, reason))) else {
            return Ok(None);
        };
        let option = match kind {
            Kind::Noqa => "--add-noqa",
            Kind::Ignore => "--add-ignore",
        };
        if reason.contains(['\n', '\r']) {
            bail!("`{option}`: a reason is one line");
        }
        if self.reads_stdin() {
            bail!("`{option}`: standard input cannot be written to");
        }
        Ok(Some((kind, reason)))
    }

    /// Everything here that a configuration file could say as well.
    pub fn settings(&self, catalogue: &Catalogue) -> anyhow::Result<Config> {
        let rules = &self.rules;
        let named = rules.select.iter().flatten();
        let fixes = &self.fixes;
        let fixable = fixes.fixable.iter().flatten().chain(&fixes.unfixable);
        let fixable = fixable.chain(&fixes.extend_fixable);
        let fixable = fixable.chain(&fixes.extend_unfixable);
        let named = named.chain(&rules.extend_select).chain(&rules.ignore);
        let named = named.chain(&rules.extend_ignore);
        for text in named.chain(fixable) {
            Selector::read(text, catalogue).map_err(anyhow::Error::msg)?;
        }
        let mut config = Config {
            select: rules.select.as_ref().map(|texts| spanned(texts)),
            extend_select: spanned(&rules.extend_select),
            ignore: spanned(&rules.ignore),
            fixable: fixes.fixable.as_ref().map(|texts| spanned(texts)),
            extend_fixable: spanned(&fixes.extend_fixable),
            unfixable: spanned(&fixes.unfixable),
            extend_ignore: spanned(&rules.extend_ignore),
            extend_unfixable: spanned(&fixes.extend_unfixable),
            fix: switch(fixes.fix, fixes.no_fix),
            fix_only: switch(fixes.fix_only, fixes.no_fix_only),
            show_fixes: switch(fixes.show_fixes, fixes.no_show_fixes),
            force_exclude: switch(self.files.force_exclude, self.files.no_force_exclude),
            preview: switch(rules.preview, rules.no_preview),
            unsafe_fixes: switch(fixes.unsafe_fixes, fixes.no_unsafe_fixes),
            exclude: self.files.exclude.as_ref().map(|texts| spanned(texts)),
            extend_exclude: spanned(&self.files.extend_exclude),
            severity: self.severity,
            output_format: self.printed()?,
            target_runtime: self.target_runtime.clone().map(unplaced),
            target_sdk: self.target_sdk.clone(),
            cache_dir: self.cache_dir.clone(),
            respect_gitignore: switch(
                self.files.respect_gitignore,
                self.files.no_respect_gitignore,
            ),
            ..Config::default()
        };
        if let Some(pairs) = &rules.per_file_ignores {
            let ignores = per_file_ignores("--per-file-ignores", pairs, catalogue)?;
            config.per_file_ignores = Some(ignores);
        }
        let more = &rules.extend_per_file_ignores;
        config.extend_per_file_ignores =
            per_file_ignores("--extend-per-file-ignores", more, catalogue)?;
        Ok(config)
    }

    /// The format on standard output, or in the file of `--output-file`.
    fn printed(&self) -> anyhow::Result<Option<Format>> {
        let mut printed = self.output_format.iter().filter(|one| one.file.is_none());
        let first = printed.next().map(|one| one.format);
        if printed.next().is_some() {
            bail!(
                "`--output-format` takes one format without a file; give the others one, as in `sarif:gotchas.sarif`"
            );
        }
        Ok(first)
    }
}

/// Reads pairs of a pattern and a rule.
fn per_file_ignores(
    option: &str,
    pairs: &[String],
    catalogue: &Catalogue,
) -> anyhow::Result<BTreeMap<Spanned<String>, Vec<Spanned<String>>>> {
    let mut ignores: BTreeMap<Spanned<String>, Vec<Spanned<String>>> = BTreeMap::new();
    for pair in pairs {
        let Some((pattern, rule)) = pair.rsplit_once(':') else {
            bail!("`{option} {pair}`: expected `PATTERN:RULE`, such as `scripts/*:CFW301`");
        };
        Selector::read(rule, catalogue).map_err(anyhow::Error::msg)?;
        let rules = ignores.entry(unplaced(pattern.to_owned())).or_default();
        rules.push(unplaced(rule.to_owned()));
    }
    Ok(ignores)
}

/// An option and its twin with `--no-`.
fn switch(on: bool, off: bool) -> Option<bool> {
    match (on, off) {
        (true, _) => Some(true),
        (_, true) => Some(false),
        _ => None,
    }
}

fn spanned(texts: &[String]) -> Vec<Spanned<String>> {
    texts.iter().cloned().map(unplaced).collect()
}

/// A text of the command line, which has no place in a file.
fn unplaced(text: String) -> Spanned<String> {
    Spanned::new(0..0, text)
}

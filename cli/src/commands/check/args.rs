//! What can be typed after `gotchas check`.

use std::{
    collections::BTreeMap,
    ffi::OsStr,
    path::{Path, PathBuf},
};

use anyhow::bail;
use clap::{
    ValueEnum,
    builder::{BoolishValueParser, EnumValueParser, PossibleValue, TypedValueParser},
};
use gotchas_catalog::{Catalogue, Sdk, Severity, Status};
use serde::{Deserialize, Serialize};
use toml::Spanned;

use super::settings::{Config, Selector};
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
    /// Files or folders; `-` is standard input
    #[arg(value_name = "PATHS", default_value = ".")]
    pub paths: Vec<PathBuf>,
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
    /// Name of standard input in findings
    #[arg(long, value_name = "PATH")]
    pub stdin_filename: Option<PathBuf>,
    /// Print how often each rule was broken instead of where
    #[arg(long)]
    pub statistics: bool,
    /// Exit with 0 also if there are findings
    #[arg(short, long, conflicts_with = "exit_non_zero_on_fix")]
    pub exit_zero: bool,
    /// What to print instead of findings.
    #[command(flatten)]
    pub show: Show,
    /// Check again whenever a file changes
    #[arg(short, long, conflicts_with = "add_noqa")]
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
}

/// Options that say how much is printed.
#[derive(Debug, clap::Args)]
#[command(next_help_heading = "Log levels")]
#[group(multiple = false)]
pub struct Loudness {
    /// Print findings, but nothing else
    #[arg(short, long)]
    pub quiet: bool,
    /// Print nothing at all; the exit code says whether there are findings
    #[arg(short, long)]
    pub silent: bool,
    /// Also print what is checked, where from, and how long it took
    #[arg(short, long)]
    pub verbose: bool,
}

/// Options that print something else than findings.
#[derive(Debug, clap::Args)]
#[group(multiple = false)]
pub struct Show {
    /// Print what was understood: Workers, runtimes, files, and why the others are out
    #[arg(long)]
    pub show_project: bool,
    /// Print the files that would be checked
    #[arg(long)]
    pub show_files: bool,
    /// Print the settings of the first path
    #[arg(long)]
    pub show_settings: bool,
}

impl Show {
    /// Whether something else than findings is wanted.
    pub fn is_wanted(&self) -> bool {
        self.show_project || self.show_files || self.show_settings
    }
}

/// Options that mend code.
#[derive(Debug, clap::Args)]
#[command(next_help_heading = "Fixes")]
pub struct Fixes {
    /// Mend what can be mended
    #[arg(long, overrides_with = "no_fix")]
    fix: bool,
    /// Mend nothing
    #[arg(long, hide = true, overrides_with = "fix")]
    no_fix: bool,
    /// Mend, and do not report what is left
    #[arg(long, overrides_with = "no_fix_only")]
    fix_only: bool,
    /// Report what is left
    #[arg(long, hide = true, overrides_with = "fix_only")]
    no_fix_only: bool,
    /// Print what `--fix` would change, and change nothing
    #[arg(long, conflicts_with = "show_fixes")]
    pub diff: bool,
    /// Print how often which rule was mended where
    #[arg(long, overrides_with = "no_show_fixes")]
    show_fixes: bool,
    /// Do not print it
    #[arg(long, hide = true, overrides_with = "show_fixes")]
    no_show_fixes: bool,
    /// Include fixes that may change what the code means
    #[arg(long, overrides_with = "no_unsafe_fixes")]
    unsafe_fixes: bool,
    /// Leave them out, whatever the configuration says
    #[arg(long)]
    no_unsafe_fixes: bool,
    /// Rules whose fixes are applied [default: ALL]
    #[arg(long, value_name = "RULES", value_delimiter = ',')]
    pub fixable: Option<Vec<String>>,
    /// Rules whose fixes are applied besides those of the configuration
    #[arg(long, value_name = "RULES", value_delimiter = ',')]
    pub extend_fixable: Vec<String>,
    /// Rules whose fixes are not applied
    #[arg(long, value_name = "RULES", value_delimiter = ',')]
    pub unfixable: Vec<String>,
    /// The same besides, under ruff's old name
    #[arg(long, value_name = "RULES", value_delimiter = ',', hide = true)]
    pub extend_unfixable: Vec<String>,
    /// Exit with 1 if anything was mended
    #[arg(long)]
    pub exit_non_zero_on_fix: bool,
}

/// Options that turn rules on and off.
#[derive(Debug, clap::Args)]
#[command(next_help_heading = "Rule selection")]
pub struct Rules {
    /// Rules to turn on: codes, starts of codes, names, or ALL (comma-separated) [default: ALL]
    #[arg(long, value_name = "RULES", value_delimiter = ',')]
    pub select: Option<Vec<String>>,
    /// Rules to turn on besides those that are selected
    #[arg(long, value_name = "RULES", value_delimiter = ',')]
    pub extend_select: Vec<String>,
    /// Rules to turn off
    #[arg(long, value_name = "RULES", value_delimiter = ',')]
    pub ignore: Vec<String>,
    /// Rules to turn off in some files, as in `scripts/*:CFW301`
    #[arg(long, value_name = "PATTERN:RULE", value_delimiter = ',')]
    pub per_file_ignores: Option<Vec<String>>,
    /// The same, besides those of the configuration
    #[arg(long, value_name = "PATTERN:RULE", value_delimiter = ',')]
    pub extend_per_file_ignores: Vec<String>,
    /// Rules to turn off, under ruff's old name
    #[arg(long, value_name = "RULES", value_delimiter = ',', hide = true)]
    pub extend_ignore: Vec<String>,
    /// Include rules that are new and may still change
    #[arg(long, overrides_with = "no_preview")]
    preview: bool,
    /// Leave them out, whatever the configuration says
    #[arg(long, overrides_with = "preview")]
    no_preview: bool,
}

impl Rules {
    /// The rules that are named one by one and are in preview.
    pub fn of_preview<'a>(&'a self, catalogue: &'a Catalogue) -> impl Iterator<Item = &'a str> {
        let named = self.select.iter().flatten().chain(&self.extend_select);
        named.map(String::as_str).filter(|name| {
            let entry = catalogue.get(name.trim());
            entry.is_some_and(|entry| entry.gotcha.status == Status::Preview)
        })
    }
}

/// Options that say which files are checked.
#[derive(Debug, clap::Args)]
#[command(next_help_heading = "File selection")]
pub struct Files {
    /// Files and folders to leave out, as patterns
    #[arg(long, value_name = "PATTERNS", value_delimiter = ',')]
    pub exclude: Option<Vec<String>>,
    /// Files and folders to leave out besides those of the configuration
    #[arg(long, value_name = "PATTERNS", value_delimiter = ',')]
    pub extend_exclude: Vec<String>,
    /// Leave excluded files out even where they are named
    #[arg(long, overrides_with = "no_force_exclude")]
    force_exclude: bool,
    /// Check excluded files where they are named
    #[arg(long, hide = true, overrides_with = "force_exclude")]
    no_force_exclude: bool,
    /// Leave out what `.gitignore` and the like leave out (the default)
    #[arg(long, overrides_with = "no_respect_gitignore")]
    respect_gitignore: bool,
    /// Also check what they leave out
    #[arg(long)]
    no_respect_gitignore: bool,
    /// Which languages files with an extension are in, as ruff takes it; all files are read as Python
    #[arg(
        long,
        value_name = "EXTENSION:LANGUAGE",
        value_delimiter = ',',
        hide = true
    )]
    extension: Vec<String>,
    /// The Python version to check for, as ruff takes it; the runtime decides that here
    #[arg(long, value_name = "VERSION", hide = true)]
    target_version: Option<String>,
}

impl Files {
    /// Whether somebody says that files named like notebooks are plain Python.
    pub fn reads_notebooks(&self) -> bool {
        let mut pairs = self.extension.iter();
        pairs.any(|pair| pair == "ipynb:python")
    }
}

/// How findings are printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Format {
    /// With the source and the reason
    Full,
    /// One line each
    Concise,
    /// One line each, below a line for each file
    Grouped,
    /// A JSON array
    Json,
    /// A JSON object per line
    JsonLines,
    /// A test report in JUnit's XML
    Junit,
    /// Annotations in the log of a GitHub workflow
    Github,
    /// A code quality report for GitLab
    Gitlab,
    /// One line each, as pylint prints them
    Pylint,
    /// JSON for reviewdog
    Rdjson,
    /// Commands in the log of an Azure pipeline
    Azure,
    /// SARIF 2.1.0, for code scanning
    Sarif,
}

impl Format {
    /// Its name, as it is typed.
    pub fn name(self) -> String {
        let value = self.to_possible_value();
        value.map_or_else(String::new, |value| value.get_name().to_owned())
    }

    /// Whether statistics can be printed in it.
    pub fn counts(self) -> bool {
        matches!(self, Format::Full | Format::Concise | Format::Json)
    }

    /// Whether it is for programs, which want to read it even if there was nothing to check.
    pub fn is_for_programs(self) -> bool {
        !matches!(self, Format::Full | Format::Concise | Format::Grouped)
    }
}

impl Args {
    /// Where the run starts, which decides on what concerns it as a whole.
    pub fn start(&self) -> &Path {
        let first = self.paths.first().map_or(Path::new("."), PathBuf::as_path);
        match &self.stdin_filename {
            Some(name) if first == Path::new("-") => name,
            _ => first,
        }
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

/// A format, and the file that findings are written to in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Output {
    /// The format.
    pub format: Format,
    /// The file; none: standard output.
    pub file: Option<PathBuf>,
}

/// Reads `FORMAT` or `FORMAT:FILE`, and offers the formats for completion.
#[derive(Debug, Clone)]
struct OutputParser;

impl TypedValueParser for OutputParser {
    type Value = Output;

    fn parse_ref(
        &self,
        command: &clap::Command,
        argument: Option<&clap::Arg>,
        value: &OsStr,
    ) -> Result<Output, clap::Error> {
        let text = value.to_string_lossy();
        let (name, file) = match text.split_once(':') {
            Some((name, file)) if !file.is_empty() => (name, Some(PathBuf::from(file))),
            _ => (&*text, None),
        };
        let parser = EnumValueParser::<Format>::new();
        let format = parser.parse_ref(command, argument, OsStr::new(name))?;
        Ok(Output { format, file })
    }

    fn possible_values(&self) -> Option<Box<dyn Iterator<Item = PossibleValue> + '_>> {
        let values = Format::value_variants().iter();
        Some(Box::new(values.filter_map(ValueEnum::to_possible_value)))
    }
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

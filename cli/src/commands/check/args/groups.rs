//! The options of `gotchas check`, group by group.

use gotchas_catalog::{Catalogue, Status};

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
    pub(super) fix: bool,
    /// Mend nothing
    #[arg(long, hide = true, overrides_with = "fix")]
    pub(super) no_fix: bool,
    /// Mend, and do not report what is left
    #[arg(long, overrides_with = "no_fix_only")]
    pub(super) fix_only: bool,
    /// Report what is left
    #[arg(long, hide = true, overrides_with = "fix_only")]
    pub(super) no_fix_only: bool,
    /// Print what `--fix` would change, and change nothing
    #[arg(long, conflicts_with = "show_fixes")]
    pub diff: bool,
    /// Print how often which rule was mended where
    #[arg(long, overrides_with = "no_show_fixes")]
    pub(super) show_fixes: bool,
    /// Do not print it
    #[arg(long, hide = true, overrides_with = "show_fixes")]
    pub(super) no_show_fixes: bool,
    /// Include fixes that may change what the code means
    #[arg(long, overrides_with = "no_unsafe_fixes")]
    pub(super) unsafe_fixes: bool,
    /// Leave them out, whatever the configuration says
    #[arg(long)]
    pub(super) no_unsafe_fixes: bool,
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
    pub(super) preview: bool,
    /// Leave them out, whatever the configuration says
    #[arg(long, overrides_with = "preview")]
    pub(super) no_preview: bool,
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
    pub(super) force_exclude: bool,
    /// Check excluded files where they are named
    #[arg(long, hide = true, overrides_with = "force_exclude")]
    pub(super) no_force_exclude: bool,
    /// Leave out what `.gitignore` and the like leave out (the default)
    #[arg(long, overrides_with = "no_respect_gitignore")]
    pub(super) respect_gitignore: bool,
    /// Also check what they leave out
    #[arg(long)]
    pub(super) no_respect_gitignore: bool,
}

/// Options that editors and plugins pass to ruff. They are taken so that nobody has to leave them out, and change nothing
/// where nothing here corresponds to them.
#[derive(Debug, clap::Args)]
pub struct Foreign {
    /// The language of files by their extension; all files are read as Python
    #[arg(
        long,
        value_name = "EXTENSION:LANGUAGE",
        value_delimiter = ',',
        hide = true
    )]
    extension: Vec<String>,
    /// The Python version to check for; here the runtime decides that
    #[arg(long, value_name = "VERSION", hide = true)]
    target_version: Option<String>,
    /// How long lines may be
    #[arg(long, value_name = "LENGTH", hide = true)]
    line_length: Option<String>,
    /// What variables are called that nobody reads
    #[arg(long, value_name = "PATTERN", hide = true)]
    dummy_variable_rgx: Option<String>,
}

impl Foreign {
    /// Whether somebody says that files named like notebooks are plain Python.
    pub fn reads_notebooks(&self) -> bool {
        let mut pairs = self.extension.iter();
        pairs.any(|pair| pair == "ipynb:python")
    }
}

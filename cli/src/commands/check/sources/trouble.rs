//! What kept a run from checking all that was named, and what is said about it.

use std::path::{Path, PathBuf};

use gotchas_catalog::Severity;
use gotchas_checker::Diagnostic;
use gotchas_project::{
    Adrift, Reason,
    config::{ConfigError, Misdated},
};
use ruff_text_size::TextRange;

use super::{
    super::{
        Args,
        findings::{Finding, Source},
        paths,
    },
    Sources,
};
use crate::{exit::Exit, terminal};

/// Something that could not be checked.
pub struct Trouble {
    /// The file, under the name that is shown.
    file: Source,
    /// Its name in reports for programs; `io-error` is ruff's.
    name: &'static str,
    message: String,
    /// What standard error says.
    said: String,
}

impl Trouble {
    /// A file that cannot be read.
    pub fn unreadable(path: &Path, message: &str) -> Self {
        Trouble::new(path, "io-error", message.to_owned(), |path| {
            format!("error: cannot read {path}: {message}")
        })
    }

    /// A notebook, whose JSON is no Python.
    pub fn notebook(path: &Path) -> Self {
        let message = "Notebooks are not checked".to_owned();
        Trouble::new(path, "unsupported-notebook", message, |path| {
            format!("warning: {path} was not checked: notebooks are not supported")
        })
    }

    /// A wrangler file that makes no sense.
    pub fn config(error: &ConfigError) -> Self {
        let (path, place, message) = match error {
            ConfigError::Read { path, source } => {
                (path, String::new(), format!("cannot read it: {source}"))
            }
            ConfigError::Syntax {
                path,
                line,
                column,
                message,
            } => (path, format!(":{line}:{column}"), message.clone()),
        };
        let said = format!("{place}: {message}");
        Trouble::new(path, "invalid-wrangler-file", message, |path| {
            format!("error: {path}{said}")
        })
    }

    fn new(
        path: &Path,
        name: &'static str,
        message: String,
        said: impl Fn(String) -> String,
    ) -> Self {
        let shown = paths::from_here(path);
        Trouble {
            said: said(shown.display().to_string()),
            file: Source::new(shown, "".into()),
            name,
            message,
        }
    }

    /// The file it is about.
    pub fn path(&self) -> &Path {
        &self.file.path
    }

    /// The same as a finding at the start of the file, so that no report for programs looks as if all were well.
    pub fn finding(&self) -> Finding<'_> {
        Finding {
            file: &self.file,
            diagnostic: Diagnostic {
                code: None,
                name: self.name.to_owned(),
                severity: Severity::Error,
                message: self.message.clone(),
                help: None,
                file: self.file.path.clone(),
                range: TextRange::default(),
                secondary: Vec::new(),
                fix: None,
                url: None,
            },
            beside: Vec::new(),
            fixable: false,
            is_trouble: true,
        }
    }
}

/// Of the paths that were named, those that can be looked into, and what is wrong with the others.
pub fn among(named: Vec<PathBuf>, reads_notebooks: bool) -> (Vec<PathBuf>, Vec<Trouble>) {
    let mut trouble = Vec::new();
    let mut found = named;
    found.retain(|path| {
        match path.metadata() {
            Err(error) => trouble.push(Trouble::unreadable(path, &error.to_string())),
            Ok(about) if about.is_file() && is_notebook(path) && !reads_notebooks => {
                trouble.push(Trouble::notebook(path));
            }
            Ok(_) => return true,
        }
        false
    });
    (found, trouble)
}

/// Whether a file is a notebook by its name.
pub fn is_notebook(path: &Path) -> bool {
    path.extension()
        .is_some_and(|extension| extension.eq_ignore_ascii_case("ipynb"))
}

impl Sources {
    /// Says what could not be checked, or that nothing here is Worker code. Gives how the run ended: as it would have, had
    /// everything been checked, or badly.
    pub fn conclude(&self, args: &Args, otherwise: Exit) -> Exit {
        if !args.loudness.silent {
            self.print_remarks(args);
        }
        match self.trouble.is_empty() {
            true => otherwise,
            false => Exit::Failure,
        }
    }

    /// Says what could not be checked, or that nothing here is Worker code.
    pub fn print_remarks(&self, args: &Args) {
        for trouble in &self.trouble {
            terminal::note(&trouble.said);
        }
        for warning in self.warnings.iter().filter(|_| !args.loudness.quiet) {
            terminal::note(&format!("warning: {warning}"));
        }
        if !self.is_empty() || !self.trouble.is_empty() || args.loudness.quiet {
            return;
        }
        let excluded = |reason: Reason| reason == Reason::Excluded;
        let outside = self.outside.iter().filter(|one| !excluded(one.reason));
        terminal::note(&match outside.count() {
            0 => "warning: No Python files found under the given path(s)".to_owned(),
            1 => "No Worker code here: the one Python file is not part of a Worker; `--worker` checks it all the same.".to_owned(),
            count => format!("No Worker code here: none of the {count} Python files is part of a Worker; `--worker` checks them all the same."),
        });
    }
}

/// What is wrong with a wrangler file that leads to no Python.
pub fn without_entry(adrift: &Adrift) -> String {
    let shown = |path: &Path| paths::from_here(path).display().to_string();
    let config = shown(&adrift.config);
    match &adrift.main {
        Some(main) => format!("{config} starts from {}, which does not exist", shown(main)),
        None => format!("{config} names no `main`, the file that its Worker starts from"),
    }
}

/// What is wrong with a compatibility date.
pub fn without_date(config: &Path, date: &Misdated) -> String {
    let config = paths::from_here(config);
    let (config, line, text) = (config.display(), date.line, &date.text);
    format!(
        "{config}:{line}: `compatibility_date` is {text:?}, which counts as none; expected a date such as \"2025-09-01\""
    )
}

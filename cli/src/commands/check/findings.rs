//! What a run has found, and what becomes of each finding.

use std::{
    cell::OnceCell,
    path::{Path, PathBuf},
    sync::Arc,
};

use gotchas_catalog::Position;
use gotchas_checker::{Diagnostic, NoqaRows};
use ruff_source_file::LineIndex;
use ruff_text_size::TextSize;

use super::settings::Settings;

/// A file that is checked, or standard input under the name it was given.
pub struct Source {
    /// Its name in findings.
    pub path: PathBuf,
    /// Its text.
    pub text: Arc<str>,
    lines: OnceCell<LineIndex>,
    rows: OnceCell<NoqaRows>,
}

/// A diagnostic together with the file it is about.
#[derive(Clone)]
pub struct Finding<'a> {
    /// The file.
    pub file: &'a Source,
    /// What was found in it.
    pub diagnostic: Diagnostic,
    /// The files of the secondary places of the diagnostic, in their order.
    pub beside: Vec<&'a Source>,
    /// Whether `--fix` would mend it.
    pub fixable: bool,
    /// Whether it says that a file was not checked at all.
    pub is_trouble: bool,
}

/// What a run has found.
#[derive(Default)]
pub struct Findings<'a> {
    /// What is reported, in the order of files and lines.
    pub shown: Vec<Finding<'a>>,
    /// What could not be checked, as findings.
    pub trouble: Vec<Finding<'a>>,
    /// How many findings are less severe than what was asked for.
    pub hidden: usize,
    /// How many fixes only `--unsafe-fixes` would apply.
    pub hidden_fixes: usize,
}

impl<'a> Findings<'a> {
    /// What is reported to programs: also what could not be checked.
    pub fn for_programs(&self) -> Vec<Finding<'a>> {
        let mut all: Vec<Finding<'a>> = self.trouble.iter().chain(&self.shown).cloned().collect();
        all.sort_by(|a, b| a.order().cmp(&b.order()));
        all
    }
}

/// What becomes of a finding.
pub enum Fate {
    /// Reported.
    Shown,
    /// Not severe enough.
    Hidden,
    /// Its rule is off.
    Off,
}

impl Finding<'_> {
    /// What the settings of its file say about it. A file that is not Python is always reported.
    pub fn fate(&self, settings: &Settings) -> Fate {
        let diagnostic = &self.diagnostic;
        match diagnostic.code {
            Some(code) if !settings.reports(code, &diagnostic.file) => Fate::Off,
            Some(_) if diagnostic.severity < settings.severity => Fate::Hidden,
            _ => Fate::Shown,
        }
    }

    /// The code and the name of its rule.
    pub fn rule(&self) -> (String, String) {
        let diagnostic = &self.diagnostic;
        let code = diagnostic.code.map(String::from);
        (code.unwrap_or_default(), diagnostic.name.clone())
    }

    /// Where it starts.
    pub fn start(&self) -> Position {
        self.file.position(self.diagnostic.range.start())
    }

    /// Where it ends, one column further.
    pub fn end(&self) -> Position {
        self.file.position(self.diagnostic.range.end())
    }

    /// The line on which a comment would allow it; none can allow what is no rule's.
    pub fn noqa_row(&self) -> Option<usize> {
        self.diagnostic.code?;
        let at = self.diagnostic.range.start();
        Some(self.file.position(self.file.noqa_rows().resolve(at)).line)
    }

    /// The order of findings: by file and place.
    pub fn order(&self) -> (&Path, TextSize, TextSize, &str, &str) {
        let diagnostic = &self.diagnostic;
        let range = diagnostic.range;
        (
            &self.file.path,
            range.start(),
            range.end(),
            &diagnostic.name,
            &diagnostic.message,
        )
    }
}

impl Source {
    /// A file under the name that findings show.
    pub fn new(path: PathBuf, text: Arc<str>) -> Source {
        Source {
            path,
            text,
            lines: OnceCell::new(),
            rows: OnceCell::new(),
        }
    }

    /// The lines on which comments allow what is found.
    pub fn noqa_rows(&self) -> &NoqaRows {
        self.rows.get_or_init(|| NoqaRows::of(&self.text))
    }

    /// Where its lines are.
    pub fn lines(&self) -> &LineIndex {
        let read = || LineIndex::from_source_text(&self.text);
        self.lines.get_or_init(read)
    }

    /// The line and column of a byte.
    pub fn position(&self, at: TextSize) -> Position {
        let place = self.lines().line_column(at, &self.text);
        Position {
            line: place.line.get(),
            column: place.column.get(),
        }
    }
}

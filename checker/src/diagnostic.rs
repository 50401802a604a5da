use std::path::PathBuf;

use gotchas_catalog::{Code, Severity};
use ruff_text_size::TextRange;
use serde::{Deserialize, Serialize};

use crate::fix::Fix;

/// A finding in a file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Diagnostic {
    /// The gotcha's code; none: the file is not valid Python, or cannot be analysed.
    pub code: Option<Code>,
    /// The gotcha's name; `invalid-syntax` or `too-deep` where there is no gotcha.
    pub name: String,
    /// How bad it is on the target.
    pub severity: Severity,
    /// What happens, in one line.
    pub message: String,
    /// What to write instead, in one line.
    pub help: Option<String>,
    /// The file it is in.
    pub file: PathBuf,
    /// Bytes of the file's text that it is about.
    pub range: TextRange,
    /// Other places that explain it.
    pub secondary: Vec<Annotation>,
    /// A change that mends it, where there is one.
    pub fix: Option<Fix>,
    /// Page of the gotcha.
    pub url: Option<String>,
}

/// A place that explains a finding.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Annotation {
    /// What it has to do with the finding.
    pub label: String,
    /// The file it is in.
    pub file: PathBuf,
    /// Bytes of that file's text.
    pub range: TextRange,
}

impl Diagnostic {
    /// The order in which findings are reported: by file, place, code.
    pub(crate) fn sort_key(&self) -> (&PathBuf, u32, u32, Option<Code>, &str) {
        (
            &self.file,
            self.range.start().into(),
            self.range.end().into(),
            self.code,
            &self.message,
        )
    }
}

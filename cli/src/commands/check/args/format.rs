//! How findings are printed, and where to.

use std::{ffi::OsStr, path::PathBuf};

use clap::{
    ValueEnum,
    builder::{EnumValueParser, PossibleValue, TypedValueParser},
};
use serde::{Deserialize, Serialize};

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
pub struct OutputParser;

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

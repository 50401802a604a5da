//! Reading a wrangler file: which Python file a Worker starts from, and on which date and flags it runs.

use std::path::{Path, PathBuf};

use gotchas_catalog::is_date;
use serde::Deserialize;
use serde_json::{Map, Value};
use thiserror::Error;

/// Written by some editors at the start of a file.
const BYTE_ORDER_MARK: char = '\u{feff}';

/// The names wrangler looks for, in its order of preference within one folder.
pub const FILE_NAMES: [&str; 3] = ["wrangler.json", "wrangler.jsonc", "wrangler.toml"];

/// What one environment of a wrangler file says, with the settings it inherits.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WranglerConfig {
    /// The wrangler file.
    pub path: PathBuf,
    /// Name of the environment; none for the top level.
    pub environment: Option<String>,
    /// The entry file, joined to the folder of the wrangler file.
    pub main: Option<PathBuf>,
    /// `YYYY-MM-DD`, if there is one and it is a date.
    pub compatibility_date: Option<String>,
    /// What stands in its place and is no date.
    pub misdated: Option<Misdated>,
    /// Compatibility flags in the order of the file.
    pub compatibility_flags: Vec<String>,
}

/// A compatibility date that is none.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Misdated {
    /// What is written.
    pub text: String,
    /// The line, from 1.
    pub line: usize,
}

/// Why a wrangler file could not be read.
#[derive(Debug, Error)]
pub enum ConfigError {
    /// The file could not be opened or is not UTF-8.
    #[error("cannot read {path}: {source}", path = path.display())]
    Read {
        /// The wrangler file.
        path: PathBuf,
        /// What the operating system says.
        source: std::io::Error,
    },
    /// The file is not TOML or JSONC, or a known key has the wrong type.
    #[error("{path}:{line}:{column}: {message}", path = path.display())]
    Syntax {
        /// The wrangler file.
        path: PathBuf,
        /// Line, from 1.
        line: usize,
        /// Column in characters, from 1.
        column: usize,
        /// What was expected.
        message: String,
    },
}

#[derive(Debug, Default, Deserialize)]
struct Settings {
    main: Option<String>,
    compatibility_date: Option<String>,
    compatibility_flags: Option<Vec<String>>,
    #[serde(default)]
    env: Map<String, Value>,
}

impl WranglerConfig {
    /// Reads a wrangler file; the first entry is the top level, each environment that changes something follows.
    ///
    /// # Errors
    /// The file cannot be read, is malformed, or a key this tool needs has the wrong type.
    pub fn read(path: &Path) -> Result<Vec<WranglerConfig>, ConfigError> {
        let text = std::fs::read_to_string(path).map_err(|source| ConfigError::Read {
            path: path.into(),
            source,
        })?;
        Self::parse(path, &text)
    }

    /// The same for text that is at hand; `path` decides between TOML and JSONC and is what `main` is relative to.
    ///
    /// # Errors
    /// The text is malformed, or a key this tool needs has the wrong type.
    pub fn parse(path: &Path, text: &str) -> Result<Vec<WranglerConfig>, ConfigError> {
        let text = text.trim_start_matches(BYTE_ORDER_MARK);
        let top = settings(path, text)?;
        let folder = path.parent().unwrap_or(Path::new(""));
        let config = |environment: Option<&str>, settings: &Settings| {
            let main = settings.main.as_deref().or(top.main.as_deref());
            let date = settings.compatibility_date.as_deref();
            let date = date.or(top.compatibility_date.as_deref());
            let flags = settings.compatibility_flags.as_ref();
            let flags = flags.or(top.compatibility_flags.as_ref());
            WranglerConfig {
                path: path.to_path_buf(),
                environment: environment.map(str::to_string),
                main: main.map(|main| folder.join(main.trim_start_matches("./"))),
                compatibility_date: date.filter(|date| is_date(date)).map(str::to_string),
                misdated: date.and_then(|date| misdated(date, text)),
                compatibility_flags: flags.cloned().unwrap_or_default(),
            }
        };
        let mut configs = vec![config(None, &top)];
        for (name, value) in &top.env {
            let Ok(settings) = Settings::deserialize(value) else {
                continue;
            };
            let environment = config(Some(name), &settings);
            let differs = |known: &WranglerConfig| {
                known.main != environment.main
                    || known.compatibility_date != environment.compatibility_date
                    || known.compatibility_flags != environment.compatibility_flags
            };
            if configs.iter().all(differs) {
                configs.push(environment);
            }
        }
        Ok(configs)
    }

    /// Whether this is a Python Worker: its entry is a Python file, or it names none and its flags ask for Python.
    pub fn is_python(&self) -> bool {
        let extension = self.main.as_ref().and_then(|main| main.extension());
        match extension {
            Some(extension) => extension == "py",
            None => self.has_flag("python_workers"),
        }
    }

    /// Whether its entry is a file of another language.
    pub fn is_foreign(&self) -> bool {
        self.main.is_some() && !self.is_python()
    }

    /// Whether the compatibility flag is set.
    pub fn has_flag(&self, flag: &str) -> bool {
        self.compatibility_flags.iter().any(|f| f == flag)
    }
}

fn settings(path: &Path, text: &str) -> Result<Settings, ConfigError> {
    let syntax = |offset: usize, message: String| {
        let (line, column) = line_column(text, offset);
        ConfigError::Syntax {
            path: path.to_path_buf(),
            line,
            column,
            message,
        }
    };
    if path.extension().is_some_and(|e| e == "toml") {
        return toml::from_str(text).map_err(|error| {
            let at = error.span().unwrap_or(0..0);
            let bare = text.get(at.clone()).filter(|value| starts_with_date(value));
            let message = bare.map_or_else(
                || error.message().to_string(),
                |date| format!("expected a date in quotes: \"{date}\""),
            );
            syntax(at.start, message)
        });
    }
    let misread = |error: jsonc_parser::errors::ParseError| {
        syntax(error.range().start, error.kind().to_string())
    };
    // A list would be read as the values of the keys in their order.
    let value: Option<Value> =
        jsonc_parser::parse_to_serde_value(text, &Default::default()).map_err(misread)?;
    if value.is_some_and(|value| !value.is_object() && !value.is_null()) {
        return Err(syntax(0, "expected an object".to_owned()));
    }
    jsonc_parser::parse_to_serde_value::<Option<Settings>>(text, &Default::default())
        .map(Option::unwrap_or_default)
        .map_err(misread)
}

fn line_column(text: &str, offset: usize) -> (usize, usize) {
    let before = &text.as_bytes()[..offset.min(text.len())];
    let before = String::from_utf8_lossy(before);
    let line = before.matches('\n').count() + 1;
    let column = before
        .rsplit('\n')
        .next()
        .unwrap_or_default()
        .chars()
        .count()
        + 1;
    (line, column)
}

/// Whether a text starts like `YYYY-MM-DD`.
fn starts_with_date(text: &str) -> bool {
    let mut bytes = text.bytes();
    let fits = |wanted: u8| match (wanted, bytes.next()) {
        (b'9', Some(found)) => found.is_ascii_digit(),
        (wanted, found) => found == Some(wanted),
    };
    "9999-99-99".bytes().all(fits)
}

/// What is said of a date that is none. What a generator of projects still has to fill in is nobody's mistake.
fn misdated(date: &str, file: &str) -> Option<Misdated> {
    if is_date(date) || date.contains(['%', '{', '$', '<']) {
        return None;
    }
    let mut lines = file.lines();
    let line = lines.position(|line| line.contains("compatibility_date") && line.contains(date));
    Some(Misdated {
        text: date.to_owned(),
        line: line.map_or(1, |line| line + 1),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(name: &str, text: &str) -> Vec<WranglerConfig> {
        WranglerConfig::parse(Path::new(name), text).expect("the configuration parses")
    }

    #[test]
    fn reads_toml_and_jsonc_alike() {
        let toml = parse(
            "app/wrangler.toml",
            "main = \"src/entry.py\"\ncompatibility_date = \"2026-01-15\"\ncompatibility_flags = [\"python_workers\"]\n",
        );
        let jsonc = parse(
            "app/wrangler.jsonc",
            "{ // a Worker\n \"main\": \"./src/entry.py\", \"compatibility_date\": \"2026-01-15\", \"compatibility_flags\": [\"python_workers\",], }",
        );
        assert_eq!(toml[0].main.as_deref(), Some(Path::new("app/src/entry.py")));
        assert_eq!(toml[0].main, jsonc[0].main);
        assert_eq!(toml[0].compatibility_date, jsonc[0].compatibility_date);
        assert!(toml[0].is_python() && jsonc[0].is_python());
    }

    #[test]
    fn an_environment_inherits_what_it_does_not_set() {
        let configs = parse(
            "wrangler.toml",
            "main = \"a.py\"\ncompatibility_date = \"2025-01-01\"\n[env.next]\ncompatibility_date = \"2026-10-01\"\n[env.same]\nname = \"x\"\n",
        );
        assert_eq!(configs.len(), 2);
        assert_eq!(configs[1].environment.as_deref(), Some("next"));
        assert_eq!(configs[1].main, configs[0].main);
        assert_eq!(configs[1].compatibility_date.as_deref(), Some("2026-10-01"));
    }

    #[test]
    fn a_date_that_is_a_template_is_no_date() {
        assert_eq!(
            parse("wrangler.json", r#"{"compatibility_date": "%COMPAT_DATE"}"#)[0]
                .compatibility_date,
            None
        );
    }

    #[test]
    fn a_javascript_worker_is_not_python() {
        assert!(!parse("wrangler.toml", "main = \"src/index.ts\"\n")[0].is_python());
    }

    #[test]
    fn malformed_files_are_reported_with_their_place() {
        let toml = WranglerConfig::parse(Path::new("wrangler.toml"), "main = \"a.py\"\nname = \n")
            .unwrap_err()
            .to_string();
        assert!(toml.starts_with("wrangler.toml:2:"), "{toml}");
        let jsonc = WranglerConfig::parse(Path::new("wrangler.jsonc"), "{\n  \"main\" \"a.py\"\n}")
            .unwrap_err()
            .to_string();
        assert!(jsonc.starts_with("wrangler.jsonc:2:"), "{jsonc}");
        let kind = WranglerConfig::parse(Path::new("wrangler.jsonc"), "{\"main\": 3}")
            .unwrap_err()
            .to_string();
        assert!(kind.contains("expected a string"), "{kind}");
    }

    #[test]
    fn a_mark_of_the_byte_order_is_no_part_of_a_file() {
        for (name, text) in [
            ("wrangler.json", "\u{feff}{\"main\": \"a.py\"}"),
            (
                "wrangler.jsonc",
                "\u{feff}// a Worker\n{\"main\": \"a.py\"}",
            ),
            ("wrangler.toml", "\u{feff}main = \"a.py\"\n"),
        ] {
            assert_eq!(
                parse(name, text)[0].main.as_deref(),
                Some(Path::new("a.py"))
            );
        }
    }

    #[test]
    fn what_is_no_date_is_named_with_its_line() {
        for date in [
            "bad",
            "2025-9-1",
            "2025-13-45",
            "2025-02-29",
            "2025-09-01T00:00:00Z",
            "",
        ] {
            let text = format!("main = \"a.py\"\ncompatibility_date = \"{date}\"\n");
            let config = parse("wrangler.toml", &text).remove(0);
            assert_eq!(config.compatibility_date, None, "{date}");
            let misdated = config.misdated.expect("it is no date");
            assert_eq!((misdated.line, misdated.text.as_str()), (2, date));
        }
        for date in ["2024-02-29", "%COMPAT_DATE", "{{ date }}"] {
            let text = format!("compatibility_date = \"{date}\"\n");
            assert_eq!(parse("wrangler.toml", &text)[0].misdated, None, "{date}");
        }
    }

    #[test]
    fn a_date_without_quotes_is_shown_with_them() {
        let text = "main = \"a.py\"\ncompatibility_date = 2025-09-01\n";
        let said = WranglerConfig::parse(Path::new("wrangler.toml"), text).unwrap_err();
        let said = said.to_string();
        assert_eq!(
            said,
            "wrangler.toml:2:22: expected a date in quotes: \"2025-09-01\""
        );
    }

    #[test]
    fn a_file_holds_an_object() {
        for text in ["[]", "[\"a.py\", null, null, {}]", "3"] {
            let said = WranglerConfig::parse(Path::new("wrangler.json"), text).unwrap_err();
            assert_eq!(said.to_string(), "wrangler.json:1:1: expected an object");
        }
        assert_eq!(parse("wrangler.json", "")[0].main, None);
    }
}

//! Reading a wrangler file: which Python file a Worker starts from, and on which date and flags it runs.

use std::path::{Path, PathBuf};

use serde::Deserialize;
use serde_json::{Map, Value};
use thiserror::Error;

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
    /// Compatibility flags in the order of the file.
    pub compatibility_flags: Vec<String>,
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
        let top = settings(path, text)?;
        let folder = path.parent().unwrap_or(Path::new(""));
        let config = |environment: Option<&str>, settings: &Settings| WranglerConfig {
            path: path.to_path_buf(),
            environment: environment.map(str::to_string),
            main: settings
                .main
                .as_deref()
                .or(top.main.as_deref())
                .map(|main| folder.join(main.trim_start_matches("./"))),
            compatibility_date: settings
                .compatibility_date
                .as_deref()
                .or(top.compatibility_date.as_deref())
                .filter(|date| is_date(date))
                .map(str::to_string),
            compatibility_flags: settings
                .compatibility_flags
                .clone()
                .or_else(|| top.compatibility_flags.clone())
                .unwrap_or_default(),
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
            syntax(
                error.span().map_or(0, |span| span.start),
                error.message().to_string(),
            )
        });
    }
    jsonc_parser::parse_to_serde_value::<Option<Settings>>(text, &Default::default())
        .map(Option::unwrap_or_default)
        .map_err(|error| syntax(error.range().start, error.kind().to_string()))
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

fn is_date(text: &str) -> bool {
    let shape: String = text
        .chars()
        .map(|c| if c.is_ascii_digit() { '9' } else { c })
        .collect();
    shape == "9999-99-99"
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
}

use std::{path::Path, sync::Arc};

use serde::de::DeserializeOwned;

use crate::{Problem, model::Position};

/// Parses the text of a YAML file.
pub fn parse<T: DeserializeOwned>(path: &Path, source: &Arc<str>) -> Result<T, Problem> {
    let options = serde_yaml::options! { with_snippet: false };
    serde_yaml::from_str_with_options(source, options).map_err(|error| {
        let at = error.location().map(|at| Position {
            line: at.line() as usize,
            column: at.column() as usize,
        });
        Problem::new(path, error.to_string())
            .source(Some(source.clone()))
            .at(at.unwrap_or_default())
    })
}

use std::{fs, path::Path, sync::Arc};

use serde::de::DeserializeOwned;

use crate::{Entry, Problem, yaml};

/// Reads and parses one YAML file.
pub fn file<T: DeserializeOwned>(path: &Path) -> Result<(T, Arc<str>), Problem> {
    let source = fs::read_to_string(path)
        .map_err(|error| Problem::new(path, format!("cannot read: {error}")))?;
    let source: Arc<str> = source.into();
    Ok((yaml::parse(path, &source)?, source))
}

/// Reads every gotcha of a folder's categories.
pub fn entries(folder: &Path, problems: &mut Vec<Problem>) -> Vec<Entry> {
    let mut entries = vec![];
    for category in list(folder)
        .into_iter()
        .filter(|path| path.is_dir() && !path.ends_with("platform"))
    {
        for path in list(&category)
            .into_iter()
            .filter(|path| path.extension().is_some_and(|ext| ext == "yaml"))
        {
            match file(&path) {
                Ok((gotcha, source)) => {
                    let name = stem(&path);
                    let category = stem(&category);
                    let root = stem(folder);
                    let path = format!("{root}/{category}/{name}.yaml");
                    entries.push(Entry {
                        name,
                        category,
                        path,
                        gotcha,
                        source: Some(source),
                    });
                }
                Err(problem) => problems.push(problem),
            }
        }
    }
    entries
}

fn list(folder: &Path) -> Vec<std::path::PathBuf> {
    let mut paths: Vec<_> = fs::read_dir(folder)
        .into_iter()
        .flatten()
        .flatten()
        .map(|entry| entry.path())
        .collect();
    paths.sort();
    paths
}

fn stem(path: &Path) -> String {
    path.file_stem()
        .unwrap_or_default()
        .to_string_lossy()
        .into_owned()
}

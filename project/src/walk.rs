//! Which files of a folder are Python or wrangler files, `.gitignore` respected.

use std::path::{Path, PathBuf};

use ignore::WalkBuilder;

use crate::config::FILE_NAMES;

/// Folders that hold other people's code or none that runs, whatever `.gitignore` says.
const SKIPPED: [&str; 12] = [
    ".git",
    ".venv",
    ".venv-workers",
    "venv",
    "node_modules",
    "python_modules",
    "site-packages",
    "__pycache__",
    ".wrangler",
    ".mypy_cache",
    ".tox",
    ".nox",
];

/// The files of interest under one path, each list sorted.
#[derive(Debug, Default)]
pub(crate) struct Found {
    pub(crate) python: Vec<PathBuf>,
    pub(crate) configs: Vec<PathBuf>,
    pub(crate) unreadable: Vec<(PathBuf, String)>,
}

/// Walks a folder; a file given by name is taken whatever it is called.
pub(crate) fn walk(path: &Path, respect_gitignore: bool) -> Found {
    let mut found = Found::default();
    if path.is_file() {
        found.python.push(path.to_path_buf());
        return found;
    }
    let walker = WalkBuilder::new(path)
        .standard_filters(false)
        .git_ignore(respect_gitignore)
        .git_exclude(respect_gitignore)
        .parents(respect_gitignore)
        .filter_entry(|entry| {
            let folder = entry.file_type().is_some_and(|kind| kind.is_dir());
            !(folder
                && entry.depth() > 0
                && entry
                    .file_name()
                    .to_str()
                    .is_some_and(|name| SKIPPED.contains(&name)))
        })
        .sort_by_file_path(Path::cmp)
        .build();
    for entry in walker {
        match entry {
            Ok(entry) if entry.file_type().is_some_and(|kind| kind.is_dir()) => {}
            Ok(entry) => sort_in(entry.into_path(), &mut found),
            Err(error) => found
                .unreadable
                .push((path.to_path_buf(), error.to_string())),
        }
    }
    found
}

fn sort_in(path: PathBuf, found: &mut Found) {
    let Some(name) = path.file_name().and_then(|name| name.to_str()) else {
        return;
    };
    if FILE_NAMES.contains(&name) {
        found.configs.push(path);
    } else if path.extension().is_some_and(|extension| extension == "py") {
        found.python.push(path);
    }
}

/// Whether a path is that of a test, by the names pytest and unittest look for.
pub(crate) fn is_test(path: &Path) -> bool {
    let file = path
        .file_name()
        .and_then(|name| name.to_str())
        .unwrap_or_default();
    let folder = path
        .parent()
        .into_iter()
        .flat_map(Path::components)
        .any(|part| {
            matches!(
                part.as_os_str().to_str(),
                Some("tests" | "test" | "testing")
            )
        });
    folder || file == "conftest.py" || file.starts_with("test_") || file.ends_with("_test.py")
}

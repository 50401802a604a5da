//! Which files of a folder are Python or wrangler files, `.gitignore` respected.

use std::path::{Path, PathBuf};

use ignore::WalkBuilder;

use crate::config::FILE_NAMES;
use crate::discovery::Options;

/// Folders that hold other people's code or none that runs: those that ruff leaves out, and what Workers add to them.
pub const LEFT_OUT: [&str; 30] = [
    ".bzr",
    ".direnv",
    ".eggs",
    ".git",
    ".git-rewrite",
    ".gotchas_cache",
    ".hg",
    ".ipynb_checkpoints",
    ".mypy_cache",
    ".nox",
    ".pants.d",
    ".pyenv",
    ".pytest_cache",
    ".pytype",
    ".ruff_cache",
    ".svn",
    ".tox",
    ".venv",
    ".venv-workers",
    ".vscode",
    ".wrangler",
    "__pycache__",
    "__pypackages__",
    "_build",
    "buck-out",
    "dist",
    "node_modules",
    "python_modules",
    "site-packages",
    "venv",
];

/// The files of interest under one path, each list sorted.
#[derive(Debug, Default)]
pub(crate) struct Found {
    pub(crate) python: Vec<PathBuf>,
    pub(crate) configs: Vec<PathBuf>,
    pub(crate) unreadable: Vec<(PathBuf, String)>,
}

/// Walks a folder; a file given by name is taken whatever it is called.
pub(crate) fn walk(path: &Path, options: &Options<'_>) -> Found {
    let mut found = Found::default();
    if path.is_file() {
        found.python.push(path.to_path_buf());
        return found;
    }
    let left_out: Vec<String> = options.left_out.iter().map(ToString::to_string).collect();
    let walker = WalkBuilder::new(path)
        .standard_filters(options.respect_gitignore)
        .hidden(false)
        .filter_entry(move |entry| {
            let folder = entry.file_type().is_some_and(|kind| kind.is_dir());
            let name = entry.file_name();
            !(folder && entry.depth() > 0 && left_out.iter().any(|out| name == out.as_str()))
        })
        .sort_by_file_path(Path::cmp)
        .build();
    for entry in walker {
        match entry {
            Ok(entry) if entry.file_type().is_some_and(|kind| kind.is_dir()) => {}
            Ok(entry) => sort_in(entry.into_path(), options, &mut found),
            Err(error) => found.unreadable.push(placed(error, path)),
        }
    }
    found
}

/// What cannot be read, and why; the reason does not name it again.
fn placed(error: ignore::Error, root: &Path) -> (PathBuf, String) {
    match error {
        ignore::Error::WithPath { path, err } => placed(*err, &path),
        ignore::Error::WithDepth { err, .. } => placed(*err, root),
        error => (root.to_path_buf(), error.to_string()),
    }
}

fn sort_in(path: PathBuf, options: &Options<'_>, found: &mut Found) {
    let name = path.file_name().unwrap_or_default();
    if FILE_NAMES.iter().any(|config| name == *config) {
        found.configs.push(path);
    } else if (options.included)(&path) {
        found.python.push(path);
    }
}

/// Whether a file is Python by its name.
pub fn is_python(path: &Path) -> bool {
    let mut extensions = ["py", "pyi"].iter();
    path.extension()
        .is_some_and(|extension| extensions.any(|python| extension == *python))
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_cannot_be_read_is_named_once() {
        let error = ignore::Error::Io(std::io::ErrorKind::PermissionDenied.into());
        let error = ignore::Error::WithPath {
            path: "a/b".into(),
            err: Box::new(error),
        };
        let error = ignore::Error::WithDepth {
            depth: 1,
            err: Box::new(error),
        };
        let (path, message) = placed(error, Path::new("a"));
        assert_eq!(path, Path::new("a/b"));
        assert_eq!(message, "permission denied");
    }
}

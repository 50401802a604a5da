//! Paths as they are compared and shown.

use std::path::{Component, Path, PathBuf};

/// The whole path, without `.` and `..`. Links are not followed: `..` takes the name before it away, as in ruff.
pub fn absolute(path: &Path) -> PathBuf {
    clean(&std::path::absolute(path).unwrap_or_else(|_| path.to_owned()))
}

/// A path without `.` and `..`.
pub fn clean(path: &Path) -> PathBuf {
    let mut clean = PathBuf::new();
    for part in path.components() {
        match part {
            Component::CurDir => {}
            Component::ParentDir => match clean.components().next_back() {
                Some(Component::Normal(_)) => drop(clean.pop()),
                Some(Component::RootDir | Component::Prefix(_)) => {}
                _ => clean.push(part),
            },
            _ => clean.push(part),
        }
    }
    clean
}

/// A path from the working directory where it lies below it, else whole. Standard input keeps its name.
pub fn from_here(path: &Path) -> PathBuf {
    if path == Path::new("-") {
        return path.to_owned();
    }
    let whole = absolute(path);
    let here = std::env::current_dir().ok();
    let below = here.and_then(|here| whole.strip_prefix(here).ok().map(Path::to_path_buf));
    match below {
        Some(below) if below.as_os_str().is_empty() => ".".into(),
        Some(below) => below,
        None => whole,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dots_are_taken_out_of_paths() {
        let clean = |path: &str| clean(Path::new(path)).display().to_string();
        assert_eq!(clean("/a/../b/./c"), "/b/c");
        assert_eq!(clean("/../a"), "/a");
        assert_eq!(clean("../a/../../b"), "../../b");
        assert_eq!(clean("./pkg/"), "pkg");
    }

    #[test]
    fn what_is_below_the_working_directory_is_shown_from_there() {
        let here = std::env::current_dir().unwrap();
        let name = here.file_name().unwrap();
        let around = Path::new("..").join(name).join("a.py");
        assert_eq!(from_here(&around), Path::new("a.py"));
        assert_eq!(from_here(&here), Path::new("."));
        assert_eq!(from_here(Path::new("..")), here.parent().unwrap());
        assert_eq!(from_here(Path::new("-")), Path::new("-"));
    }
}

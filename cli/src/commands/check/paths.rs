//! Paths as they are compared and shown.

use std::path::{Path, PathBuf};

pub use gotchas_project::paths::{absolute, clean};

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

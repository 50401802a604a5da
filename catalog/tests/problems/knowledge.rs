//! A knowledge base that can be spoiled.

use std::{
    fs,
    path::{Path, PathBuf},
};

use gotchas_catalog::{Catalogue, Problems};
use tempfile::TempDir;

/// The gotcha that most tests spoil.
pub const GOTCHA: &str = "database/rows.yaml";

/// A copy of the valid knowledge base, in a folder of its own.
pub struct Knowledge {
    folder: TempDir,
}

impl Knowledge {
    /// The knowledge base without a mistake.
    pub fn valid() -> Knowledge {
        let folder = tempfile::tempdir().expect("a temporary folder");
        copy(
            &Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/knowledge"),
            &folder.path().join("gotchas"),
        );
        Knowledge { folder }
    }

    /// The knowledge base with one piece of [`GOTCHA`] replaced.
    pub fn with(old: &str, new: &str) -> Knowledge {
        Knowledge::valid().replace(GOTCHA, old, new)
    }

    /// The knowledge base with another text as [`GOTCHA`].
    pub fn with_text(text: impl AsRef<[u8]>) -> Knowledge {
        Knowledge::valid().write(GOTCHA, text)
    }

    /// Replaces a piece of a file, which must occur in it once.
    pub fn replace(self, file: &str, old: &str, new: &str) -> Knowledge {
        let text = self.read(file);
        assert_eq!(text.matches(old).count(), 1, "`{old}` in {file}");
        self.write(file, text.replace(old, new))
    }

    /// Writes a file.
    pub fn write(self, file: &str, content: impl AsRef<[u8]>) -> Knowledge {
        let path = self.path(file);
        fs::create_dir_all(path.parent().expect("a folder around it")).expect("a folder");
        fs::write(path, content).expect("a file");
        self
    }

    /// Removes a file.
    pub fn remove(self, file: &str) -> Knowledge {
        fs::remove_file(self.path(file)).expect("it was there");
        self
    }

    /// The text of a file.
    pub fn read(&self, file: &str) -> String {
        fs::read_to_string(self.path(file)).expect("a text file")
    }

    /// Where a file lies.
    pub fn path(&self, file: &str) -> PathBuf {
        self.folder.path().join("gotchas").join(file)
    }

    /// Loads it.
    pub fn load(&self) -> Result<Catalogue, Problems> {
        Catalogue::load(&self.path(""))
    }

    /// What is reported when it is loaded, without the temporary folder.
    pub fn report(&self) -> String {
        self.neutral(&self.load().expect_err("something is wrong"))
    }

    /// A report without the temporary folder.
    pub fn neutral(&self, problems: &Problems) -> String {
        let folder = self.folder.path().display().to_string();
        problems.render(false).replace(&format!("{folder}/"), "")
    }
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).expect("a folder");
    for entry in fs::read_dir(from).expect("a folder") {
        let path = entry.expect("an entry").path();
        let target = to.join(path.file_name().expect("a name"));
        if path.is_dir() {
            copy(&path, &target);
        } else {
            fs::copy(&path, &target).expect("a copy");
        }
    }
}

#[test]
fn the_unspoilt_one_is_valid() {
    if let Err(problems) = Knowledge::valid().load() {
        panic!("{problems}");
    }
}

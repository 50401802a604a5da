//! What end-to-end tests and benchmarks share: knowledge bases of any size, made from the real one.
//!
//! The tests themselves are in the folders beside this one: `checker`, `cli`, `site`, `search` and `seed`. Those that start
//! a program belong to the crate of that program, since cargo builds it for no other.

pub mod generated;
pub mod queries;

use std::{
    fs, io,
    path::{Path, PathBuf},
};

/// The folder of the project.
pub fn root() -> PathBuf {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    folder.canonicalize().expect("the project's folder")
}

/// Copies everything that the site is made from into `folder`.
///
/// # Errors
///
/// A file cannot be read or written.
pub fn copy_book(folder: &Path) -> io::Result<()> {
    for part in ["gotchas", "evidence", "src", "theme"] {
        copy(&root().join(part), &folder.join(part))?;
    }
    fs::copy(root().join("book.toml"), folder.join("book.toml"))?;
    Ok(())
}

fn copy(from: &Path, to: &Path) -> io::Result<()> {
    fs::create_dir_all(to)?;
    for entry in fs::read_dir(from)? {
        let entry = entry?;
        let target = to.join(entry.file_name());
        if entry.file_type()?.is_dir() {
            copy(&entry.path(), &target)?;
        } else {
            fs::copy(entry.path(), target)?;
        }
    }
    Ok(())
}

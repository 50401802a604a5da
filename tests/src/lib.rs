//! What end-to-end tests and benchmarks share: knowledge bases of any size, made from the real one.
//!
//! The tests themselves are in the folders beside this one: `checker`, `cli`, `site`, `search` and `seed`. Those that start
//! a program belong to the crate of that program, since cargo builds it for no other.

pub mod generated;
pub mod queries;

use std::path::{Path, PathBuf};

/// The folder of the project.
pub fn root() -> PathBuf {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    folder.canonicalize().expect("the project's folder")
}

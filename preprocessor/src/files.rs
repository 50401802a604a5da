//! Reading and writing files, with messages that name them.

use std::{
    fs,
    io::Write,
    path::{Path, PathBuf},
};

use anyhow::Context;
use gotchas_catalog::{Problem, Problems};
use tempfile::NamedTempFile;

/// The text of a file.
pub fn read(path: &Path) -> Result<String, Problems> {
    fs::read_to_string(path).map_err(|error| {
        vec![Problem::new(
            shown(path),
            format!("this file cannot be read: {error}"),
        )]
        .into()
    })
}

/// A path as it is shown: without a leading `./`.
pub fn shown(path: &Path) -> PathBuf {
    path.strip_prefix(".").unwrap_or(path).to_owned()
}

/// Writes a file so that nobody ever sees a part of it, and makes its folder if need be.
pub fn write(path: &Path, content: &[u8]) -> anyhow::Result<()> {
    let attempt = || -> anyhow::Result<()> {
        let folder = path.parent().context("it has no folder")?;
        fs::create_dir_all(folder)?;
        let mut file = NamedTempFile::new_in(folder)?;
        file.write_all(content)?;
        make_readable(&file)?;
        file.persist(path)?;
        Ok(())
    };
    attempt().with_context(|| format!("cannot write {}", path.display()))
}

/// Temporary files are private to their owner; pages are not.
#[cfg(unix)]
fn make_readable(file: &NamedTempFile) -> std::io::Result<()> {
    use std::os::unix::fs::PermissionsExt;
    file.as_file()
        .set_permissions(fs::Permissions::from_mode(0o644))
}

#[cfg(not(unix))]
fn make_readable(_: &NamedTempFile) -> std::io::Result<()> {
    Ok(())
}

/// Copies a file so that nobody ever sees a part of it, and makes its folder if need be.
pub fn copy(from: &Path, to: &Path) -> anyhow::Result<()> {
    let attempt = || -> anyhow::Result<()> {
        let folder = to.parent().context("it has no folder")?;
        fs::create_dir_all(folder)?;
        let part = NamedTempFile::new_in(folder)?;
        fs::copy(from, part.path())?;
        make_readable(&part)?;
        part.persist(to)?;
        Ok(())
    };
    attempt().with_context(|| format!("cannot copy {} to {}", from.display(), to.display()))
}

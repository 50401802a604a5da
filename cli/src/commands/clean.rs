//! `gotchas clean`: removes what `gotchas check` keeps for its next run.

use std::{fs, path::PathBuf};

use anyhow::Context;
use ignore::WalkBuilder;

use super::check::cache;
use crate::{exit::Exit, terminal};

/// Remove the caches of `gotchas check`
#[derive(Debug, clap::Args)]
pub struct Args {
    /// Folders to look in, with all that is below them
    #[arg(value_name = "PATHS", default_value = ".")]
    paths: Vec<PathBuf>,
}

/// Removes the caches and says which.
pub fn run(args: &Args) -> anyhow::Result<Exit> {
    for path in &args.paths {
        for folder in caches(path) {
            terminal::note(&format!("Removing cache at: {}", folder.display()));
            fs::remove_dir_all(&folder)
                .with_context(|| format!("cannot remove {}", folder.display()))?;
        }
    }
    Ok(Exit::Success)
}

/// The caches below a folder: by their name and the tag that ours have.
fn caches(path: &std::path::Path) -> Vec<PathBuf> {
    let walk = WalkBuilder::new(path).standard_filters(false).build();
    let folders = walk.filter_map(Result::ok).map(ignore::DirEntry::into_path);
    let ours = |path: &PathBuf| {
        path.file_name().is_some_and(|name| name == cache::FOLDER)
            && path.join("CACHEDIR.TAG").is_file()
    };
    folders.filter(ours).collect()
}

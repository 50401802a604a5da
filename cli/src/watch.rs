//! Noticing that a file changed: one that the site is made from, or one that is checked.

use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
    sync::mpsc::{self, Receiver},
    time::{Duration, SystemTime},
};

use anyhow::Context;
use ignore::{DirEntry, WalkBuilder};
use notify_debouncer_mini::{
    DebounceEventResult, Debouncer, new_debouncer,
    notify::{RecommendedWatcher, RecursiveMode},
};

/// Changes closer together than this are one change.
const PAUSE: Duration = Duration::from_millis(150);

/// Folders that hold much and nothing that anybody writes by hand.
const SKIPPED: [&str; 6] = [
    ".git",
    ".venv",
    ".venv-workers",
    ".wrangler",
    "node_modules",
    "__pycache__",
];

/// Watches files and folders.
pub struct Watch {
    places: Vec<PathBuf>,
    seen: Snapshot,
    events: Receiver<DebounceEventResult>,
    /// Stops watching when dropped.
    _debouncer: Debouncer<RecommendedWatcher>,
}

/// When each file was written last and how long it is.
type Snapshot = BTreeMap<PathBuf, (SystemTime, u64)>;

impl Watch {
    /// Starts to watch these files and folders, with what is in them.
    pub fn new(places: Vec<PathBuf>) -> anyhow::Result<Self> {
        let (sender, events) = mpsc::channel();
        let mut debouncer = new_debouncer(PAUSE, sender).context("cannot watch for changes")?;
        for place in &places {
            // An editor that saves by renaming replaces the file itself, so a file is watched through its folder.
            let (watched, mode) = match place.is_dir() {
                true => (place.as_path(), RecursiveMode::Recursive),
                false => (
                    place.parent().unwrap_or(Path::new(".")),
                    RecursiveMode::NonRecursive,
                ),
            };
            let watched = if watched.as_os_str().is_empty() {
                Path::new(".")
            } else {
                watched
            };
            let failed = || format!("cannot watch {}", watched.display());
            debouncer
                .watcher()
                .watch(watched, mode)
                .with_context(failed)?;
        }
        let seen = snapshot(&places);
        Ok(Watch {
            places,
            seen,
            events,
            _debouncer: debouncer,
        })
    }

    /// Waits until a watched file was added, written or removed since the last call and gives the paths of those that
    /// were; nothing once watching has ended.
    ///
    /// The system also reports files that were only read, as every build does, so the files themselves decide.
    pub fn next(&mut self) -> Option<Vec<PathBuf>> {
        loop {
            self.events.recv().ok()?.ok();
            while self.events.try_recv().is_ok() {}
            let now = snapshot(&self.places);
            let changed = difference(&self.seen, &now);
            self.seen = now;
            if !changed.is_empty() {
                return Some(changed);
            }
        }
    }
}

fn snapshot(places: &[PathBuf]) -> Snapshot {
    let is_watched = |entry: &DirEntry| {
        let name = entry.file_name().to_str();
        !name.is_some_and(|name| SKIPPED.contains(&name))
    };
    let walk = |place: &PathBuf| {
        let mut walk = WalkBuilder::new(place);
        walk.standard_filters(false).filter_entry(is_watched);
        walk.build()
    };
    let files = places.iter().flat_map(walk);
    let stamp = |path: PathBuf| {
        let metadata = fs::metadata(&path).ok().filter(fs::Metadata::is_file)?;
        Some((path, (metadata.modified().ok()?, metadata.len())))
    };
    files
        .flatten()
        .filter_map(|entry| stamp(entry.into_path()))
        .collect()
}

fn difference(before: &Snapshot, after: &Snapshot) -> Vec<PathBuf> {
    let written = after
        .iter()
        .filter(|(path, stamp)| before.get(*path) != Some(stamp))
        .map(|(path, _)| path);
    let removed = before.keys().filter(|path| !after.contains_key(*path));
    written.chain(removed).cloned().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_what_was_written_added_and_removed() {
        let folder = tempfile::tempdir().unwrap();
        let file = |name: &str| folder.path().join(name);
        fs::write(file("kept"), "1").unwrap();
        fs::write(file("written"), "1").unwrap();
        fs::write(file("removed"), "1").unwrap();
        let before = snapshot(&[folder.path().to_owned()]);
        fs::write(file("written"), "longer").unwrap();
        fs::write(file("added"), "1").unwrap();
        fs::remove_file(file("removed")).unwrap();
        let after = snapshot(&[folder.path().to_owned()]);
        assert_eq!(
            difference(&before, &after),
            [file("added"), file("written"), file("removed")]
        );
        assert_eq!(difference(&after, &after), Vec::<PathBuf>::new());
    }
}

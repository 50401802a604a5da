//! Any text is read as a gotcha: it is one, or each problem has a place in the file.

#![no_main]

use std::cell::LazyCell;
use std::fs;
use std::path::{Path, PathBuf};

use gotchas_catalog::Catalogue;
use libfuzzer_sys::fuzz_target;
use tempfile::TempDir;

/// A folder with everything but gotchas, and where the gotcha comes.
struct Folder {
    folder: TempDir,
    gotcha: PathBuf,
}

impl Folder {
    fn new() -> Folder {
        let original = Path::new(env!("CARGO_MANIFEST_DIR")).join("../gotchas");
        let folder = TempDir::new().expect("a temporary folder");
        copy(&original, folder.path());
        copy(&original.join("platform"), &folder.path().join("platform"));
        fs::create_dir(folder.path().join("time")).expect("a folder");
        let gotcha = folder.path().join("time/monotonic-clock.yaml");
        Folder { folder, gotcha }
    }
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).expect("a folder");
    let entries = fs::read_dir(from).expect("a folder").filter_map(Result::ok);
    for entry in entries.filter(|entry| entry.path().is_file()) {
        fs::copy(entry.path(), to.join(entry.file_name())).expect("a copy");
    }
}

thread_local! {
    static FOLDER: LazyCell<Folder> = const { LazyCell::new(Folder::new) };
}

fuzz_target!(|bytes: &[u8]| FOLDER.with(|folder| {
    fs::write(&folder.gotcha, bytes).expect("a file");
    if let Err(problems) = Catalogue::load_unproven(folder.folder.path()) {
        assert!(!problems.render(false).is_empty());
    }
}));

//! What was found before, kept beside the project: a Worker whose files, target and checker are the same has the same
//! findings.
//!
//! A Worker is the unit, since a change in one module can make or mend a finding in another. Each has one file, named after
//! what the Worker is and replaced when something in it changes, so the folder does not grow. Files are written beside
//! their place and renamed into it: whoever reads at the same time gets the old one or the new one, whole.

use std::{
    env, fs,
    io::Write,
    path::{Path, PathBuf},
    time::UNIX_EPOCH,
};

use gotchas_checker::Diagnostic;
use sha2::{Digest, Sha256};

use super::sources::CheckedWorker;
use crate::terminal;

/// Name of the folder, where nobody gives it another.
pub const FOLDER: &str = ".gotchas_cache";
/// Tells backup programs what this folder is. See <https://bford.info/cachedir/>.
const TAG: &str = "Signature: 8a477f597d28d172789f06886806bc55\n";

/// Findings of earlier runs.
pub struct Cache {
    folder: PathBuf,
    /// What stands for the checker: its version, the program file, and what changes its findings.
    checker: String,
}

impl Cache {
    /// Opens the cache in that folder. `options` are all options that change what is found in the same files.
    pub fn new(folder: PathBuf, options: &str) -> Cache {
        Cache {
            folder,
            checker: format!("{}\0{}\0{options}", env!("CARGO_PKG_VERSION"), program()),
        }
    }

    /// The findings of a Worker: those of an earlier run if nothing has changed, or else the ones that `check` gives.
    pub fn findings(
        &self,
        worker: &CheckedWorker,
        check: impl FnOnce() -> Vec<Diagnostic>,
    ) -> Vec<Diagnostic> {
        let file = self.folder.join(format!("{}.json", self.name(worker)));
        let key = self.key(worker);
        if let Some(known) = read(&file, &key) {
            return known;
        }
        let found = check();
        if let Err(error) = self.write(&file, &key, &found) {
            let folder = self.folder.display();
            terminal::note(&format!("warning: cannot write to {folder}: {error}"));
        }
        found
    }

    /// What the Worker is, whatever is in its files.
    fn name(&self, worker: &CheckedWorker) -> String {
        let mut digest = Sha256::new();
        let config = worker.config.as_ref().map(|config| &config.path);
        let first = worker.modules.first().map(|module| &module.path);
        for path in config.into_iter().chain(first) {
            let path = std::path::absolute(path).unwrap_or_else(|_| path.clone());
            add(&mut digest, path.as_os_str().as_encoded_bytes());
        }
        hex(&digest.finalize()[..16])
    }

    /// Everything that its findings follow from.
    fn key(&self, worker: &CheckedWorker) -> String {
        let mut digest = Sha256::new();
        add(&mut digest, self.checker.as_bytes());
        add(&mut digest, worker.target.to_string().as_bytes());
        for module in &worker.modules {
            add(&mut digest, module.path.as_os_str().as_encoded_bytes());
            for name in std::iter::once(&module.name).chain(&module.aliases) {
                add(&mut digest, name.as_bytes());
            }
            add(&mut digest, module.text.as_bytes());
        }
        hex(&digest.finalize())
    }

    fn write(&self, file: &Path, key: &str, found: &[Diagnostic]) -> anyhow::Result<()> {
        let text = serde_json::to_string(found)?;
        let text = format!("{key} {}\n{text}", hex(&Sha256::digest(&text)));
        create(&self.folder)?;
        persist(&self.folder, file, &text)
    }
}

/// Makes the folder, with the files that keep git and backups out of it.
fn create(folder: &Path) -> anyhow::Result<()> {
    if folder.is_dir() {
        return Ok(());
    }
    fs::create_dir_all(folder)?;
    persist(folder, &folder.join("CACHEDIR.TAG"), TAG)?;
    let ignore = "# Made by `gotchas check`; nothing in here is worth keeping.\n*\n";
    persist(folder, &folder.join(".gitignore"), ignore)
}

fn persist(folder: &Path, file: &Path, text: &str) -> anyhow::Result<()> {
    let mut beside = tempfile::NamedTempFile::new_in(folder)?;
    beside.write_all(text.as_bytes())?;
    beside.persist(file)?;
    Ok(())
}

/// What a file holds for that key. Any other file is taken for none: it is replaced when the check is done.
fn read(file: &Path, key: &str) -> Option<Vec<Diagnostic>> {
    let text = fs::read_to_string(file).ok()?;
    let (head, findings) = text.split_once('\n')?;
    let (of, digest) = head.split_once(' ')?;
    let whole = of == key && digest == hex(&Sha256::digest(findings));
    whole.then(|| serde_json::from_str(findings).ok())?
}

/// Tells builds of the same version apart.
fn program() -> String {
    let metadata = env::current_exe().and_then(fs::metadata).ok();
    let stamp = metadata.and_then(|metadata| {
        let changed = metadata.modified().ok()?.duration_since(UNIX_EPOCH).ok()?;
        Some(format!("{} {}", metadata.len(), changed.as_nanos()))
    });
    stamp.unwrap_or_default()
}

/// Adds a text so that it cannot be mistaken for the end of one and the start of another.
fn add(digest: &mut Sha256, bytes: &[u8]) {
    digest.update(bytes.len().to_le_bytes());
    digest.update(bytes);
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

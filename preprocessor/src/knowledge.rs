use std::path::{Path, PathBuf};

use gotchas_catalog::{Catalogue, Entry, Problems};

use crate::{
    Pyodide, Settings, Source,
    snippets::{self, Verdict},
};

/// The catalogue of a book, with the checker's verdict on every snippet.
#[derive(Debug, Clone)]
pub struct Knowledge {
    /// The gotchas.
    pub catalogue: Catalogue,
    /// The verdicts, in the order of [`Catalogue::entries`].
    verdicts: Vec<Verdict>,
    /// What pages run examples on.
    pub pyodide: Pyodide,
}

impl Knowledge {
    /// Loads the folders that a book's settings name and judges all snippets.
    ///
    /// # Errors
    ///
    /// Everything that is wrong with any of the files, or, if they are right, everything that the checker should and does
    /// not report in a snippet, or the other way round.
    pub fn load(root: &Path, settings: &Settings) -> anyhow::Result<Knowledge> {
        let mut knowledge = Knowledge::judge(load_catalogue(root, &settings.folders)?)?;
        knowledge.pyodide = find_pyodide(root, settings.pyodide.as_ref(), &knowledge.catalogue)?;
        Ok(knowledge)
    }

    /// Judges the snippets of a catalogue, whose pages run nothing.
    ///
    /// # Errors
    ///
    /// Everything that the checker should and does not report in a snippet, or the other way round.
    pub fn judge(catalogue: Catalogue) -> Result<Knowledge, Problems> {
        let verdicts = snippets::judge(&catalogue)?;
        Ok(Knowledge {
            catalogue,
            verdicts,
            pyodide: Pyodide::default(),
        })
    }

    /// The gotchas in the order of their codes, each with its verdict.
    pub fn entries(&self) -> impl ExactSizeIterator<Item = (&Entry, &Verdict)> {
        self.catalogue.entries().iter().zip(&self.verdicts)
    }
}

/// What pages run the examples of a catalogue on: nothing, if no source is named.
pub fn find_pyodide(
    root: &Path,
    source: Option<&Source>,
    catalogue: &Catalogue,
) -> anyhow::Result<Pyodide> {
    match source {
        Some(source) => Pyodide::find(source, root, &catalogue.runtimes),
        None => Ok(Pyodide::default()),
    }
}

/// Loads the first of the folders, and adds the others to it.
pub fn load_catalogue(root: &Path, folders: &[PathBuf]) -> Result<Catalogue, Problems> {
    let folder = |path: &PathBuf| {
        // Problems name these paths: `gotchas/x.yaml` reads better than `./gotchas/x.yaml`.
        let path = root.join(path);
        path.strip_prefix(".").map(Path::to_owned).unwrap_or(path)
    };
    let mut folders = folders.iter().map(folder);
    let mut catalogue = Catalogue::load(&folders.next().unwrap_or_else(|| root.join("gotchas")))?;
    folders.try_for_each(|folder| catalogue.merge(&folder))?;
    Ok(catalogue)
}

//! What the types cannot express: references between files, places of files, text that is Markdown, Python or a URL.
//!
//! Each module judges one kind of thing and pushes a [`Problem`] for everything that is wrong with it.

mod categories;
mod date;
mod evidence;
mod gotcha;
mod markdown;
mod prose;
mod python;
mod references;
mod releases;
mod runtimes;
mod snippets;
mod url;

use std::{collections::HashMap, fmt};

use rayon::prelude::*;

use crate::{
    Entry, Problem,
    load::{Draft, Folder},
    model::{Category, Code, Releases, Runtimes},
};

pub use date::is_date;

/// What the files of a folder may refer to.
pub struct Known<'a> {
    /// The categories by id; nothing if their file could not be read.
    categories: Option<HashMap<&'a str, &'a Category>>,
    /// The runtimes; nothing if their file could not be read.
    runtimes: Option<&'a Runtimes>,
    /// The releases, those of the folder included; nothing if their file could not be read.
    releases: Option<&'a Releases>,
    /// All names, with the first that has it.
    names: HashMap<&'a str, Owner<'a>>,
    /// All codes, with the first that has it.
    codes: HashMap<Code, Owner<'a>>,
}

impl<'a> Known<'a> {
    /// Collects names from a catalogue's entries and from the files of a folder, read or not.
    pub fn new(
        categories: Option<&'a [Category]>,
        runtimes: Option<&'a Runtimes>,
        releases: Option<&'a Releases>,
        entries: &'a [Entry],
        drafts: &'a [Draft],
    ) -> Known<'a> {
        let (mut names, mut codes) = (HashMap::new(), HashMap::new());
        for entry in entries {
            names
                .entry(entry.name.as_str())
                .or_insert(Owner::Entry(entry));
            codes.entry(entry.code()).or_insert(Owner::Entry(entry));
        }
        for draft in drafts {
            names
                .entry(draft.name.as_str())
                .or_insert(Owner::Draft(draft));
            if let Some(code) = draft.code() {
                codes.entry(code).or_insert(Owner::Draft(draft));
            }
        }
        let categories = categories.map(|all| {
            all.iter()
                .map(|category| (category.id.as_str(), category))
                .collect()
        });
        Known {
            categories,
            runtimes,
            releases,
            names,
            codes,
        }
    }
}

/// Who has a name or a code.
#[derive(Clone, Copy)]
enum Owner<'a> {
    /// A gotcha of the catalogue that is added to.
    Entry(&'a Entry),
    /// A file of the same folder.
    Draft(&'a Draft),
}

impl Owner<'_> {
    fn is(&self, draft: &Draft) -> bool {
        matches!(self, Owner::Draft(owner) if owner.path == draft.path)
    }
}

impl fmt::Display for Owner<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Owner::Entry(entry) => {
                write!(f, "`{}` of the catalogue", entry.path)
            }
            Owner::Draft(draft) => write!(f, "`{}`", draft.path.display()),
        }
    }
}

impl Draft {
    /// Its code, also if the rest of the file is wrong.
    fn code(&self) -> Option<Code> {
        self.file.as_ref()?.root.get("code")?.text()?.parse().ok()
    }
}

/// Everything wrong with a folder whose files were read.
pub fn folder(folder: &Folder, known: &Known) -> Vec<Problem> {
    let mut problems = vec![];
    if let Some(source) = &folder.categories {
        categories::check(source, &mut problems);
    }
    if let Some(source) = &folder.runtimes {
        runtimes::check(source, &mut problems);
    }
    if let Some(source) = &folder.releases {
        releases::check(source, &mut problems);
    }
    problems.par_extend(
        folder
            .gotchas
            .par_iter()
            .flat_map_iter(|draft| self::draft(draft, known)),
    );
    problems
}

/// The releases of a folder that adds to a catalogue which has them already.
pub fn taken_releases(folder: &Folder, before: &Releases) -> Vec<Problem> {
    let mut problems = vec![];
    if let Some(source) = &folder.releases {
        releases::taken(source, before, &mut problems);
    }
    problems
}

/// Everything wrong with one gotcha.
fn draft(draft: &Draft, known: &Known) -> Vec<Problem> {
    let mut problems = vec![];
    references::file_name(draft, known, &mut problems);
    if let (Some(file), Some(gotcha)) = (&draft.file, &draft.gotcha) {
        gotcha::check(file, gotcha, &mut problems);
        snippets::check(file, gotcha, known, &mut problems);
        references::check(draft, file, gotcha, known, &mut problems);
        releases::named(file, gotcha, known, &mut problems);
        if let (Some(recorded), Some(runtimes)) = (&draft.evidence, known.runtimes) {
            evidence::check(file, gotcha, &recorded.value, runtimes, &mut problems);
        }
    }
    problems
}

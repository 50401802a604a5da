//! Finding and reading the files of a knowledge base.

use std::{
    fs, io,
    path::{Path, PathBuf},
};

use rayon::prelude::*;
use schemars::JsonSchema;
use serde::de::DeserializeOwned;

use crate::{
    Problem,
    model::{Category, Evidence, Gotcha, Platform, Releases, Runtimes, Synonyms},
    similar,
    yaml::{File, Shape},
};

/// Files beside the categories' folders.
const ROOT_FILES: [&str; 5] = [CATEGORIES, RUNTIMES, RELEASES, SYNONYMS, "schema.json"];
const CATEGORIES: &str = "categories.yaml";
const RUNTIMES: &str = "runtimes.yaml";
const RELEASES: &str = "releases.yaml";
const SYNONYMS: &str = "synonyms.yaml";

/// The folder beside the categories' that holds the platform model.
const PLATFORM: &str = "platform";

/// The folder beside the knowledge base that holds the recordings.
const EVIDENCE: &str = "evidence";

/// A file together with what it says.
#[derive(Debug)]
pub struct Source<T> {
    pub file: File,
    pub value: T,
}

/// A gotcha's file. What it says is missing if it could not be read; its name is known all the same.
#[derive(Debug)]
pub struct Draft {
    /// Stem of the file.
    pub name: String,
    /// Name of the folder that it lies in.
    pub category: String,
    /// Path of the file as it should be shown.
    pub path: PathBuf,
    /// Its text and parts, if it is YAML.
    pub file: Option<File>,
    /// What it says, if it has the shape of a gotcha.
    pub gotcha: Option<Gotcha>,
    /// What was recorded of it, if anything.
    pub evidence: Option<Source<Evidence>>,
}

/// Everything that was found in a folder.
#[derive(Debug, Default)]
pub struct Folder {
    pub categories: Option<Source<Vec<Category>>>,
    pub runtimes: Option<Source<Runtimes>>,
    pub releases: Option<Source<Releases>>,
    pub synonyms: Option<Source<Synonyms>>,
    pub platform: Platform,
    pub gotchas: Vec<Draft>,
}

/// Whether a folder stands for itself or adds to a catalogue.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    /// It has everything that a knowledge base needs, recordings beside it included.
    Whole,
    /// The same without its recordings, which are about to be made.
    Unproven,
    /// It may rely on the categories and runtimes of another.
    Addition,
}

/// Reads a folder, and all that is wrong with its files one by one.
pub fn read(folder: &Path, role: Role, categories: &[Category]) -> (Folder, Vec<Problem>) {
    let shapes = Shapes {
        gotcha: Shape::of::<Gotcha>(),
        evidence: Shape::of::<Evidence>(),
    };
    let mut reader = Reader {
        folder,
        role,
        shapes: &shapes,
        problems: vec![],
    };
    let found = match fs::metadata(folder) {
        Ok(about) if about.is_dir() => reader.read(role, categories),
        Ok(_) => {
            reader.problems.push(
                Problem::new(folder, "this is not a folder")
                    .help("name the folder that holds `categories.yaml`"),
            );
            Folder::default()
        }
        Err(error) => {
            reader.problems.push(Problem::new(
                folder,
                format!("cannot open this folder: {error}"),
            ));
            Folder::default()
        }
    };
    (found, reader.problems)
}

/// What the files look like of which there are many.
struct Shapes {
    gotcha: Shape,
    evidence: Shape,
}

/// Reading under way.
struct Reader<'a> {
    folder: &'a Path,
    role: Role,
    shapes: &'a Shapes,
    problems: Vec<Problem>,
}

impl Reader<'_> {
    fn read(&mut self, role: Role, categories: &[Category]) -> Folder {
        let present = |name: &str| self.folder.join(name).symlink_metadata().is_ok();
        let whole = role != Role::Addition;
        let (has_categories, has_runtimes) = (present(CATEGORIES), present(RUNTIMES));
        let (has_releases, has_synonyms) = (present(RELEASES), present(SYNONYMS));
        if has_runtimes && !whole {
            let problem = Problem::new(
                self.folder.join(RUNTIMES),
                "the runtimes are not for a folder of one's own to change",
            );
            self.problems
                .push(problem.help("remove this file; the built-in runtimes hold"));
        }
        let own: Option<Source<Vec<Category>>> = if whole || has_categories {
            self.file(CATEGORIES)
        } else {
            None
        };
        let ids = categories
            .iter()
            .chain(own.iter().flat_map(|source| &source.value))
            .map(|category| category.id.as_str());
        // Without categories every folder is taken for one: what is wrong is their file.
        let ids: Option<Vec<&str>> =
            (own.is_some() || !has_categories && !whole).then(|| ids.collect());
        let gotchas = self.gotchas(ids.as_deref());
        Folder {
            gotchas,
            runtimes: if whole { self.file(RUNTIMES) } else { None },
            releases: if whole || has_releases {
                self.file(RELEASES)
            } else {
                None
            },
            synonyms: if has_synonyms {
                self.file(SYNONYMS)
            } else {
                None
            },
            platform: self.platform(),
            categories: own,
        }
    }

    fn file<T: DeserializeOwned + JsonSchema>(&mut self, name: &str) -> Option<Source<T>> {
        self.source(&self.folder.join(name), &Shape::of::<T>())
    }

    fn source<T: DeserializeOwned>(&mut self, path: &Path, shape: &Shape) -> Option<Source<T>> {
        let source = File::read(path).and_then(|file| {
            let value = file.deserialize(shape)?;
            Ok(Source { file, value })
        });
        source
            .map_err(|problems| self.problems.extend(problems))
            .ok()
    }

    /// The platform model: every file under `platform/`, as one.
    fn platform(&mut self) -> Platform {
        let mut platform = Platform::default();
        let folder = self.folder.join(PLATFORM);
        if !folder.is_dir() {
            return platform;
        }
        let shape = Shape::of::<Platform>();
        for path in self.yaml_files(&folder) {
            if let Some(source) = self.source::<Platform>(&path, &shape) {
                platform.extend(source.value);
            }
        }
        platform
    }

    /// What was recorded of a gotcha, if anything.
    fn evidence(&mut self, category: &str, name: &str) -> Option<Source<Evidence>> {
        let folder = self.folder.join("..").join(EVIDENCE).join(category);
        let path = folder.join(format!("{name}.yaml"));
        let recorded = self.role == Role::Whole && path.is_file();
        recorded
            .then(|| self.source(&path, &self.shapes.evidence))
            .flatten()
    }

    /// The gotchas of every category's folder.
    fn gotchas(&mut self, categories: Option<&[&str]>) -> Vec<Draft> {
        let mut drafts = vec![];
        for path in self.list(self.folder) {
            let name = file_name(&path);
            if path.is_dir() && name == PLATFORM
                || !path.is_dir() && ROOT_FILES.contains(&name.as_str())
            {
                continue;
            }
            if !path.is_dir() {
                self.stray_file(&path, &name);
            } else if categories.is_some_and(|known| !known.contains(&name.as_str())) {
                self.stray_folder(&path, &name, categories.unwrap_or_default());
            } else {
                drafts.extend(self.category(&path, &name));
            }
        }
        drafts
    }

    fn category(&mut self, folder: &Path, category: &str) -> Vec<Draft> {
        let files = self.yaml_files(folder);
        if files.is_empty() {
            self.problems.push(
                Problem::new(folder, "this folder holds no gotcha")
                    .help("remove it, or put a `.yaml` file into it"),
            );
        }
        let read = |path| {
            let mut one = Reader {
                problems: vec![],
                ..*self
            };
            let draft = one.draft(path, category);
            (draft, one.problems)
        };
        let read: Vec<(Draft, Vec<Problem>)> = files.into_par_iter().map(read).collect();
        let (drafts, problems): (Vec<_>, Vec<_>) = read.into_iter().unzip();
        self.problems.extend(problems.into_iter().flatten());
        drafts
    }

    fn draft(&mut self, path: PathBuf, category: &str) -> Draft {
        let name = path
            .file_stem()
            .unwrap_or_default()
            .to_string_lossy()
            .into_owned();
        let file = File::read(&path)
            .map_err(|problems| self.problems.extend(problems))
            .ok();
        let gotcha = file.as_ref().and_then(|file| {
            file.deserialize(&self.shapes.gotcha)
                .map_err(|problems| self.problems.extend(problems))
                .ok()
        });
        let evidence = self.evidence(category, &name);
        Draft {
            evidence,
            name,
            category: category.to_owned(),
            path,
            file,
            gotcha,
        }
    }

    /// The YAML files of a folder; anything else in it is reported.
    fn yaml_files(&mut self, folder: &Path) -> Vec<PathBuf> {
        let paths = self.list(folder);
        let is_yaml = |path: &PathBuf| {
            path.extension()
                .is_some_and(|extension| extension == "yaml")
        };
        let (yaml, others): (Vec<PathBuf>, Vec<PathBuf>) = paths.into_iter().partition(is_yaml);
        for path in others {
            let message = if path.is_dir() {
                "a folder of gotchas holds no folders"
            } else {
                "this is no `.yaml` file"
            };
            let yml = path.extension().is_some_and(|extension| extension == "yml");
            let help = if yml {
                "rename it so that it ends in `.yaml`"
            } else {
                "move it out of the knowledge base"
            };
            self.problems.push(Problem::new(path, message).help(help));
        }
        yaml
    }

    /// What a folder holds, sorted, without hidden files and editors' backups.
    fn list(&mut self, folder: &Path) -> Vec<PathBuf> {
        let listed = fs::read_dir(folder).and_then(|entries| {
            entries
                .map(|entry| Ok(entry?.path()))
                .collect::<io::Result<Vec<_>>>()
        });
        let mut paths = listed.unwrap_or_else(|error| {
            self.problems.push(Problem::new(
                folder,
                format!("cannot read this folder: {error}"),
            ));
            vec![]
        });
        paths.retain(|path| !file_name(path).starts_with('.') && !file_name(path).ends_with('~'));
        paths.sort();
        paths
    }

    fn stray_file(&mut self, path: &Path, name: &str) {
        let place = "a gotcha lies in the folder of its category, as `<category>/<name>.yaml`";
        let help = similar::hint(name, ROOT_FILES, place);
        self.problems
            .push(Problem::new(path, "this file has no place here").help(help));
    }

    fn stray_folder(&mut self, path: &Path, name: &str, known: &[&str]) {
        let ids: Vec<String> = known.iter().map(|id| format!("`{id}`")).collect();
        let all = format!("`{CATEGORIES}` names {}", ids.join(", "));
        let help = similar::hint(name, known.iter().copied(), &all);
        self.problems
            .push(Problem::new(path, format!("there is no category `{name}`")).help(help));
    }
}

fn file_name(path: &Path) -> String {
    path.file_name()
        .unwrap_or_default()
        .to_string_lossy()
        .into_owned()
}

use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::parse::File;

/// The modules that are checked together.
#[derive(Debug, Default)]
pub struct Project {
    /// The modules, in the order in which their findings are reported.
    pub modules: Vec<Module>,
}

/// A module of a project, parsed.
#[derive(Debug)]
pub struct Module {
    /// Path as it is reported.
    pub path: PathBuf,
    /// Dotted name by which other modules import it: `api.database`. Of a package it is the package's name.
    pub name: String,
    /// Other names by which they import it.
    pub aliases: Vec<String>,
    /// Whether it is a package's `__init__.py`, so that its relative imports start at itself.
    pub is_package: bool,
    source: Arc<str>,
    pub(crate) file: File,
}

impl Module {
    /// Parses a module. Modules know nothing of each other, so this may happen in several threads at once.
    pub fn new(path: &Path, name: &str, source: impl Into<Arc<str>>) -> Module {
        let source = source.into();
        Module {
            path: path.to_path_buf(),
            name: name.to_owned(),
            aliases: Vec::new(),
            is_package: path.file_stem().is_some_and(|stem| stem == "__init__"),
            file: File::new(&source),
            source,
        }
    }

    /// The same module, imported by other names as well.
    pub fn also_called(self, aliases: &[String]) -> Module {
        Module {
            aliases: aliases.to_vec(),
            ..self
        }
    }

    /// Its text.
    pub fn source(&self) -> &Arc<str> {
        &self.source
    }

    /// Gives it another text.
    pub fn replace(&mut self, source: impl Into<Arc<str>>) {
        self.source = source.into();
        self.file = File::new(&self.source);
    }
}

impl Project {
    /// A project of one file.
    pub fn single(path: &Path, source: &str) -> Project {
        let mut project = Project::default();
        let name = path
            .file_stem()
            .unwrap_or_default()
            .to_string_lossy()
            .into_owned();
        project.add(path, &name, source);
        project
    }

    /// Adds a module.
    pub fn add(&mut self, path: &Path, name: &str, source: &str) {
        self.modules.push(Module::new(path, name, source));
    }
}

//! Following imports from an entry file through the project's own modules.

use std::collections::VecDeque;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use ruff_python_ast::PySourceType;
use ruff_python_parser::parse_unchecked_source;
use rustc_hash::{FxHashMap, FxHashSet};

use crate::imports::{Import, imports};

/// A Python file that a Worker runs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Module {
    /// Where it lies.
    pub path: PathBuf,
    /// Dotted name by which the Worker's modules import it: `api.database`; empty for a package at a root.
    pub name: String,
    /// Other names by which they import it: `pkg.db` of `src/pkg/db.py` beside the entry file, which is `db` already.
    pub aliases: Vec<String>,
    /// Its text.
    pub source: Arc<str>,
}

/// The modules that were reached so far.
#[derive(Debug, Default)]
pub struct Reach {
    /// The modules: each entry, then in the order they are imported.
    pub modules: Vec<Module>,
    /// Files that are imported and cannot be read, with the reason.
    pub unreadable: Vec<(PathBuf, std::io::Error)>,
    seen: FxHashSet<PathBuf>,
    /// The names by which files are imported, other than their own.
    imported: FxHashMap<PathBuf, Vec<String>>,
}

impl Reach {
    /// Follows imports from the entry files. `roots` are the folders in which an absolute import is looked up, in that
    /// order; a file that was reached before is not visited again.
    pub fn follow(&mut self, entries: impl IntoIterator<Item = PathBuf>, roots: &[PathBuf]) {
        let mut queue: VecDeque<PathBuf> = entries.into_iter().collect();
        queue.retain(|entry| self.seen.insert(entry.clone()));
        while let Some(path) = queue.pop_front() {
            match std::fs::read_to_string(&path) {
                Ok(source) => self.visit(path, source, roots, &mut queue),
                Err(error) => self.unreadable.push((path, error)),
            }
        }
    }

    /// Gives the modules the names by which they are imported.
    pub fn call_as_imported(&mut self) {
        for module in &mut self.modules {
            let names = self.imported.remove(&module.path).unwrap_or_default();
            module
                .aliases
                .extend(names.into_iter().filter(|name| *name != module.name));
        }
    }

    fn visit(
        &mut self,
        path: PathBuf,
        source: String,
        roots: &[PathBuf],
        queue: &mut VecDeque<PathBuf>,
    ) {
        let parsed = parse_unchecked_source(&source, PySourceType::Python);
        for import in imports(parsed.syntax()) {
            let (base, files) = files_of(&import, &path, roots);
            if import.level == 0 {
                files.iter().for_each(|file| self.import(file, base, roots));
            }
            queue.extend(
                files
                    .into_iter()
                    .filter(|file| self.seen.insert(file.clone())),
            );
        }
        self.modules.push(Module {
            name: module_name(&path, roots),
            aliases: Vec::new(),
            path,
            source: source.into(),
        });
    }

    /// Remembers how a file is imported where that is not its own name: two roots can lead to it.
    fn import(&mut self, file: &Path, root: &Path, roots: &[PathBuf]) {
        let name = module_name(file, &[root.to_path_buf()]);
        if name == module_name(file, roots) {
            return;
        }
        let names = self.imported.entry(file.to_path_buf()).or_default();
        if !names.contains(&name) {
            names.push(name);
        }
    }
}

/// The files that an import runs, and the folder it starts from: the packages on the way to the module, the module, and
/// submodules it names.
fn files_of<'p>(
    import: &Import,
    importer: &'p Path,
    roots: &'p [PathBuf],
) -> (&'p Path, Vec<PathBuf>) {
    let of = |base: &'p Path| (base, files_below(base, import));
    let found = match import.level {
        0 => roots
            .iter()
            .map(|root| of(root))
            .find(|(_, files)| !files.is_empty()),
        level => importer.ancestors().nth(level as usize).map(of),
    };
    found.unwrap_or((importer, Vec::new()))
}

fn files_below(base: &Path, import: &Import) -> Vec<PathBuf> {
    let mut files = Vec::new();
    let mut folder = base.to_path_buf();
    for part in import.module.split('.').filter(|part| !part.is_empty()) {
        folder.push(part);
        match module_file(&folder) {
            Some(file) => files.push(file),
            // A folder without `__init__.py` is a namespace package.
            None if folder.is_dir() => {}
            None => return files,
        }
    }
    files.extend(
        import
            .names
            .iter()
            .filter_map(|name| module_file(&folder.join(name))),
    );
    files
}

/// `a/b` is the module `a/b.py`, or the package `a/b/__init__.py`, which Python prefers.
fn module_file(stem: &Path) -> Option<PathBuf> {
    let package = stem.join("__init__.py");
    if package.is_file() {
        return Some(package);
    }
    let mut file = stem.as_os_str().to_os_string();
    file.push(".py");
    Some(PathBuf::from(file)).filter(|file| file.is_file())
}

/// The dotted name of a file below the deepest root that holds it. Nothing imports a stub, so it has a name that no import
/// asks for: stubs of the runtime must not be taken for the runtime.
pub(crate) fn module_name(path: &Path, roots: &[PathBuf]) -> String {
    let below = roots
        .iter()
        .filter_map(|root| path.strip_prefix(root).ok())
        .min_by_key(|below| below.components().count());
    let stem = below.unwrap_or(path).with_extension("");
    let mut parts: Vec<&str> = stem.iter().filter_map(|part| part.to_str()).collect();
    if parts.last() == Some(&"__init__") {
        parts.pop();
    }
    let name = parts.join(".");
    match path.extension().is_some_and(|extension| extension == "pyi") {
        true => name + " (stub)",
        false => name,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    struct Tree(tempfile::TempDir);

    impl Tree {
        fn new(files: &[(&str, &str)]) -> Self {
            let tree = tempfile::tempdir().expect("a temporary folder");
            for (path, source) in files {
                let path = tree.path().join(path);
                std::fs::create_dir_all(path.parent().expect("a parent")).expect("a folder");
                std::fs::write(path, source).expect("a file");
            }
            Tree(tree)
        }

        fn reach(&self, entry: &str, roots: &[&str]) -> Vec<String> {
            let at = |path: &&str| self.0.path().join(path);
            let roots: Vec<PathBuf> = roots.iter().map(at).collect();
            let mut reach = Reach::default();
            reach.follow([at(&entry)], &roots);
            reach
                .modules
                .into_iter()
                .map(|module| module.name)
                .collect()
        }
    }

    #[test]
    fn follows_packages_submodules_and_relative_imports() {
        let tree = Tree::new(&[
            ("src/entry.py", "from api.app import make\nimport helpers\n"),
            ("src/helpers.py", ""),
            ("src/api/__init__.py", ""),
            (
                "src/api/app.py",
                "from . import db\nfrom .models import user\n",
            ),
            ("src/api/db.py", "from ..helpers import x\n"),
            ("src/api/models/user.py", ""),
            ("src/api/unused.py", ""),
        ]);
        assert_eq!(
            tree.reach("src/entry.py", &["src"]),
            [
                "entry",
                "api",
                "api.app",
                "helpers",
                "api.db",
                "api.models.user"
            ]
        );
    }

    #[test]
    fn a_file_that_two_roots_lead_to_is_one_module_of_two_names() {
        let tree = Tree::new(&[
            ("src/pkg/main.py", "from pkg.db import Store\nimport util\n"),
            ("src/pkg/__init__.py", ""),
            (
                "src/pkg/db.py",
                "from .util import x\nfrom pkg import util\n",
            ),
            ("src/pkg/util.py", ""),
        ]);
        let at = |path: &str| tree.0.path().join(path);
        let mut reach = Reach::default();
        let roots = [at("src/pkg"), at(""), at("src")];
        reach.follow([at("src/pkg/main.py")], &roots);
        reach.call_as_imported();
        let modules = reach.modules.into_iter();
        let names: Vec<_> = modules
            .map(|module| (module.name, module.aliases))
            .collect();
        let expected = [
            ("main", vec![]),
            ("", vec!["pkg"]),
            ("db", vec!["pkg.db"]),
            ("util", vec!["pkg.util"]),
        ];
        let expected = expected.map(|(name, aliases)| {
            let aliases: Vec<String> = aliases.into_iter().map(str::to_owned).collect();
            (name.to_owned(), aliases)
        });
        assert_eq!(names, expected);
    }

    #[test]
    fn import_cycles_end() {
        let tree = Tree::new(&[("a.py", "import b\n"), ("b.py", "import a\n")]);
        assert_eq!(tree.reach("a.py", &[""]), ["a", "b"]);
    }

    #[test]
    fn the_first_root_that_has_the_module_wins() {
        let tree = Tree::new(&[
            ("src/entry.py", "import x\n"),
            ("src/x.py", ""),
            ("x.py", ""),
        ]);
        assert_eq!(tree.reach("src/entry.py", &["src", ""]), ["entry", "x"]);
    }
}

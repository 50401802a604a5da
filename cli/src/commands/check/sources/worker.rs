//! A Worker: the modules that are checked together.

use std::{
    cell::OnceCell,
    path::{Path, PathBuf},
    sync::Arc,
};

use gotchas_catalog::Target;
use gotchas_checker::{Checker, Project};
use gotchas_project::{config::WranglerConfig, packages::PinnedSdk};
use rayon::iter::{IntoParallelRefIterator, ParallelIterator};

/// A Worker with more Python than this, in bytes, is analysed from what mentions names of interest. The largest of the
/// public Workers that the checker is measured on has a tenth of it.
const LARGE: usize = 8 << 20;

/// A Worker: modules that are checked together.
pub struct CheckedWorker {
    /// Its wrangler file, if it has one.
    pub config: Option<WranglerConfig>,
    /// The SDK that its project pins.
    pub sdk: Option<PinnedSdk>,
    /// Where it runs.
    pub target: Target,
    /// What it runs.
    pub modules: Vec<Module>,
    /// The same, parsed when it is first checked.
    pub(super) project: OnceCell<Project>,
}

/// A Python file of a Worker.
pub struct Module {
    /// Where it lies.
    pub path: PathBuf,
    /// The dotted name by which others import it.
    pub name: String,
    /// Other names by which they import it.
    pub aliases: Vec<String>,
    /// Its text.
    pub text: Arc<str>,
}

impl CheckedWorker {
    pub(super) fn project(&self, checker: &Checker) -> &Project {
        self.project.get_or_init(|| {
            let bytes: usize = self.modules.iter().map(|module| module.text.len()).sum();
            let modules = self.modules.par_iter();
            let parsed = modules.map(|module| {
                let text = Arc::clone(&module.text);
                let parsed = gotchas_checker::Module::new(&module.path, &module.name, text);
                let mut parsed = parsed.also_called(&module.aliases);
                if bytes > LARGE {
                    checker.focus(&mut parsed);
                }
                parsed
            });
            Project {
                modules: parsed.collect(),
            }
        })
    }

    pub(super) fn replace(&mut self, path: &Path, text: &Arc<str>) {
        for module in &mut self.modules {
            if module.path == path {
                module.text = Arc::clone(text);
            }
        }
        let parsed = self.project.get_mut().into_iter();
        for module in parsed.flat_map(|project| &mut project.modules) {
            if module.path == path {
                module.replace(Arc::clone(text));
            }
        }
    }
}

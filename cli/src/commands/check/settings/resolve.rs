//! Which configuration file governs a file: the nearest one above it.

use std::{
    cell::RefCell,
    collections::HashMap,
    path::{Path, PathBuf},
    rc::Rc,
};

use anyhow::{Context, bail};
use gotchas_catalog::{Catalogue, Problem, Problems};

use super::{
    Settings,
    config::{self, Config, FILE_NAMES, Origin},
};

/// Files that extend each other deeper than this go in circles.
const DEEPEST: usize = 16;

/// Finds the settings of files, each configuration file read once.
pub struct Resolver<'a> {
    catalogue: &'a Catalogue,
    /// What the command line says, over every file.
    over: Vec<(Config, Origin)>,
    /// The one file that governs everything, if the user named one.
    fixed: Option<PathBuf>,
    isolated: bool,
    known: RefCell<HashMap<PathBuf, Rc<Settings>>>,
}

impl<'a> Resolver<'a> {
    /// Takes over `--config`, `--isolated` and the other options of the command line.
    pub fn new(
        catalogue: &'a Catalogue,
        wanted: &[String],
        isolated: bool,
        options: Config,
    ) -> anyhow::Result<Self> {
        let mut over = Vec::new();
        let mut fixed = None;
        for text in wanted {
            if Path::new(text).is_file() {
                if fixed.replace(PathBuf::from(text)).is_some() {
                    bail!(
                        "`--config` takes one file; the others can be settings, as in `ignore = ['CFW4']`"
                    );
                }
            } else if text.contains('=') {
                over.push(config::parse_inline(text)?);
            } else {
                bail!("`--config {text}`: there is no such file; expected a file or `KEY = VALUE`");
            }
        }
        if isolated && fixed.is_some() {
            bail!("`--isolated` reads no configuration file, and `--config` names one");
        }
        let command_line = Origin {
            name: "command line".into(),
            text: "".into(),
        };
        over.push((options, command_line));
        Ok(Resolver {
            catalogue,
            over,
            fixed,
            isolated,
            known: RefCell::default(),
        })
    }

    /// The settings of a file or folder.
    pub fn settings(&self, path: &Path) -> anyhow::Result<Rc<Settings>> {
        let path = match path.as_os_str() == "-" {
            true => std::env::current_dir().context("there is no working directory")?,
            false => std::path::absolute(path).unwrap_or_else(|_| path.to_owned()),
        };
        let folder = match path.is_dir() {
            true => path.as_path(),
            false => path.parent().unwrap_or(&path),
        };
        if let Some(known) = self.known.borrow().get(folder) {
            return Ok(known.clone());
        }
        let found = Rc::new(self.read(folder)?);
        self.known
            .borrow_mut()
            .insert(folder.to_owned(), found.clone());
        Ok(found)
    }

    /// Whether the settings leave a file out that was found under what was named. What is named itself is meant, unless they
    /// are to be heeded even there. `pruned` says that folders with one of the usual names have not been looked into.
    ///
    /// A configuration file that makes no sense is reported when the settings are used.
    pub fn excludes(&self, path: &Path, named: &[PathBuf], pruned: bool) -> bool {
        let Ok(settings) = self.settings(path) else {
            return false;
        };
        if settings.force_exclude {
            return settings.exclude.takes(path);
        }
        if pruned && settings.exclude.has_only_usual() {
            return false;
        }
        let excluded = |root: &PathBuf| settings.exclude.takes_below(path, Some(root));
        named
            .iter()
            .filter(|root| path.starts_with(root))
            .all(excluded)
    }

    fn read(&self, folder: &Path) -> Result<Settings, Problems> {
        let mut layers = Vec::new();
        let mut source = None;
        if let Some(file) = &self.fixed {
            let found = config::read(file)?;
            let empty = || vec![Problem::new(file, "holds no `[tool.gotchas]`")];
            source = Some((file.clone(), found.ok_or_else(empty)?));
        } else if !self.isolated {
            source = nearest(folder)?;
        }
        let base = match &source {
            // Patterns in a file that is named are meant from where the command runs.
            Some(_) if self.fixed.is_some() => std::env::current_dir().unwrap_or_default(),
            Some((file, _)) => file.parent().unwrap_or(folder).to_owned(),
            None => std::env::current_dir().unwrap_or_default(),
        };
        let file = source.as_ref().map(|(file, _)| file.clone());
        if let Some((file, found)) = source {
            extended(&file, found, &mut layers, 0)?;
        }
        layers.extend(self.over.iter().cloned());
        Ok(Settings {
            source: file,
            ..Settings::new(&layers, &base, self.catalogue)?
        })
    }
}

/// A file and what it says.
type Found = (PathBuf, (Config, Origin));

fn nearest(folder: &Path) -> Result<Option<Found>, Problems> {
    for above in folder.ancestors() {
        for name in FILE_NAMES {
            let candidate = above.join(name);
            if candidate.is_file()
                && let Some(found) = config::read(&candidate)?
            {
                return Ok(Some((candidate, found)));
            }
        }
    }
    Ok(None)
}

/// Adds the layers of a file: first what it extends, then its own.
fn extended(
    file: &Path,
    (config, origin): (Config, Origin),
    layers: &mut Vec<(Config, Origin)>,
    depth: usize,
) -> Result<(), Problems> {
    if let Some(base) = &config.extend {
        let base = file.with_file_name("").join(base);
        if depth == DEEPEST {
            let message = "configuration files extend each other in a circle";
            return Err(vec![Problem::new(file, message)].into());
        }
        if let Some(found) = config::read(&base)? {
            extended(&base, found, layers, depth + 1)?;
        }
    }
    layers.push((config, origin));
    Ok(())
}

//! From the paths a user names to the Workers in them.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use gotchas_catalog::{Runtimes, Target};
use rayon::iter::{IntoParallelRefIterator, ParallelIterator};
use rustc_hash::{FxHashMap, FxHashSet};

use crate::config::{FILE_NAMES, WranglerConfig};
use crate::discovery::{Adrift, Assume, Discovery, Options, Outside, Reason, Unreadable, Worker};
use crate::evidence::is_worker_code;
use crate::packages::{Packages, PinnedSdk};
use crate::paths;
use crate::reach::{Module, Reach, module_name};
use crate::target::target;
use crate::walk::{is_test, walk};

/// Finds the Workers among the files and folders that a user names.
///
/// The wrangler files below a folder, or else the nearest one above it, say where the Workers start. A Worker keeps all
/// modules it reaches, also those outside the named paths: they inform the findings in the others.
pub fn discover(paths: &[PathBuf], runtimes: &Runtimes, options: &Options<'_>) -> Discovery {
    let mut discovery = Discovery::default();
    let mut configs = Vec::new();
    for path in paths {
        let mut found = walk(path, options);
        let (excluded, python) = found
            .python
            .into_iter()
            .partition::<Vec<_>, _>(|path| (options.excluded)(path));
        let excluded = excluded.into_iter().map(|path| Outside {
            path,
            reason: Reason::Excluded,
        });
        discovery.outside.extend(excluded);
        found.configs.retain(|path| !(options.excluded)(path));
        if found.configs.is_empty() {
            configs.extend(config_above(path));
        }
        configs.extend(found.configs);
        discovery.named.extend(python);
        discovery.cannot_read(found.unreadable);
    }
    dedup(&mut discovery.named);
    dedup(&mut configs);
    match options.assume {
        Assume::Worker => discovery.take_all(paths, &configs, runtimes, options),
        Assume::Nothing => {
            let foreign = discovery.add_configured(&configs, runtimes, options);
            if discovery.workers.is_empty() {
                discovery.add_imported(paths, &foreign, runtimes, options);
            }
            discovery.call_as_named();
            discovery.explain_the_rest(paths, &configs);
        }
    }
    discovery
}

impl Discovery {
    /// The Workers of wrangler files. Gives the folders of those that start from another language.
    fn add_configured(
        &mut self,
        configs: &[PathBuf],
        runtimes: &Runtimes,
        options: &Options<'_>,
    ) -> Vec<PathBuf> {
        let mut foreign = Vec::new();
        for path in preferred(configs) {
            match WranglerConfig::read(path) {
                Ok(environments) => {
                    if environments.iter().all(WranglerConfig::is_foreign) {
                        foreign.push(paths::absolute(parent(path)));
                    }
                    self.add_environments(path, environments, runtimes, options);
                }
                Err(error) => self.config_errors.push(error),
            }
        }
        foreign
    }

    /// One Worker for each Python file that an environment of a wrangler file starts from, and each runtime it starts on.
    fn add_environments(
        &mut self,
        path: &Path,
        environments: Vec<WranglerConfig>,
        runtimes: &Runtimes,
        options: &Options<'_>,
    ) {
        let folder = parent(path);
        let packages = Packages::of(folder, &runtimes.sdk.vendored_from);
        let mut started: Vec<(PathBuf, Target)> = Vec::new();
        for config in environments.into_iter().filter(WranglerConfig::is_python) {
            self.look_at_date(&config);
            let target = chosen(options, runtimes, &config, &packages);
            let Some(main) = config.main.clone().filter(|main| main.is_file()) else {
                self.adrift.push(Adrift {
                    config: path.to_path_buf(),
                    main: config.main,
                    target,
                });
                continue;
            };
            // An environment that runs the same file elsewhere can have gotchas of its own.
            let start = (main.clone(), target.clone());
            if started.contains(&start) {
                continue;
            }
            started.push(start);
            let roots = [
                parent(&main).to_path_buf(),
                folder.to_path_buf(),
                folder.join("src"),
            ];
            let mut reach = Reach::default();
            reach.follow([main], &roots);
            self.add_worker(Some(config), packages.sdk.clone(), target, reach);
        }
    }

    /// Without a wrangler file: the files that import the Workers runtime, and the project files they import. What lies below
    /// a wrangler file that starts from another language is no Worker, whatever it imports.
    fn add_imported(
        &mut self,
        paths: &[PathBuf],
        foreign: &[PathBuf],
        runtimes: &Runtimes,
        options: &Options<'_>,
    ) {
        let is_foreign = |path: &Path| {
            let path = paths::absolute(path);
            foreign.iter().any(|folder| path.starts_with(folder))
        };
        let candidates = self.named.iter();
        let candidates: Vec<&PathBuf> = candidates
            .filter(|path| !is_test(below(path, paths)) && !is_foreign(path))
            .collect();
        let judge = |path: &&PathBuf| {
            std::fs::read_to_string(path).map(|source| is_worker_code(&source, path))
        };
        let judged: Vec<std::io::Result<bool>> = candidates.par_iter().map(judge).collect();
        let mut by_folder: BTreeMap<PathBuf, Vec<PathBuf>> = BTreeMap::new();
        for (path, judged) in candidates.into_iter().zip(judged) {
            match judged {
                Ok(true) => {
                    by_folder
                        .entry(parent(path).to_path_buf())
                        .or_default()
                        .push(path.clone());
                }
                Ok(false) => {}
                Err(error) => self.unreadable.push(Unreadable {
                    path: path.clone(),
                    message: error.to_string(),
                }),
            }
        }
        if by_folder.is_empty() {
            return;
        }
        let mut reach = Reach::default();
        for (folder, entries) in by_folder {
            let named = paths.iter().find(|path| folder.starts_with(path)).cloned();
            let roots: Vec<PathBuf> = std::iter::once(folder).chain(named).collect();
            reach.follow(entries, &roots);
        }
        // A wrangler file that names no file still tells where it is to run.
        let written = self.adrift.first().map(|one| one.target.clone());
        let target = options.target.clone().or(written);
        let target = target.unwrap_or_else(|| runtimes.newest());
        self.add_worker(None, None, target, reach);
    }

    /// Every file, because the user says so. Where they run is still what their wrangler file says.
    fn take_all(
        &mut self,
        paths: &[PathBuf],
        configs: &[PathBuf],
        runtimes: &Runtimes,
        options: &Options<'_>,
    ) {
        let roots: Vec<PathBuf> = paths.iter().filter(|path| path.is_dir()).cloned().collect();
        let mut reach = Reach::default();
        let read = |path: &PathBuf| std::fs::read_to_string(path).map(Arc::from);
        let texts: Vec<std::io::Result<Arc<str>>> = self.named.par_iter().map(read).collect();
        for (path, text) in self.named.iter().cloned().zip(texts) {
            match text {
                Ok(source) => {
                    let name = module_name(&path, &roots);
                    let aliases = Vec::new();
                    reach.modules.push(Module {
                        name,
                        aliases,
                        path,
                        source,
                    });
                }
                Err(error) => reach.unreadable.push((path, error)),
            }
        }
        match self.governing(configs, runtimes, options) {
            Some((config, sdk, target)) => self.add_worker(Some(config), sdk, target, reach),
            None => {
                let target = options.target.clone();
                let target = target.unwrap_or_else(|| runtimes.newest());
                self.add_worker(None, None, target, reach);
            }
        }
    }

    /// The wrangler file that says where files run which the user takes as Worker code; none where several disagree.
    fn governing(
        &mut self,
        configs: &[PathBuf],
        runtimes: &Runtimes,
        options: &Options<'_>,
    ) -> Option<(WranglerConfig, Option<PinnedSdk>, Target)> {
        let mut found = Vec::new();
        for path in preferred(configs) {
            let environments = match WranglerConfig::read(path) {
                Ok(environments) => environments,
                Err(error) => {
                    self.config_errors.push(error);
                    continue;
                }
            };
            let packages = Packages::of(parent(path), &runtimes.sdk.vendored_from);
            let ours = environments.into_iter().filter(|one| !one.is_foreign());
            for config in ours {
                self.look_at_date(&config);
                let target = chosen(options, runtimes, &config, &packages);
                found.push((config, packages.sdk.clone(), target));
            }
        }
        let agree = found.windows(2).all(|pair| pair[0].2 == pair[1].2);
        found.into_iter().next().filter(|_| agree)
    }

    /// Notes a compatibility date that is none, once for all environments that have it.
    fn look_at_date(&mut self, config: &WranglerConfig) {
        if let Some(misdated) = &config.misdated {
            let found = (config.path.clone(), misdated.clone());
            if !self.misdated.contains(&found) {
                self.misdated.push(found);
            }
        }
    }

    fn add_worker(
        &mut self,
        config: Option<WranglerConfig>,
        sdk: Option<PinnedSdk>,
        target: Target,
        mut reach: Reach,
    ) {
        reach.call_as_imported();
        let unreadable = reach.unreadable.into_iter();
        self.cannot_read(unreadable.map(|(path, error)| (path, error.to_string())));
        self.workers.push(Worker {
            config,
            sdk,
            target,
            modules: reach.modules,
        });
    }

    fn cannot_read(&mut self, files: impl IntoIterator<Item = (PathBuf, String)>) {
        self.unreadable.extend(
            files
                .into_iter()
                .map(|(path, message)| Unreadable { path, message }),
        );
    }

    /// Gives files that were reached the paths that the user knows them by: a wrangler file can name them by others.
    fn call_as_named(&mut self) {
        let named = self.named.iter();
        let named: FxHashMap<PathBuf, &PathBuf> =
            named.map(|path| (paths::absolute(path), path)).collect();
        let modules = self.workers.iter_mut();
        let modules = modules.flat_map(|worker| &mut worker.modules);
        let reached = modules.map(|module| &mut module.path);
        let unreadable = self.unreadable.iter_mut().map(|file| &mut file.path);
        for path in reached.chain(unreadable) {
            if let Some(name) = named.get(&paths::absolute(path)) {
                path.clone_from(name);
            }
        }
    }

    fn explain_the_rest(&mut self, paths: &[PathBuf], configs: &[PathBuf]) {
        let no_worker = self.workers.is_empty() || self.workers[0].config.is_none();
        let default = match (no_worker, configs) {
            (false, _) => Reason::NotReached,
            (true, []) => Reason::NoRuntimeImport,
            (true, _) => Reason::NoPythonMain,
        };
        let modules = self.workers.iter().flat_map(|worker| &worker.modules);
        let inside: FxHashSet<&PathBuf> = modules.map(|module| &module.path).collect();
        let unread: FxHashSet<&PathBuf> = self.unreadable.iter().map(|file| &file.path).collect();
        let rest = self
            .named
            .iter()
            .filter(|path| !inside.contains(path) && !unread.contains(path));
        let outside = rest.map(|path| Outside {
            path: path.clone(),
            reason: match is_test(below(path, paths)) {
                true => Reason::Test,
                false => default,
            },
        });
        let outside: Vec<Outside> = outside.collect();
        self.outside.extend(outside);
        self.outside.sort_by(|a, b| a.path.cmp(&b.path));
    }
}

/// The target that the user chose, or else that of a wrangler file and the packages beside it.
fn chosen(
    options: &Options<'_>,
    runtimes: &Runtimes,
    config: &WranglerConfig,
    packages: &Packages,
) -> Target {
    let pinned = packages.sdk.as_ref().map(|sdk| &sdk.version);
    let written = || target(runtimes, config, pinned, packages.vendors_sdk);
    options.target.clone().unwrap_or_else(written)
}

fn parent(path: &Path) -> &Path {
    path.parent().unwrap_or(Path::new(""))
}

/// A file as its project sees it: what a whole path has above the folder that was named says nothing about it.
fn below<'p>(path: &'p Path, named: &[PathBuf]) -> &'p Path {
    let folders = named.iter().filter(|_| path.is_absolute());
    let below = folders.filter_map(|folder| path.strip_prefix(folder).ok());
    let below = below.filter(|below| !below.as_os_str().is_empty());
    below
        .min_by_key(|below| below.components().count())
        .unwrap_or(path)
}

fn dedup(paths: &mut Vec<PathBuf>) {
    paths.sort();
    paths.dedup();
}

/// The wrangler file that governs a path: the nearest one above it. It is named the way the user names files, relative
/// to the working directory where it is below that.
fn config_above(path: &Path) -> Option<PathBuf> {
    let absolute = std::path::absolute(path).ok()?;
    let found = absolute
        .ancestors()
        .skip(1)
        .flat_map(|folder| FILE_NAMES.map(|name| folder.join(name)))
        .find(|candidate| candidate.is_file())?;
    let below = std::env::current_dir().ok().filter(|_| path.is_relative());
    let relative =
        below.and_then(|current| found.strip_prefix(current).ok().map(Path::to_path_buf));
    Some(relative.unwrap_or(found))
}

/// Of several wrangler files in one folder the one that wrangler prefers.
fn preferred(configs: &[PathBuf]) -> Vec<&PathBuf> {
    let rank = |path: &Path| {
        FILE_NAMES
            .iter()
            .position(|name| path.file_name().is_some_and(|file| file == *name))
    };
    let mut by_folder: BTreeMap<&Path, &PathBuf> = BTreeMap::new();
    for config in configs {
        let known = by_folder.entry(parent(config)).or_insert(config);
        if rank(config) < rank(known) {
            *known = config;
        }
    }
    by_folder.into_values().collect()
}

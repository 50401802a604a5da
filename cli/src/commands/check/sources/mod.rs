//! What is checked: the files that Workers run among the paths that were named, or standard input.

mod trouble;
mod worker;

use std::{
    cell::OnceCell,
    collections::{HashMap, HashSet},
    io::Read,
    path::{Path, PathBuf},
    slice,
    sync::Arc,
};

use anyhow::{Context, bail};
use gotchas_catalog::{Catalogue, Code, Target};
use gotchas_checker::Checker;
use gotchas_project::{Assume, Discovery, LEFT_OUT, Options, Outside, Reason, discover};

use super::{
    Args,
    cache::Cache,
    findings::{Fate, Finding, Findings, Source},
    paths,
    settings::{Resolver, Settings},
};
use crate::filter;
use trouble::Trouble;
pub use worker::{CheckedWorker, Module};

/// Everything that a run checks, and what kept it from checking more.
#[derive(Default)]
pub struct Sources {
    files: HashMap<PathBuf, Source>,
    /// Modules that are checked together, and where they run.
    pub workers: Vec<CheckedWorker>,
    /// The files to report on, where not all of those that are checked.
    named: Option<HashSet<PathBuf>>,
    /// Python files that are not Worker code.
    pub outside: Vec<Outside>,
    /// What is wrong with wrangler files and keeps nothing from being checked, in words.
    warnings: Vec<String>,
    /// Files that could not be read and configuration that makes no sense.
    trouble: Vec<Trouble>,
}

impl Sources {
    /// Reads what the arguments name.
    pub fn gather(
        args: &Args,
        settings: &Settings,
        resolver: &Resolver<'_>,
        catalogue: &Catalogue,
    ) -> anyhow::Result<Self> {
        let target = target(settings, catalogue)?;
        if args.reads_stdin() {
            if args.stdin_filename.is_none() && args.paths().len() > 1 {
                bail!("standard input (`-`) is checked alone");
            }
            let target = target.unwrap_or_else(|| catalogue.runtimes.newest());
            return Self::from_stdin(args, resolver, target);
        }
        let named = args.paths().iter().map(|path| paths::from_here(path));
        let named: Vec<PathBuf> = named.collect();
        let pruned = settings.exclude.is_usual();
        let excluded = |path: &Path| resolver.excludes(path, &named, pruned);
        let included = |path: &Path| settings.includes(path);
        let left_out: &[&str] = match pruned {
            true => &LEFT_OUT,
            false => &[],
        };
        let options = Options {
            assume: if args.worker {
                Assume::Worker
            } else {
                Assume::Nothing
            },
            respect_gitignore: settings.respect_gitignore,
            target,
            included: &included,
            excluded: &excluded,
            left_out,
        };
        let (found, trouble) = trouble::among(named.clone(), args.foreign.reads_notebooks());
        let mut sources = Self::from_discovery(discover(&found, &catalogue.runtimes, &options));
        sources.trouble.extend(trouble);
        Ok(sources)
    }

    fn from_stdin(args: &Args, resolver: &Resolver<'_>, target: Target) -> anyhow::Result<Self> {
        let mut bytes = Vec::new();
        std::io::stdin()
            .lock()
            .read_to_end(&mut bytes)
            .context("cannot read standard input")?;
        let text = String::from_utf8(bytes).context("standard input is not UTF-8")?;
        let path = args.stdin_filename.clone().unwrap_or_else(|| "-".into());
        let text: Arc<str> = text.into();
        let mut sources = Sources::default();
        sources.add(path.clone(), Arc::clone(&text));
        if trouble::is_notebook(&path) && !args.foreign.reads_notebooks() {
            sources.trouble.push(Trouble::notebook(&path));
        } else if args.stdin_filename.is_none()
            || !resolver.excludes(&path, slice::from_ref(&path), false)
        {
            let name = path.file_stem().unwrap_or_default().to_string_lossy();
            sources.workers.push(CheckedWorker {
                config: None,
                sdk: None,
                target,
                modules: vec![Module {
                    name: name.into_owned(),
                    aliases: Vec::new(),
                    path,
                    text,
                }],
                project: OnceCell::new(),
            });
        }
        Ok(sources)
    }

    fn from_discovery(discovery: Discovery) -> Self {
        let mut sources = Sources {
            outside: discovery.outside,
            named: Some(discovery.named.into_iter().collect()),
            ..Sources::default()
        };
        for worker in discovery.workers {
            let found = worker.modules.into_iter().map(|module| Module {
                path: module.path,
                name: module.name,
                aliases: module.aliases,
                text: module.source,
            });
            let modules: Vec<Module> = found.collect();
            for module in &modules {
                sources.add(module.path.clone(), Arc::clone(&module.text));
            }
            sources.workers.push(CheckedWorker {
                config: worker.config,
                sdk: worker.sdk,
                target: worker.target,
                modules,
                project: OnceCell::new(),
            });
        }
        let unreadable = discovery.unreadable.iter();
        let unreadable = unreadable.map(|file| Trouble::unreadable(&file.path, &file.message));
        let configs = discovery.config_errors.iter().map(Trouble::config);
        sources.trouble.extend(unreadable.chain(configs));
        let adrift = discovery.adrift.iter().map(trouble::without_entry);
        let misdated = discovery.misdated.iter();
        let misdated = misdated.map(|(config, date)| trouble::without_date(config, date));
        sources.warnings = adrift.chain(misdated).collect();
        sources
    }

    fn add(&mut self, path: PathBuf, text: Arc<str>) {
        let shown = paths::from_here(&path);
        self.files.insert(path, Source::new(shown, text));
    }

    /// The findings of the rules that are on, in the order of files and lines. What two Workers that share a file have in
    /// common is found once.
    pub fn check(
        &self,
        checker: &Checker,
        resolver: &Resolver<'_>,
        cache: Option<&Cache>,
    ) -> anyhow::Result<Findings<'_>> {
        let mut shown = Vec::new();
        for worker in &self.workers {
            let check = || checker.check(worker.project(checker), &worker.target);
            // Standard input is what an editor has not saved: it changes with every key.
            let found = match cache.filter(|_| self.named.is_some()) {
                Some(cache) => cache.findings(worker, check),
                None => check(),
            };
            for diagnostic in found {
                if let Some(file) = self.named(&diagnostic.file) {
                    let beside = diagnostic.secondary.iter();
                    shown.push(Finding {
                        file,
                        beside: beside
                            .filter_map(|annotation| self.files.get(&annotation.file))
                            .collect(),
                        diagnostic,
                        fixable: false,
                        is_trouble: false,
                    });
                }
            }
        }
        shown.sort_by(|a, b| a.order().cmp(&b.order()));
        self.drop_half_unused(&mut shown);
        shown.dedup_by(|a, b| a.order() == b.order());
        let mut found = Findings {
            trouble: self.trouble.iter().map(Trouble::finding).collect(),
            ..Findings::default()
        };
        for mut finding in shown {
            let diagnostic = &finding.diagnostic;
            let settings = resolver.settings(&diagnostic.file)?;
            match finding.fate(&settings) {
                Fate::Shown => {
                    let hidden_fix = settings.hidden_fix(diagnostic).is_some();
                    found.hidden_fixes += usize::from(hidden_fix);
                    finding.fixable = settings.fix(diagnostic).is_some();
                    found.shown.push(finding);
                }
                Fate::Hidden => found.hidden += 1,
                Fate::Off => {}
            }
        }
        Ok(found)
    }

    /// Leaves out suppressions that are unused for one Worker and used for another. Of standard input only a part of the
    /// project is known, so nobody can tell what is unused there.
    fn drop_half_unused(&self, found: &mut Vec<Finding<'_>>) {
        let is_unused =
            |finding: &Finding<'_>| finding.diagnostic.code == Some(Code::UNUSED_SUPPRESSION);
        let key = |finding: &Finding<'_>| {
            let diagnostic = &finding.diagnostic;
            let message = diagnostic.message.clone();
            (diagnostic.file.clone(), diagnostic.range.start(), message)
        };
        let mut times: HashMap<_, usize> = HashMap::new();
        for finding in found.iter().filter(|finding| is_unused(finding)) {
            *times.entry(key(finding)).or_default() += 1;
        }
        let mut workers: HashMap<PathBuf, usize> = HashMap::new();
        found.retain(|finding| {
            if !is_unused(finding) {
                return true;
            }
            let file = &finding.diagnostic.file;
            let count = || self.workers_with(file);
            let workers = *workers.entry(file.clone()).or_insert_with(count);
            self.named.is_some() && times[&key(finding)] == workers
        });
    }

    /// How many Workers run a file.
    fn workers_with(&self, file: &Path) -> usize {
        let has = |worker: &&CheckedWorker| {
            let mut modules = worker.modules.iter();
            modules.any(|module| module.path == file)
        };
        self.workers.iter().filter(has).count()
    }

    /// The text of the file of that path.
    pub fn text(&self, path: &Path) -> Option<&str> {
        self.files.get(path).map(|file| &*file.text)
    }

    /// The text of standard input, if that is what is checked.
    pub fn text_of_stdin(&self) -> Option<&str> {
        let only = self.files.values().next().filter(|_| self.named.is_none());
        only.map(|file| &*file.text)
    }

    /// Gives a file another text.
    pub fn replace(&mut self, path: &Path, text: String) {
        let text: Arc<str> = text.into();
        for worker in &mut self.workers {
            worker.replace(path, &text);
        }
        self.add(path.to_owned(), text);
    }

    /// The files that are checked and reported on, sorted.
    pub fn checked(&self) -> Vec<&Source> {
        let modules = self.workers.iter().flat_map(|worker| &worker.modules);
        let mut files: Vec<&Source> = modules
            .filter_map(|module| self.named(&module.path))
            .collect();
        files.sort_by(|a, b| a.path.cmp(&b.path));
        files.dedup_by(|a, b| a.path == b.path);
        files
    }

    /// All Python files under the paths that were named, also those that are no Worker code, sorted.
    pub fn all(&self) -> Vec<PathBuf> {
        let outside = self.outside.iter();
        let outside = outside.filter(|one| one.reason != Reason::Excluded);
        let mut all: Vec<PathBuf> = outside.map(|one| paths::from_here(&one.path)).collect();
        all.extend(self.checked().into_iter().map(|file| file.path.clone()));
        all.extend(self.unreadable());
        all.sort();
        all
    }

    /// The files that are there and cannot be read.
    pub fn unreadable(&self) -> impl Iterator<Item = PathBuf> {
        let paths = self.trouble.iter().map(Trouble::path);
        paths.filter(|path| path.is_file()).map(Path::to_owned)
    }

    /// The file of that path, if it is reported on.
    fn named(&self, path: &Path) -> Option<&Source> {
        let reported = self.named.as_ref().is_none_or(|named| named.contains(path));
        self.files.get(path).filter(|_| reported)
    }

    /// Whether there is anything to check.
    pub fn is_empty(&self) -> bool {
        self.files.is_empty()
    }
}

/// The target that was asked for, if one was.
fn target(settings: &Settings, catalogue: &Catalogue) -> anyhow::Result<Option<Target>> {
    if settings.target_runtime.is_none() && settings.target_sdk.is_none() {
        return Ok(None);
    }
    let runtimes = &catalogue.runtimes;
    let newest = runtimes.newest();
    let id = settings.target_runtime.as_deref();
    let runtime = filter::runtime(catalogue, id.unwrap_or(&newest.runtime))?;
    let sdk = settings.target_sdk.clone();
    let sdk = sdk.unwrap_or_else(|| runtime.default_sdk.clone());
    Ok(Some(runtimes.target(runtime, sdk)))
}

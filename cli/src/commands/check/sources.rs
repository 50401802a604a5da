//! What is checked: the files that Workers run among the paths that were named, or standard input.

use std::{
    cell::OnceCell,
    collections::{HashMap, HashSet},
    io::Read,
    path::{Path, PathBuf},
    sync::Arc,
};

use anyhow::{Context, bail};
use gotchas_catalog::{Catalogue, Code, Target};
use gotchas_checker::{Checker, Project};
use gotchas_project::{
    Adrift, Assume, Discovery, Options, Outside, config::WranglerConfig, discover,
    packages::PinnedSdk,
};
use rayon::iter::{IntoParallelRefIterator, ParallelIterator};

use super::{
    Args,
    cache::Cache,
    findings::{Fate, Finding, Findings, Source},
    settings::{Resolver, Settings},
};
use crate::{exit::Exit, filter, terminal};

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
    project: OnceCell<Project>,
}

/// A Python file of a Worker.
pub struct Module {
    /// Where it lies.
    pub path: PathBuf,
    /// The dotted name by which others import it.
    pub name: String,
    /// Its text.
    pub text: Arc<str>,
}

impl CheckedWorker {
    fn project(&self, checker: &Checker) -> &Project {
        self.project.get_or_init(|| {
            let bytes: usize = self.modules.iter().map(|module| module.text.len()).sum();
            let modules = self.modules.par_iter();
            let parsed = modules.map(|module| {
                let text = Arc::clone(&module.text);
                let mut parsed = gotchas_checker::Module::new(&module.path, &module.name, text);
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

    fn replace(&mut self, path: &Path, text: &Arc<str>) {
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
    /// Files that could not be read and configuration that makes no sense, in words.
    trouble: Vec<String>,
    /// Wrangler files whose Worker is not there, in words.
    adrift: Vec<String>,
    /// Whether only trouble is said, and whether not even that is.
    quiet: bool,
    silent: bool,
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
        if args.paths.iter().any(|path| path == Path::new("-")) {
            if args.paths.len() > 1 {
                bail!("standard input (`-`) is checked alone");
            }
            return Self::from_stdin(args, target.unwrap_or_else(|| catalogue.runtimes.newest()));
        }
        let excluded = |path: &Path| {
            let meant = !args.files.force_exclude && args.paths.iter().any(|named| named == path);
            // A configuration file that makes no sense is reported when the settings are used.
            let settings = resolver.settings(path).ok().filter(|_| !meant);
            settings.is_some_and(|settings| settings.exclude.takes(path))
        };
        let options = Options {
            assume: if args.worker {
                Assume::Worker
            } else {
                Assume::Nothing
            },
            respect_gitignore: settings.respect_gitignore,
            target,
            excluded: &excluded,
        };
        let (found, missing): (Vec<PathBuf>, Vec<PathBuf>) =
            args.paths.iter().cloned().partition(|path| path.exists());
        let mut sources = Self::from_discovery(discover(&found, &catalogue.runtimes, &options));
        sources.trouble.extend(
            missing
                .iter()
                .map(|path| format!("cannot read {}: it does not exist", path.display())),
        );
        Ok(sources)
    }

    fn from_stdin(args: &Args, target: Target) -> anyhow::Result<Self> {
        let mut bytes = Vec::new();
        std::io::stdin()
            .lock()
            .read_to_end(&mut bytes)
            .context("cannot read standard input")?;
        let text = String::from_utf8(bytes).context("standard input is not UTF-8")?;
        let path = args.stdin_filename.clone().unwrap_or_else(|| "-".into());
        let name = path.file_stem().unwrap_or_default().to_string_lossy();
        let text: Arc<str> = text.into();
        let mut sources = Sources::default();
        sources.workers.push(CheckedWorker {
            config: None,
            sdk: None,
            target,
            modules: vec![Module {
                name: name.into_owned(),
                path: path.clone(),
                text: Arc::clone(&text),
            }],
            project: OnceCell::new(),
        });
        sources.add(path, text);
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
                text: module.source.into(),
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
        sources.trouble.extend(
            unreadable.map(|file| format!("cannot read {}: {}", file.path.display(), file.message)),
        );
        sources
            .trouble
            .extend(discovery.config_errors.iter().map(ToString::to_string));
        sources.adrift = discovery.adrift.iter().map(without_entry).collect();
        sources
    }

    fn add(&mut self, path: PathBuf, text: Arc<str>) {
        // What was found below `.` is shown as ruff shows it, without the dot.
        let shown = path.strip_prefix(".").unwrap_or(&path).to_owned();
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
                    shown.push(Finding {
                        file,
                        diagnostic,
                        fixable: false,
                    });
                }
            }
        }
        shown.sort_by(|a, b| a.order().cmp(&b.order()));
        self.drop_half_unused(&mut shown);
        shown.dedup_by(|a, b| a.order() == b.order());
        let mut found = Findings::default();
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
        found.retain(|finding| {
            let everywhere = || times[&key(finding)] == self.workers_with(&finding.diagnostic.file);
            !is_unused(finding) || (self.named.is_some() && everywhere())
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

    /// Says less at the end: only what went wrong, or nothing.
    pub fn hush(&mut self, quiet: bool, silent: bool) {
        self.quiet = quiet;
        self.silent = silent;
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

    /// The file of that path, if it is reported on.
    fn named(&self, path: &Path) -> Option<&Source> {
        let reported = self.named.as_ref().is_none_or(|named| named.contains(path));
        self.files.get(path).filter(|_| reported)
    }

    /// Whether something could not be checked.
    fn has_trouble(&self) -> bool {
        !self.trouble.is_empty()
    }

    /// Whether there is anything to check.
    pub fn is_empty(&self) -> bool {
        self.files.is_empty()
    }

    /// Says what could not be checked, or that nothing here is Worker code. Gives how the run ended: as it would have, had
    /// everything been checked, or badly.
    pub fn conclude(&self, otherwise: Exit) -> Exit {
        self.print_remarks();
        match self.has_trouble() {
            true => Exit::Failure,
            false => otherwise,
        }
    }

    fn print_remarks(&self) {
        if self.silent {
            return;
        }
        for trouble in &self.trouble {
            terminal::note(&format!("error: {trouble}"));
        }
        for warning in self.adrift.iter().filter(|_| !self.quiet) {
            terminal::note(&format!("warning: {warning}"));
        }
        if self.is_empty() && !self.has_trouble() && !self.quiet {
            terminal::note(&match self.outside.len() {
                0 => "No Python files here.".to_owned(),
                1 => "No Worker code here: the one Python file is not part of a Worker; `--worker` checks it all the same.".to_owned(),
                count => format!("No Worker code here: none of the {count} Python files is part of a Worker; `--worker` checks them all the same."),
            });
        }
    }
}

/// What is wrong with a wrangler file that leads to no Python.
fn without_entry(adrift: &Adrift) -> String {
    let plain = |path: &Path| {
        let path = path.strip_prefix(".").unwrap_or(path);
        path.display().to_string()
    };
    let config = plain(&adrift.config);
    match &adrift.main {
        Some(main) => format!("{config} starts from {}, which does not exist", plain(main)),
        None => {
            format!("{config} names no `main`, so nobody knows which file its Worker starts from")
        }
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

//! What is checked: the files that Workers run among the paths that were named, or standard input.

use std::{
    cell::OnceCell,
    collections::{HashMap, HashSet},
    io::Read,
    path::{Path, PathBuf},
    sync::Arc,
};

use anyhow::{Context, bail};
use gotchas_catalog::{Catalogue, Code, Position, Target};
use gotchas_checker::{Checker, Diagnostic, Module, Project};
use gotchas_project::{
    Assume, Discovery, Options, Outside, config::WranglerConfig, discover, packages::PinnedSdk,
};
use rayon::iter::{IntoParallelIterator, ParallelIterator};
use ruff_source_file::LineIndex;
use ruff_text_size::TextSize;

use super::{
    Args,
    settings::{Resolver, Settings},
};
use crate::{exit::Exit, filter, terminal};

/// A file that is checked, or standard input under the name it was given.
pub struct Source {
    /// Its name in findings.
    pub path: PathBuf,
    /// Its text.
    pub text: Arc<str>,
    lines: OnceCell<LineIndex>,
}

/// A diagnostic together with the file it is about.
pub struct Finding<'a> {
    /// The file.
    pub file: &'a Source,
    /// What was found in it.
    pub diagnostic: Diagnostic,
    /// Whether `--fix` would mend it.
    pub fixable: bool,
}

/// A Worker: modules that are checked together.
pub struct CheckedWorker {
    /// Its wrangler file, if it has one.
    pub config: Option<WranglerConfig>,
    /// The SDK that its project pins.
    pub sdk: Option<PinnedSdk>,
    /// Where it runs.
    pub target: Target,
    /// What it runs.
    pub project: Project,
}

/// What a run has found.
#[derive(Default)]
pub struct Findings<'a> {
    /// What is reported, in the order of files and lines.
    pub shown: Vec<Finding<'a>>,
    /// How many findings are less severe than what was asked for.
    pub hidden: usize,
    /// How many fixes only `--unsafe-fixes` would apply.
    pub hidden_fixes: usize,
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
        let mut sources = Sources::default();
        sources.workers.push(CheckedWorker {
            config: None,
            sdk: None,
            target,
            project: Project::single(&path, &text),
        });
        sources.add(path, text.into());
        Ok(sources)
    }

    fn from_discovery(discovery: Discovery) -> Self {
        let mut sources = Sources {
            outside: discovery.outside,
            named: Some(discovery.named.into_iter().collect()),
            ..Sources::default()
        };
        for worker in discovery.workers {
            let found = worker.modules.into_par_iter();
            let modules: Vec<Module> = found
                .map(|module| Module::new(&module.path, &module.name, module.source))
                .collect();
            for module in &modules {
                sources.add(module.path.clone(), Arc::clone(module.source()));
            }
            sources.workers.push(CheckedWorker {
                config: worker.config,
                sdk: worker.sdk,
                target: worker.target,
                project: Project { modules },
            });
        }
        let unreadable = discovery.unreadable.iter();
        sources.trouble.extend(
            unreadable.map(|file| format!("cannot read {}: {}", file.path.display(), file.message)),
        );
        sources
            .trouble
            .extend(discovery.config_errors.iter().map(ToString::to_string));
        sources
    }

    fn add(&mut self, path: PathBuf, text: Arc<str>) {
        // What was found below `.` is shown as ruff shows it, without the dot.
        let shown = path.strip_prefix(".").unwrap_or(&path).to_owned();
        self.files.insert(
            path,
            Source {
                path: shown,
                text,
                lines: OnceCell::new(),
            },
        );
    }

    /// The findings of the rules that are on, in the order of files and lines. What two Workers that share a file have in
    /// common is found once.
    pub fn check(
        &self,
        checker: &Checker,
        resolver: &Resolver<'_>,
    ) -> anyhow::Result<Findings<'_>> {
        let mut shown = Vec::new();
        for worker in &self.workers {
            for diagnostic in checker.check(&worker.project, &worker.target) {
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
            let mut modules = worker.project.modules.iter();
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
        let workers = self.workers.iter_mut();
        for module in workers.flat_map(|worker| &mut worker.project.modules) {
            if module.path == path {
                module.replace(Arc::clone(&text));
            }
        }
        self.add(path.to_owned(), text);
    }

    /// The files that are checked and reported on, sorted.
    pub fn checked(&self) -> Vec<&Source> {
        let modules = self
            .workers
            .iter()
            .flat_map(|worker| &worker.project.modules);
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
        for trouble in &self.trouble {
            terminal::note(&format!("error: {trouble}"));
        }
        if self.is_empty() && !self.has_trouble() {
            terminal::note(&match self.outside.len() {
                0 => "No Python files here.".to_owned(),
                1 => "No Worker code here: the one Python file is not part of a Worker; `--worker` checks it all the same.".to_owned(),
                count => format!("No Worker code here: none of the {count} Python files is part of a Worker; `--worker` checks them all the same."),
            });
        }
    }
}

/// What becomes of a finding.
enum Fate {
    Shown,
    /// Not severe enough.
    Hidden,
    /// Its rule is off.
    Off,
}

impl Finding<'_> {
    /// What the settings of its file say about it. A file that is not Python is always reported.
    fn fate(&self, settings: &Settings) -> Fate {
        let diagnostic = &self.diagnostic;
        match diagnostic.code {
            Some(code) if !settings.reports(code, &diagnostic.file) => Fate::Off,
            Some(_) if diagnostic.severity < settings.severity => Fate::Hidden,
            _ => Fate::Shown,
        }
    }

    /// The code and the name of its rule.
    pub fn rule(&self) -> (String, String) {
        let diagnostic = &self.diagnostic;
        let code = diagnostic.code.map(String::from);
        (code.unwrap_or_default(), diagnostic.name.clone())
    }

    /// Where it starts.
    pub fn start(&self) -> Position {
        self.file.position(self.diagnostic.range.start())
    }

    /// Where it ends, one column further.
    pub fn end(&self) -> Position {
        self.file.position(self.diagnostic.range.end())
    }

    fn order(&self) -> (&Path, TextSize, TextSize, &str, &str) {
        let diagnostic = &self.diagnostic;
        let range = diagnostic.range;
        (
            &self.file.path,
            range.start(),
            range.end(),
            &diagnostic.name,
            &diagnostic.message,
        )
    }
}

impl Source {
    /// The line and column of a byte.
    pub fn position(&self, at: TextSize) -> Position {
        let lines = self
            .lines
            .get_or_init(|| LineIndex::from_source_text(&self.text));
        let place = lines.line_column(at, &self.text);
        Position {
            line: place.line.get(),
            column: place.column.get(),
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

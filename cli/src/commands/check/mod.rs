//! `gotchas check`: what it finds, and how it says so.

mod allow;
mod args;
pub mod cache;
mod findings;
mod fixing;
mod paths;
mod report;
mod settings;
mod show;
mod sources;
mod warnings;

use std::{path::Path, rc::Rc, time::Instant};

use anyhow::bail;
use gotchas_catalog::Catalogue;
use gotchas_checker::Checker;
use owo_colors::OwoColorize;

use allow::Kind;
pub use args::Args;
use args::Format;
use cache::Cache;
use findings::Findings;
use fixing::Fixed;
use report::About;
use settings::{Resolver, Settings};
use sources::Sources;

use crate::{args::Global, exit::Exit, knowledge, terminal, watch::Watch};

/// Checks, prints, and says by the exit code how it went; with `--watch` again whenever a file changes.
pub fn run(args: &Args, global: &Global) -> anyhow::Result<Exit> {
    match args.watch {
        true => watch(args, global),
        false => once(args, global),
    }
}

/// Checks again and again, until somebody ends it. What goes wrong is reported and may be mended meanwhile.
fn watch(args: &Args, global: &Global) -> anyhow::Result<Exit> {
    if args.reads_stdin() {
        bail!("standard input cannot be watched");
    }
    if !args.paths().iter().any(|path| path.exists()) {
        bail!("No path was found");
    }
    let mut watch = Watch::new(args.paths().to_vec())?;
    let mut reason = "Starting linter in watch mode...";
    loop {
        terminal::clear()?;
        terminal::print(&format!("{}\n", at_this_time(reason)))?;
        if let Err(error) = once(args, global) {
            terminal::report(&error);
            terminal::print(&format!("{}\n", at_this_time("Watching for file changes.")))?;
        }
        loop {
            let Some(changed) = watch.next() else {
                return Ok(Exit::Success);
            };
            if changed.iter().any(|path| concerns(path)) {
                break;
            }
        }
        reason = "File change detected...";
    }
}

/// A line of the watch, as ruff writes it.
fn at_this_time(text: &str) -> String {
    let now = chrono::Local::now().format("%I:%M:%S %p").to_string();
    format!("[{}] {text}\n", now.dimmed())
}

/// Whether a file can change what is found.
fn concerns(path: &Path) -> bool {
    if path.iter().any(|part| part == cache::FOLDER) {
        return false;
    }
    let extension = path.extension().and_then(|extension| extension.to_str());
    extension.is_some_and(|extension| {
        ["py", "pyi", "toml", "json", "jsonc", "lock", "txt"].contains(&extension)
    })
}

fn once(args: &Args, global: &Global) -> anyhow::Result<Exit> {
    let allowed = args.allowed()?;
    let catalogue = knowledge::catalogue(global)?;
    let options = args.settings(&catalogue)?;
    let resolver = Resolver::new(&catalogue, &args.config, args.isolated, options)?;
    // What concerns the run as a whole follows from where it starts.
    let settings = resolver.settings(args.start())?;
    if !settings.preview && !args.loudness.silent {
        for name in args.rules.of_preview(&catalogue) {
            terminal::note(&format!(
                "warning: `{name}` is new: it is reported with `--preview` only"
            ));
        }
    }
    if !args.loudness.quiet && !args.loudness.silent {
        for path in args.passed_over() {
            let path = path.display();
            terminal::note(&format!(
                "warning: Ignoring file {path} in favor of standard input."
            ));
        }
    }
    let sources = Sources::gather(args, &settings, &resolver, &catalogue)?;
    if args.statistics && !settings.output_format.counts() {
        let format = settings.output_format.name();
        bail!("`--statistics` is printed as text or as `json`, not as `{format}`");
    }
    if args.show.is_wanted() {
        return show::run(args, &settings, &sources);
    }
    let run = Run {
        args,
        catalogue: &catalogue,
        settings: Rc::clone(&settings),
        checker: match args.ignore_noqa {
            true => Checker::new(&catalogue)?.ignoring_comments(),
            false => Checker::new(&catalogue)?,
        },
        resolver,
        cache: cache(args, global, &settings),
    };
    if args.loudness.verbose {
        terminal::note(show::settings(&settings).trim_end());
        terminal::note(show::project(&sources).trim_end());
    }
    if !args.loudness.quiet && !args.loudness.silent {
        warnings::print(&sources, &run.checker);
    }
    let started = Instant::now();
    let exit = match allowed {
        Some((kind, reason)) => run.allow(&sources, kind, reason),
        None => run.check(sources),
    };
    if args.loudness.verbose {
        terminal::note(&format!("Took {:.1?}.", started.elapsed()));
    }
    exit
}

/// The cache of a run. Gotchas of another folder are not part of what an entry is known by, so they are checked afresh.
fn cache(args: &Args, global: &Global, settings: &Settings) -> Option<Cache> {
    let wanted = !args.no_cache && global.gotchas.is_empty();
    let options = if args.ignore_noqa { "ignore-noqa" } else { "" };
    wanted.then(|| Cache::new(settings.cache_dir.clone(), options))
}

/// What a run works with.
struct Run<'a> {
    args: &'a Args,
    catalogue: &'a Catalogue,
    settings: Rc<Settings>,
    checker: Checker,
    resolver: Resolver<'a>,
    cache: Option<Cache>,
}

impl Run<'_> {
    fn findings<'s>(&self, sources: &'s Sources) -> anyhow::Result<Findings<'s>> {
        sources.check(&self.checker, &self.resolver, self.cache.as_ref())
    }

    fn check(&self, mut sources: Sources) -> anyhow::Result<Exit> {
        let args = self.args;
        let fixed = match self.fixes() {
            true => fixing::fix(&mut sources, &self.checker, &self.resolver)?,
            false => Fixed::default(),
        };
        if args.fixes.diff {
            return self.diff(&fixed, &sources);
        }
        // What is mended goes on to the next program, what is found to the person who watches.
        let passed_on = sources.text_of_stdin().filter(|_| self.fixes());
        if passed_on.is_none() {
            fixed.write(&sources)?;
        }
        let findings = self.findings(&sources)?;
        let report = self.report(&sources, &findings, &fixed, self.settings.output_format)?;
        for output in &args.output_format {
            if let Some(file) = &output.file {
                let report = self.report(&sources, &findings, &fixed, output.format)?;
                terminal::write_plain(file, &report)?;
            }
        }
        if args.watch {
            let count = findings.shown.len();
            let errors = if count == 1 { "error" } else { "errors" };
            let status = format!("Found {count} {errors}. Watching for file changes.");
            match self.settings.output_format.is_for_programs() {
                true => terminal::note(&at_this_time(&status)),
                false => terminal::print(&format!("{}\n", at_this_time(&status)))?,
            }
        }
        match (passed_on, &args.output_file) {
            (_, Some(file)) => terminal::write_plain(file, &report)?,
            (_, None) if args.loudness.silent || report.is_empty() => {}
            (Some(_), None) => terminal::note(report.trim_end()),
            (None, None) => terminal::print(&report)?,
        }
        if let Some(text) = passed_on {
            terminal::print_raw(text)?;
        }
        let mended = args.fixes.exit_non_zero_on_fix && !fixed.is_empty();
        let clean = findings.shown.is_empty() || self.settings.fix_only || args.exit_zero;
        let exit = match clean && !mended {
            true => Exit::Success,
            false => Exit::Negative,
        };
        let exit = sources.conclude(args, exit);
        // Taking large trees apart takes its time, and nobody has to wait for it.
        drop(findings);
        rayon::spawn(move || drop(sources));
        Ok(exit)
    }

    /// Whether fixes are applied, to files or only for show.
    fn fixes(&self) -> bool {
        self.settings.fix || self.settings.fix_only || self.args.fixes.diff
    }

    fn report(
        &self,
        sources: &Sources,
        findings: &Findings<'_>,
        fixed: &Fixed,
        format: Format,
    ) -> anyhow::Result<String> {
        let about = About {
            format,
            statistics: self.args.statistics,
            closing: !self.args.loudness.quiet && !self.args.watch,
            fixed,
            show_fixes: self.settings.show_fixes,
            catalogue: self.catalogue,
        };
        // What was not checked did not pass.
        if sources.is_empty() && !format.is_for_programs() {
            return Ok(String::new());
        }
        match self.settings.fix_only {
            true => Ok(report::mended(findings, &about)),
            false => report::render(findings, &about),
        }
    }

    /// `--diff`: exits with 1 where there is something to change, as ruff does.
    fn diff(&self, fixed: &Fixed, sources: &Sources) -> anyhow::Result<Exit> {
        let args = self.args;
        terminal::print_raw(&fixed.diff(sources, args.stdin_filename.is_some()))?;
        let loudness = &args.loudness;
        let closing = report::differing(&self.findings(sources)?, fixed);
        if !loudness.quiet && !loudness.silent && !closing.is_empty() {
            match sources.text_of_stdin() {
                Some(_) => terminal::note(closing.trim_end()),
                None => terminal::print(&closing)?,
            }
        }
        let same = fixed.is_empty() || args.exit_zero;
        Ok(sources.conclude(
            args,
            match same {
                true => Exit::Success,
                false => Exit::Negative,
            },
        ))
    }

    /// Says on standard error what was done, unless nobody wants to know.
    fn remark(&self, text: &str) {
        let loudness = &self.args.loudness;
        if !loudness.quiet && !loudness.silent {
            terminal::note(text);
        }
    }

    /// Writes comments that allow what is found.
    fn allow(&self, sources: &Sources, kind: Kind, reason: &str) -> anyhow::Result<Exit> {
        let found = self.findings(sources)?;
        let (texts, count) = allow::allow(&found, kind, reason, self.catalogue);
        for (path, text) in texts {
            fixing::write(&path, &text)?;
        }
        let what = match (kind, count) {
            (Kind::Noqa, 1) => "noqa directive",
            (Kind::Noqa, _) => "noqa directives",
            (Kind::Ignore, 1) => "ignore comment",
            (Kind::Ignore, _) => "ignore comments",
        };
        if count > 0 {
            self.remark(&format!("Added {count} {what}."));
        }
        Ok(sources.conclude(self.args, Exit::Success))
    }
}

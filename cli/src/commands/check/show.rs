//! `--show-project`, `--show-files` and `--show-settings`: what a run has understood before it checks anything.

use std::{
    fmt::Write,
    path::{Path, PathBuf},
};

use anyhow::bail;
use gotchas_catalog::Sdk;
use owo_colors::OwoColorize;

use super::{
    Args, paths,
    settings::Settings,
    sources::{CheckedWorker, Sources},
};
use crate::{exit::Exit, terminal};

/// Prints what was asked for. That a file cannot be read says nothing about which files there are.
pub fn run(args: &Args, settings: &Settings, sources: &Sources) -> anyhow::Result<Exit> {
    if args.show.show_settings {
        let files = sources.all();
        let Some(first) = files.first() else {
            bail!("No files found under the given path");
        };
        let first = paths::absolute(first);
        let heading = format!(
            "# Resolved settings for: {:?}\n",
            first.display().to_string()
        );
        terminal::print(&(heading + &self::settings(settings)))?;
        return Ok(Exit::Success);
    }
    if args.show.show_files {
        terminal::print(&files(sources))?;
        sources.print_remarks(args);
        return Ok(Exit::Success);
    }
    terminal::print(&project(sources))?;
    Ok(sources.conclude(args, Exit::Success))
}

/// The files that are checked and reported on, one per line.
fn files(sources: &Sources) -> String {
    let mut files: Vec<PathBuf> = sources
        .checked()
        .into_iter()
        .map(|file| file.path.clone())
        .collect();
    files.extend(sources.unreadable());
    files.retain(|file| file != Path::new("-"));
    files.sort();
    files
        .iter()
        .map(|file| format!("{}\n", paths::absolute(file).display()))
        .collect()
}

/// Each Worker with its configuration, target and files, then the files that are out and why.
pub fn project(sources: &Sources) -> String {
    let mut text = String::new();
    for worker in &sources.workers {
        let heading = worker.config.as_ref().map_or_else(
            || "Worker code without a wrangler file".to_owned(),
            |config| match &config.environment {
                Some(name) => format!("{} (environment {name})", shown(&config.path)),
                None => shown(&config.path),
            },
        );
        line(&mut text, &heading.bold().to_string());
        for (name, value) in facts(worker) {
            line(&mut text, &format!("  {name:<9}{value}"));
        }
        line(&mut text, "  files");
        for module in &worker.modules {
            line(&mut text, &format!("    {}", shown(&module.path)));
        }
        text.push('\n');
    }
    if !sources.outside.is_empty() {
        line(&mut text, &"Not checked".bold().to_string());
        for outside in &sources.outside {
            let reason = outside.reason.describe();
            line(
                &mut text,
                &format!("    {}: {reason}", shown(&outside.path)),
            );
        }
    }
    text
}

fn facts(worker: &CheckedWorker) -> Vec<(&'static str, String)> {
    let mut facts = Vec::new();
    if let Some(config) = &worker.config {
        if let Some(main) = &config.main {
            facts.push(("entry", shown(main)));
        }
        let date = config.compatibility_date.as_deref().unwrap_or("none");
        let flags = config.compatibility_flags.join(", ");
        facts.push(("date", date.to_owned()));
        facts.push((
            "flags",
            if flags.is_empty() {
                "none".to_owned()
            } else {
                flags
            },
        ));
    }
    facts.push(("runtime", worker.target.to_string()));
    if let Some(sdk) = &worker.sdk {
        let used = match &worker.target.sdk {
            Sdk::Release(release) if *release == sdk.version => "",
            _ => ", not the one that this Worker gets",
        };
        let (version, path) = (&sdk.version, shown(&sdk.path));
        facts.push(("pinned", format!("SDK {version} in {path}{used}")));
    }
    facts
}

/// The settings, as a configuration file would say them.
pub fn settings(settings: &Settings) -> String {
    let source = settings.source.as_ref();
    let source = source.map_or_else(|| "none".to_owned(), |path| path.display().to_string());
    let rules = |selection: &super::settings::Selection| {
        let codes: Vec<String> = selection.codes().map(String::from).collect();
        list(&codes)
    };
    let mut text = format!("# Configuration file: {source}\n");
    line(&mut text, &format!("select = {}", rules(&settings.rules)));
    line(&mut text, &format!("preview = {}", settings.preview));
    line(
        &mut text,
        &format!("fixable = {}", rules(&settings.fixable)),
    );
    line(
        &mut text,
        &format!("include = {}", list(settings.include.patterns())),
    );
    line(
        &mut text,
        &format!("exclude = {}", list(settings.exclude.patterns())),
    );
    for (name, value) in [
        ("force-exclude", settings.force_exclude),
        ("fix", settings.fix),
        ("fix-only", settings.fix_only),
        ("show-fixes", settings.show_fixes),
    ] {
        line(&mut text, &format!("{name} = {value}"));
    }
    line(
        &mut text,
        &format!("severity = {:?}", settings.severity.name()),
    );
    let format = serde_json::to_string(&settings.output_format).unwrap_or_default();
    line(&mut text, &format!("output-format = {format}"));
    if let Some(runtime) = &settings.target_runtime {
        line(&mut text, &format!("target-runtime = {runtime:?}"));
    }
    if let Some(sdk) = &settings.target_sdk {
        line(&mut text, &format!("target-sdk = {:?}", sdk.to_string()));
    }
    line(
        &mut text,
        &format!("respect-gitignore = {}", settings.respect_gitignore),
    );
    if let Some(unsafe_fixes) = settings.unsafe_fixes {
        line(&mut text, &format!("unsafe-fixes = {unsafe_fixes}"));
    }
    line(
        &mut text,
        &format!("cache-dir = {:?}", settings.cache_dir.display().to_string()),
    );
    if !settings.per_file_ignores.is_empty() {
        line(&mut text, "\n[per-file-ignores]");
        for entry in &settings.per_file_ignores {
            let off: Vec<String> = entry.off.iter().map(ToString::to_string).collect();
            let files = entry.files.patterns().join(",");
            line(&mut text, &format!("{files:?} = {}", list(&off)));
        }
    }
    text
}

fn list(items: &[String]) -> String {
    let quoted: Vec<String> = items.iter().map(|item| format!("{item:?}")).collect();
    format!("[{}]", quoted.join(", "))
}

fn line(text: &mut String, line: &str) {
    writeln!(text, "{line}").expect("a string takes all");
}

/// A path as findings show it.
fn shown(path: &Path) -> String {
    paths::from_here(path).display().to_string()
}

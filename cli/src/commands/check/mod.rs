//! `gotchas check`: what it finds, and how it says so.

mod args;
mod fixing;
mod report;
mod settings;
mod show;
mod sources;

use std::path::Path;

pub use args::Args;
use args::Format;
use fixing::Fixed;
use gotchas_checker::Checker;
use report::About;
use settings::Resolver;
use sources::Sources;

use crate::{args::Global, exit::Exit, knowledge, terminal};

/// Checks, prints, and says by the exit code how it went.
pub fn run(args: &Args, global: &Global) -> anyhow::Result<Exit> {
    let catalogue = knowledge::catalogue(global)?;
    let resolver = Resolver::new(
        &catalogue,
        &args.config,
        args.isolated,
        args.settings(&catalogue)?,
    )?;
    // What concerns the run as a whole follows from where it starts.
    let settings = resolver.settings(args.paths.first().map_or(Path::new("."), |path| path))?;
    if args.show.show_settings {
        terminal::print(&show::settings(&settings))?;
        return Ok(Exit::Success);
    }
    let mut sources = Sources::gather(args, &settings, &resolver, &catalogue)?;
    if args.show.show_project || args.show.show_files {
        let shown = match args.show.show_files {
            true => show::files(&sources),
            false => show::project(&sources),
        };
        terminal::print(&shown)?;
        sources.print_remarks();
        return Ok(if sources.has_trouble() {
            Exit::Failure
        } else {
            Exit::Success
        });
    }
    let checker = Checker::new(&catalogue)?;
    let fixed = match args.fixes.wanted() {
        true => fixing::fix(&mut sources, &checker, &resolver)?,
        false => Fixed::default(),
    };
    if args.fixes.diff {
        return diff(&fixed, &sources);
    }
    // What is mended goes on to the next program, what is found to the person who watches.
    let passed_on = sources.text_of_stdin().filter(|_| args.fixes.wanted());
    if passed_on.is_none() {
        fixed.write(&sources)?;
    }
    let findings = sources.check(&checker, &resolver)?;
    let mut report = String::new();
    if args.fixes.show_fixes {
        report += &fixed.list();
    }
    // What was not checked did not pass.
    let speaks = !sources.is_empty() || settings.output_format.is_for_programs();
    if speaks && !args.fixes.fix_only {
        let about = About {
            format: settings.output_format,
            statistics: args.statistics,
            fixed: fixed.count(),
            catalogue: &catalogue,
        };
        report += &report::render(&findings, &about)?;
    }
    match (passed_on, &args.output_file) {
        (_, Some(file)) => terminal::write_plain(file, &report)?,
        (Some(_), None) => terminal::note(report.trim_end()),
        (None, None) => terminal::print(&report)?,
    }
    if let Some(text) = passed_on {
        terminal::print_raw(text)?;
    }
    sources.print_remarks();
    let mended = args.fixes.exit_non_zero_on_fix && !fixed.is_empty();
    let clean = findings.shown.is_empty() || args.fixes.fix_only || args.exit_zero;
    Ok(match () {
        () if sources.has_trouble() => Exit::Failure,
        () if clean && !mended => Exit::Success,
        () => Exit::Negative,
    })
}

/// `--diff`: exits with 1 where there is something to change, as ruff does.
fn diff(fixed: &Fixed, sources: &Sources) -> anyhow::Result<Exit> {
    terminal::print(&fixed.diff(sources))?;
    sources.print_remarks();
    let count = fixed.count();
    if count > 0 {
        let errors = if count == 1 { "error" } else { "errors" };
        terminal::note(&format!("Would fix {count} {errors}."));
    }
    Ok(match () {
        () if sources.has_trouble() => Exit::Failure,
        () if fixed.is_empty() => Exit::Success,
        () => Exit::Negative,
    })
}

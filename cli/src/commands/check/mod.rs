//! `gotchas check`: what it finds, and how it says so.

mod args;
mod report;
mod settings;
mod show;
mod sources;

use std::path::Path;

pub use args::Args;
use args::Format;
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
    let sources = Sources::gather(args, &settings, &resolver, &catalogue)?;
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
    let findings = sources.check(&catalogue, &resolver)?;
    let format = settings.output_format;
    // What was not checked did not pass.
    if !sources.is_empty() || format.is_for_programs() {
        let report = report::render(&findings, format, args.statistics, &catalogue)?;
        match &args.output_file {
            Some(file) => terminal::write_plain(file, &report)?,
            None => terminal::print(&report)?,
        }
    }
    sources.print_remarks();
    Ok(match () {
        () if sources.has_trouble() => Exit::Failure,
        () if findings.shown.is_empty() || args.exit_zero => Exit::Success,
        () => Exit::Negative,
    })
}

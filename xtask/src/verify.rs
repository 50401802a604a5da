//! `cargo xtask verify`: runs every example on every runtime and compares with the recorded evidence.

use std::time::Instant;

use anyhow::bail;
use gotchas_catalog::Catalogue;
use gotchas_runtime::{Difference, Kind, Mode, Places, Report, Selection};

use crate::shell;

/// Run every example on every runtime and compare with evidence/
#[derive(Debug, Default, clap::Args)]
pub struct Args {
    /// Only these gotchas, by name or code
    #[arg(value_name = "NAME")]
    names: Vec<String>,
    /// Only this runtime (repeatable)
    #[arg(long, value_name = "ID")]
    runtime: Vec<String>,
    /// Record what happens now instead of comparing
    #[arg(long)]
    update: bool,
}

/// Why this machine cannot run the verification, if it cannot.
pub fn missing() -> Option<String> {
    gotchas_runtime::missing()
}

/// Runs the verification and prints what came out.
pub fn run(args: &Args) -> anyhow::Result<()> {
    let catalogue = Catalogue::load_unproven(&shell::root().join("gotchas"))?;
    let places = Places {
        root: shell::root().to_owned(),
        target: shell::target(),
    };
    let selection = Selection {
        gotchas: args.names.clone(),
        runtimes: args.runtime.clone(),
    };
    let mode = if args.update {
        Mode::Update
    } else {
        Mode::Compare
    };
    let start = Instant::now();
    let report = gotchas_runtime::verify(&catalogue, &places, &selection, mode)?;
    print!("{}", report.table);
    let seconds = start.elapsed().as_secs();
    println!(
        "{} cases in {seconds} s; {} not measured",
        report.cases, report.not_measured
    );
    judge(&report, mode)
}

/// Shows what is not as it should be, and fails if there is anything.
fn judge(report: &Report, mode: Mode) -> anyhow::Result<()> {
    let new =
        |difference: &&Difference| mode == Mode::Compare || difference.kind != Kind::NotRecorded;
    for difference in report.differences.iter().filter(new) {
        println!("\n{}", difference.render().trim_end());
    }
    for objection in &report.objections {
        println!("\n{objection}");
    }
    let changed = report.differences.len();
    if mode == Mode::Update {
        println!("\nrecorded in evidence/; {changed} outcomes of snippets are new or changed");
    }
    let wrong = report.objections.len() + if mode == Mode::Compare { changed } else { 0 };
    if wrong > 0 {
        bail!("{wrong} snippets are not as recorded or not as the gotchas say");
    }
    Ok(())
}

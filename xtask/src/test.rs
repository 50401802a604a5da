//! `cargo xtask test`: every test there is, in the order in which failures are cheapest to learn.

use std::time::{Duration, Instant};

use anyhow::bail;

use crate::{browser, compare, fuzz, schema, shell, tools, verify};

/// Run every test there is
///
/// Formatting, lints, Rust tests, the comparison with a stock mdBook, the site in a browser, licences and sources of dependencies, a
/// minute of fuzzing, and the verification of every example on the real runtimes. What this machine lacks the tools for is left out and named at the
/// end.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// A missing tool is an error instead of a reason to leave its tests out (for CI)
    #[arg(long)]
    all: bool,
    /// Only steps whose name contains this
    #[arg(long, value_name = "TEXT")]
    only: Option<String>,
}

/// One kind of test.
struct Step {
    name: &'static str,
    /// What this machine lacks for it, if anything.
    missing: fn() -> Option<String>,
    run: fn() -> anyhow::Result<()>,
}

enum Outcome {
    Passed,
    Failed(anyhow::Error),
    LeftOut(String),
}

const STEPS: &[Step] = &[
    Step {
        name: "format",
        missing: || component("fmt"),
        run: format,
    },
    Step {
        name: "lint",
        missing: || component("clippy"),
        run: lint,
    },
    Step {
        name: "schema",
        missing: || None,
        run: fresh_schema,
    },
    Step {
        name: "tests",
        missing: || None,
        run: rust_tests,
    },
    Step {
        name: "stock mdBook",
        missing: || None,
        run: compare::run,
    },
    Step {
        name: "dependencies",
        missing: || None,
        run: dependencies,
    },
    Step {
        name: "browser",
        missing: browser::missing,
        run: || browser::run(&browser::Args::default()),
    },
    Step {
        name: "fuzz",
        missing: || None,
        run: || fuzz::run(&fuzz::Args::default()),
    },
    Step {
        name: "runtimes",
        missing: verify::missing,
        run: runtimes,
    },
];

/// Runs all steps, also after one failed, and sums them up.
pub fn run(args: &Args) -> anyhow::Result<()> {
    let wanted = |step: &&Step| {
        args.only
            .as_deref()
            .is_none_or(|text| step.name.contains(text))
    };
    let mut done = Vec::new();
    for step in STEPS.iter().filter(wanted) {
        println!("\n── {} ──", step.name);
        let start = Instant::now();
        let outcome = attempt(step, args.all);
        if let Outcome::Failed(error) = &outcome {
            eprintln!("error: {error:#}");
        }
        done.push((step.name, outcome, start.elapsed()));
    }
    if done.is_empty() {
        bail!(
            "no step is called that; there are: {}",
            STEPS
                .iter()
                .map(|step| step.name)
                .collect::<Vec<_>>()
                .join(", ")
        );
    }
    sum_up(&done)
}

fn attempt(step: &Step, all: bool) -> Outcome {
    match (step.missing)() {
        Some(reason) if all => Outcome::Failed(anyhow::anyhow!("{reason}")),
        Some(reason) => Outcome::LeftOut(reason),
        None => (step.run)().map_or_else(Outcome::Failed, |()| Outcome::Passed),
    }
}

fn sum_up(done: &[(&str, Outcome, Duration)]) -> anyhow::Result<()> {
    println!();
    for (name, outcome, took) in done {
        let seconds = took.as_secs_f64();
        match outcome {
            Outcome::Passed => println!("passed    {name} ({seconds:.0} s)"),
            Outcome::Failed(_) => println!("FAILED    {name} ({seconds:.0} s)"),
            Outcome::LeftOut(reason) => println!("LEFT OUT  {name}: {reason}"),
        }
    }
    let failed = done
        .iter()
        .filter(|(_, outcome, _)| matches!(outcome, Outcome::Failed(_)))
        .count();
    let left_out = done
        .iter()
        .filter(|(_, outcome, _)| matches!(outcome, Outcome::LeftOut(_)))
        .count();
    if left_out > 0 {
        println!("Not everything was tested; `--all` makes what is missing an error.");
    }
    if failed > 0 {
        bail!("{failed} of {} steps failed", done.len());
    }
    Ok(())
}

/// Whether cargo has the subcommand of this rustup component.
fn component(name: &str) -> Option<String> {
    let works = shell::cargo([name, "--version"]).works();
    (!works).then(|| format!("`cargo {name}` is not installed (`rustup component add {name}`)"))
}

fn format() -> anyhow::Result<()> {
    shell::cargo(["fmt", "--all", "--check"]).run()
}

fn lint() -> anyhow::Result<()> {
    shell::cargo([
        "clippy",
        "--workspace",
        "--all-targets",
        "--locked",
        "--",
        "--deny",
        "warnings",
    ])
    .run()
}

fn fresh_schema() -> anyhow::Result<()> {
    schema::run(&schema::Args { check: true })
}

fn rust_tests() -> anyhow::Result<()> {
    shell::cargo(["test", "--workspace", "--locked", "--no-fail-fast"]).run()
}

/// The advisories are left out: their database comes from the network.
fn dependencies() -> anyhow::Result<()> {
    let deny = tools::CARGO_DENY.install()?;
    shell::program(deny)
        .args([
            "--workspace",
            "--locked",
            "check",
            "licenses",
            "sources",
            "bans",
        ])
        .run()
}

/// The verification installs what the harness needs; then the harness tests itself.
fn runtimes() -> anyhow::Result<()> {
    verify::run(&verify::Args::default())?;
    shell::program("node")
        .args(["--test", "runtime/harness/harness.test.mjs"])
        .run()
}

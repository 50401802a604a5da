//! Authors' chores, as `cargo xtask <CHORE>`: each is a module, listed in [`Chore`].
//!
//! Nothing here is needed to use the project: `cargo run --release -- serve` builds and shows the site by itself.

mod bench;
mod browser;
mod compare;
mod corpora;
mod eval;
mod fuzz;
mod lighthouse;
mod rank;
mod schema;
mod shell;
mod test;
mod tools;
mod verify;

use std::process::ExitCode;

use clap::{Parser, Subcommand};

/// Chores for those who work on Workers Gotchas.
#[derive(Debug, Parser)]
#[command(
    name = "cargo xtask",
    bin_name = "cargo xtask",
    arg_required_else_help = true
)]
struct Args {
    #[command(subcommand)]
    chore: Chore,
}

#[derive(Debug, Subcommand)]
enum Chore {
    /// Build the site, as `cargo run --release -- build` does
    Build(PassOn),
    /// Build the site and serve it with live reload, as `cargo run --release -- serve` does
    Serve(PassOn),
    Test(test::Args),
    Verify(verify::Args),
    Schema(schema::Args),
    Bench(bench::Args),
    Rank(rank::Args),
    Eval(eval::Args),
    Corpora(corpora::Args),
    Browser(browser::Args),
    Fuzz(fuzz::Args),
    Lighthouse(lighthouse::Args),
}

/// Arguments handed to the `gotchas` command unread.
#[derive(Debug, clap::Args)]
struct PassOn {
    /// Arguments of the `gotchas` command; `-- --help` lists them
    #[arg(trailing_var_arg = true, allow_hyphen_values = true)]
    args: Vec<String>,
}

fn main() -> ExitCode {
    match run(Args::parse().chore) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn run(chore: Chore) -> anyhow::Result<()> {
    match chore {
        Chore::Build(pass) => gotchas("build", &pass.args),
        Chore::Serve(pass) => gotchas("serve", &pass.args),
        Chore::Test(args) => test::run(&args),
        Chore::Verify(args) => verify::run(&args),
        Chore::Schema(args) => schema::run(&args),
        Chore::Bench(args) => bench::run(&args),
        Chore::Rank(args) => rank::run(&args),
        Chore::Eval(args) => eval::run(&args),
        Chore::Corpora(args) => corpora::run(&args),
        Chore::Browser(args) => browser::run(&args),
        Chore::Fuzz(args) => fuzz::run(&args),
        Chore::Lighthouse(args) => lighthouse::run(&args),
    }
}

fn gotchas(command: &str, args: &[String]) -> anyhow::Result<()> {
    shell::cargo([
        "run",
        "--release",
        "--quiet",
        "--package",
        "gotchas",
        "--",
        command,
    ])
    .args(args)
    .run()
}

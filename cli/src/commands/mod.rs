//! One module per command: its arguments, and `run`.

mod build;
mod check;
mod clean;
pub mod explain;
mod list;
mod man;
mod new;
mod schema;
mod search;
mod serve;
mod shell_completion;
mod version;

use clap::Subcommand;

pub use shell_completion::VARIABLE as COMPLETION_VARIABLE;

use crate::{args::Global, exit::Exit};

/// The commands, in the order of `--help`.
#[derive(Debug, Subcommand)]
pub enum Command {
    Search(search::Args),
    Explain(explain::Args),
    List(list::Args),
    Check(Box<check::Args>),
    Clean(clean::Args),
    Build(build::Args),
    Serve(serve::Args),
    New(new::Args),
    Schema(schema::Args),
    GenerateShellCompletion(shell_completion::Args),
    GenerateMan(man::Args),
    Version(version::Args),
}

impl Command {
    /// Runs the command.
    pub fn run(&self, global: &Global) -> anyhow::Result<Exit> {
        match self {
            Command::Search(args) => search::run(args, global),
            Command::Explain(args) => explain::run(args, global),
            Command::List(args) => list::run(args, global),
            Command::Check(args) => check::run(args, global),
            Command::Clean(args) => clean::run(args),
            Command::Build(args) => build::run(args, global),
            Command::Serve(args) => serve::run(args, global),
            Command::New(args) => new::run(args, global),
            Command::Schema(args) => schema::run(args),
            Command::GenerateShellCompletion(args) => shell_completion::run(args),
            Command::GenerateMan(args) => man::run(args),
            Command::Version(args) => version::run(args),
        }
    }
}

//! The `gotchas` command.
//!
//! Start at [`args`], which lists everything that can be typed; each command is a file of [`commands`] with its arguments and
//! one `run` function. Commands build the text they print as one string and hand it to [`terminal`], which alone knows
//! about colour, width and closed pipes. What they need of the knowledge base comes from [`knowledge`], so that a command
//! pays only for what it uses: the fast ones touch neither threads nor an asynchronous runtime.

mod args;
mod commands;
mod complete;
mod exit;
mod filter;
mod knowledge;
mod site;
mod style;
mod terminal;
mod text;
mod typed;
mod watch;

use std::process::ExitCode;

use clap::{CommandFactory, Parser};
use clap_complete::CompleteEnv;

fn main() -> ExitCode {
    // A shell asks what fits at the cursor: answers and ends.
    CompleteEnv::with_factory(args::Args::command)
        .var(commands::COMPLETION_VARIABLE)
        .complete();
    terminal::follow_environment();
    let typed = match typed::arranged(std::env::args_os().collect()) {
        Ok(typed) => typed,
        Err(error) => return exit::from_outcome(Err(error)),
    };
    let args = match args::Args::try_parse_from(args::messages_last(typed)) {
        Ok(args) => args,
        Err(stop) => return exit::from_usage(&stop),
    };
    terminal::follow_option(args.global.color);
    exit::from_outcome(args.command.run(&args.global))
}

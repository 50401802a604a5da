//! What the process tells its caller, in ruff's and ripgrep's numbers.

use std::{
    io::{self, ErrorKind},
    process::ExitCode,
};

use clap::error::{ContextKind, ContextValue};

use crate::terminal;

/// How a command ended when it could do its work.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Exit {
    /// 0: clean, found, built.
    Success,
    /// 1: findings, or nothing found.
    Negative,
    /// 2: could not do all of its work; whatever went wrong has been printed already.
    Failure,
}

/// Prints what clap has to say (help, version, a mistake in the arguments) and gives its exit code.
pub fn from_usage(stop: &clap::Error) -> ExitCode {
    let printed = stop.print();
    // Who leaves out the command mostly wants to search.
    if let Some(ContextValue::String(word)) = stop.get(ContextKind::InvalidSubcommand) {
        terminal::note(&format!(
            "To look for it in the gotchas: gotchas search {word}"
        ));
    }
    match printed {
        Err(error) if error.kind() != ErrorKind::BrokenPipe => ExitCode::from(2),
        _ if stop.use_stderr() => ExitCode::from(2),
        _ => ExitCode::SUCCESS,
    }
}

/// Turns a command's outcome into the exit code, and prints the error if there is one. A reader that closed the pipe
/// early (`gotchas list | head -1`) has what it wanted: that is success.
pub fn from_outcome(outcome: anyhow::Result<Exit>) -> ExitCode {
    match outcome {
        Ok(Exit::Success) => ExitCode::SUCCESS,
        Ok(Exit::Negative) => ExitCode::from(1),
        Ok(Exit::Failure) => ExitCode::from(2),
        Err(error) if is_closed_pipe(&error) => ExitCode::SUCCESS,
        Err(error) => {
            terminal::report(&error);
            ExitCode::from(2)
        }
    }
}

fn is_closed_pipe(error: &anyhow::Error) -> bool {
    let broken = |cause: &io::Error| cause.kind() == ErrorKind::BrokenPipe;
    error
        .chain()
        .any(|cause| cause.downcast_ref().is_some_and(broken))
}

//! Everything that can be typed after `gotchas`.

use std::{ffi::OsString, path::PathBuf};

use clap::{
    Parser,
    builder::{
        Styles,
        styling::{AnsiColor, Effects},
    },
};

use crate::{
    commands::Command,
    terminal::{Color, Pager},
};

const STYLES: Styles = Styles::styled()
    .header(AnsiColor::Green.on_default().effects(Effects::BOLD))
    .usage(AnsiColor::Green.on_default().effects(Effects::BOLD))
    .literal(AnsiColor::Cyan.on_default().effects(Effects::BOLD))
    .placeholder(AnsiColor::Cyan.on_default());

const EXAMPLES: &str = "\
Examples:
  gotchas search \"TypeError: 'pyodide.ffi.JsProxy' object is not iterable\"
  gotchas explain CFW403          read a gotcha in the terminal
  gotchas check src/              check a Worker's code
  gotchas serve --open            read the knowledge base in the browser";

/// Python on Cloudflare Workers: what breaks there, why, and what to write instead.
#[derive(Debug, Parser)]
#[command(name = "gotchas", version, styles = STYLES, after_help = EXAMPLES, arg_required_else_help = true)]
pub struct Args {
    /// Options of every command.
    #[command(flatten)]
    pub global: Global,
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
}

/// Options of every command.
#[derive(Debug, clap::Args)]
#[command(next_help_heading = "Global options")]
pub struct Global {
    /// Add the gotchas of this folder to the built-in ones (repeatable)
    #[arg(long, global = true, value_name = "DIR")]
    pub gotchas: Vec<PathBuf>,
    /// When to use colour [default: auto]
    #[arg(long, global = true, value_name = "WHEN")]
    pub color: Option<Color>,
    /// Print long texts at once, also on a terminal
    #[arg(long, global = true)]
    pub no_pager: bool,
}

impl Global {
    /// Whether long texts go through a pager.
    pub fn pager(&self) -> Pager {
        match self.no_pager {
            true => Pager::Never,
            false => Pager::Usual,
        }
    }
}

/// Puts what can only be a message behind a `--`, for `gotchas search "--> entry.py:3: TypeError"`: it begins with a dash, and
/// no option has a space in it.
pub fn messages_last(mut args: Vec<OsString>) -> Vec<OsString> {
    let is_search = args.iter().skip(1).find(|arg| !is_dashed(arg));
    let separated = args.iter().any(|arg| arg == "--");
    if separated || is_search.is_none_or(|command| command != "search") {
        return args;
    }
    let messages: Vec<OsString> = args.extract_if(1.., |arg| is_message(arg)).collect();
    if !messages.is_empty() {
        args.push("--".into());
        args.extend(messages);
    }
    args
}

fn is_dashed(arg: &OsString) -> bool {
    arg.as_encoded_bytes().starts_with(b"-")
}

fn is_message(arg: &OsString) -> bool {
    let text = arg.to_string_lossy();
    let name = text.split(char::is_whitespace).next().unwrap_or_default();
    is_dashed(arg) && name.len() < text.len() && !name.contains('=')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sorted(args: &[&str]) -> Vec<String> {
        let args = messages_last(args.iter().map(OsString::from).collect());
        args.into_iter()
            .map(|arg| arg.into_string().expect("text"))
            .collect()
    }

    #[test]
    fn a_message_may_begin_with_a_dash() {
        let message = "- TypeError: x";
        assert_eq!(
            sorted(&["gotchas", "search", message, "--json"]),
            ["gotchas", "search", "--json", "--", message]
        );
        for args in [
            vec!["gotchas", "search", "--", message],
            vec!["gotchas", "search", "--category=a b", "-n", "1"],
            vec!["gotchas", "explain", message],
            vec!["gotchas"],
        ] {
            assert_eq!(sorted(&args), args);
        }
    }
}

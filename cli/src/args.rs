//! Everything that can be typed after `gotchas`.

use std::path::PathBuf;

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

use anyhow::Context;
use clap::{ValueEnum, builder::PossibleValue};
use clap_complete::env::{EnvCompleter, Shells};

use crate::{exit::Exit, terminal};

const EXAMPLES: &str = "\
Examples:
  bash        echo 'source <(gotchas generate-shell-completion bash)' >> ~/.bashrc
  zsh         echo 'source <(gotchas generate-shell-completion zsh)' >> ~/.zshrc
  fish        gotchas generate-shell-completion fish > ~/.config/fish/completions/gotchas.fish
  PowerShell  gotchas generate-shell-completion powershell >> $PROFILE

The script asks the program itself for what fits, names and codes of gotchas included.";

/// The variable by which the script asks.
pub const VARIABLE: &str = "COMPLETE";

/// Print a script that completes commands, options and gotchas in a shell
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub struct Args {
    /// The shell
    #[arg(value_name = "SHELL")]
    shell: Shell,
}

/// A shell that can be completed in.
#[derive(Debug, Clone, Copy)]
struct Shell(&'static str);

impl ValueEnum for Shell {
    fn value_variants<'a>() -> &'a [Self] {
        &[
            Shell("bash"),
            Shell("elvish"),
            Shell("fish"),
            Shell("powershell"),
            Shell("zsh"),
        ]
    }

    fn to_possible_value(&self) -> Option<PossibleValue> {
        Some(PossibleValue::new(self.0))
    }
}

/// Prints the script.
pub fn run(args: &Args) -> anyhow::Result<Exit> {
    let Shell(name) = args.shell;
    let shells = Shells::builtins();
    let completer: &dyn EnvCompleter = shells.completer(name).context("the shell is unknown")?;
    let mut script = Vec::new();
    completer.write_registration(VARIABLE, "gotchas", "gotchas", "gotchas", &mut script)?;
    terminal::print(&String::from_utf8(script)?)?;
    Ok(Exit::Success)
}

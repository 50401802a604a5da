use std::{fs, io::Write, path::PathBuf};

use anyhow::Context;
use clap::CommandFactory;
use clap_mangen::Man;

use crate::{args, exit::Exit, terminal};

const EXAMPLES: &str = "\
Examples:
  gotchas generate-man | man -l -
  gotchas generate-man ~/.local/share/man/man1";

/// Print the manual page, or write one for each command into a folder
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub struct Args {
    /// Folder to write `gotchas.1`, `gotchas-search.1` and so on into
    #[arg(value_name = "DIR")]
    folder: Option<PathBuf>,
}

/// Prints or writes the pages.
pub fn run(args: &Args) -> anyhow::Result<Exit> {
    let mut command = args::Args::command();
    let Some(folder) = &args.folder else {
        terminal::print(&String::from_utf8(page(command)?)?)?;
        return Ok(Exit::Success);
    };
    command.build();
    fs::create_dir_all(folder).with_context(|| format!("cannot make {}", folder.display()))?;
    let name = command.get_name().to_owned();
    let mut pages = vec![(format!("{name}.1"), command.clone())];
    for below in command.get_subcommands() {
        let full = format!("{name}-{}", below.get_name());
        pages.push((format!("{full}.1"), below.clone().name(full)));
    }
    for (file, command) in pages {
        let path = folder.join(file);
        let failed = || format!("cannot write {}", path.display());
        let mut written = tempfile::NamedTempFile::new_in(folder).with_context(failed)?;
        written.write_all(&page(command)?).with_context(failed)?;
        written.persist(&path).with_context(failed)?;
    }
    Ok(Exit::Success)
}

fn page(command: clap::Command) -> anyhow::Result<Vec<u8>> {
    let mut page = Vec::new();
    Man::new(command).render(&mut page)?;
    Ok(page)
}

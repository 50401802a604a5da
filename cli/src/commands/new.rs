use std::{
    env, fs,
    io::Write,
    path::{Path, PathBuf},
};

use anyhow::{Context, bail};
use gotchas_catalog::{Category, Code};
use ignore::WalkBuilder;
use tempfile::NamedTempFile;

use crate::{args::Global, exit::Exit, knowledge, terminal};

const EXAMPLES: &str = "\
Examples:
  gotchas new database d1-batch-limit
  gotchas new database our-session-table --gotchas team-gotchas

The file is written with the next free code of its category. It is not valid until its empty values are filled in:
`gotchas build` names each of them with its line.";

const SCAFFOLD: &str = include_str!("new.yaml");

/// Start the file of a new gotcha
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub struct Args {
    /// Category it belongs to: a folder of gotchas/
    #[arg(value_name = "CATEGORY")]
    category: String,
    /// Its name for good, in kebab case: the page's address and what `explain` takes
    #[arg(value_name = "NAME", value_parser = kebab_case)]
    name: String,
}

/// Writes the file and says where it is.
pub fn run(args: &Args, global: &Global) -> anyhow::Result<Exit> {
    let folder = folder(global)?;
    let catalogue = gotchas_embedded::catalogue();
    let Some(category) = catalogue
        .categories
        .iter()
        .find(|category| *category.id == args.category)
    else {
        let known: Vec<&str> = catalogue
            .categories
            .iter()
            .map(|category| category.id.as_str())
            .collect();
        bail!(
            "there is no category `{}`; there are: {}",
            args.category,
            known.join(", ")
        );
    };
    let taken = existing(&folder)?;
    if catalogue.get(&args.name).is_some() || taken.iter().any(|file| file.name == args.name) {
        bail!(
            "there is a gotcha `{}` already; `gotchas explain {0}` shows it",
            args.name
        );
    }
    let built_in = catalogue
        .entries()
        .iter()
        .map(|entry| entry.gotcha.code.value);
    let code = next_code(
        category,
        built_in.chain(taken.iter().filter_map(|file| file.code)),
    )?;
    let path = folder
        .join(&args.category)
        .join(format!("{}.yaml", args.name));
    write(&path, &SCAFFOLD.replace("CFW000", &code.to_string()))?;
    terminal::print(&format!("{code} {}\n", path.display()))?;
    terminal::note("Fill in its empty values; `gotchas build` names each of them with its line.");
    Ok(Exit::Success)
}

/// Where gotchas are kept: the one folder of `--gotchas`, or the `gotchas/` of the work tree that this is run in.
fn folder(global: &Global) -> anyhow::Result<PathBuf> {
    match global.gotchas.as_slice() {
        [folder] => Ok(folder.clone()),
        [] => knowledge::work_tree(&env::current_dir()?).map(|root| root.join("gotchas")).context(
            "no gotchas/ folder here or above; run this in a clone of the project, or name a folder with `--gotchas`",
        ),
        _ => bail!("a new gotcha goes into one folder; `--gotchas` names several"),
    }
}

/// A gotcha file, read no further than its code: unfinished ones count too.
struct File {
    name: String,
    code: Option<Code>,
}

fn existing(folder: &Path) -> anyhow::Result<Vec<File>> {
    let mut files = Vec::new();
    for entry in WalkBuilder::new(folder)
        .standard_filters(false)
        .max_depth(Some(2))
        .build()
        .flatten()
    {
        let path = entry.path();
        if path.extension().is_none_or(|extension| extension != "yaml") {
            continue;
        }
        let text =
            fs::read_to_string(path).with_context(|| format!("cannot read {}", path.display()))?;
        let code = text.lines().find_map(|line| {
            line.strip_prefix("code:")?
                .split_whitespace()
                .next()?
                .parse()
                .ok()
        });
        let name = path
            .file_stem()
            .unwrap_or_default()
            .to_string_lossy()
            .into_owned();
        files.push(File { name, code });
    }
    Ok(files)
}

/// The code after the highest of the category, since codes of removed gotchas are not used again.
fn next_code(category: &Category, taken: impl Iterator<Item = Code>) -> anyhow::Result<Code> {
    let digit = *category.digit;
    let highest = taken.filter(|code| code.digit() == digit).max();
    let next = match highest {
        Some(code) => code.next(),
        None => format!("CFW{digit}01")
            .parse()
            .map_err(anyhow::Error::msg)?,
    };
    if next.digit() != digit {
        bail!(
            "category `{}` has no free code left after {}",
            *category.id,
            highest.map_or_else(String::new, String::from)
        );
    }
    Ok(next)
}

fn write(path: &Path, text: &str) -> anyhow::Result<()> {
    let folder = path.parent().unwrap_or(Path::new("."));
    let failed = || format!("cannot write {}", path.display());
    fs::create_dir_all(folder).with_context(failed)?;
    let mut file = NamedTempFile::new_in(folder).with_context(failed)?;
    file.write_all(text.as_bytes()).with_context(failed)?;
    let file = file
        .persist_noclobber(path)
        .map_err(|error| error.error)
        .with_context(failed)?;
    // Temporary files are private; this one is to be shared.
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        file.set_permissions(fs::Permissions::from_mode(0o644))
            .with_context(failed)?;
    }
    #[cfg(not(unix))]
    drop(file);
    Ok(())
}

fn kebab_case(text: &str) -> Result<String, String> {
    let word = |word: &str| {
        !word.is_empty()
            && word
                .bytes()
                .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit())
    };
    match text.split('-').all(word) && text.starts_with(|c: char| c.is_ascii_lowercase()) {
        true => Ok(text.to_owned()),
        false => {
            Err("expected lower-case words joined by hyphens, such as `jsproxy-to-dict`".to_owned())
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_kebab_case() {
        for good in ["d1", "d1-none-param", "jsproxy-to-dict"] {
            assert_eq!(kebab_case(good).as_deref(), Ok(good));
        }
        for bad in ["", "-", "D1", "a--b", "a-", "1st", "a_b", "../a", "a b"] {
            assert!(kebab_case(bad).is_err(), "{bad}");
        }
    }
}

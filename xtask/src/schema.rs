//! `cargo xtask schema`: the JSON Schema that editors read, generated from the Rust types.

use std::{fs, io::Write};

use anyhow::{Context, bail};
use tempfile::NamedTempFile;

use crate::shell;

/// Write gotchas/schema.json anew from the types of the catalogue
#[derive(Debug, clap::Args)]
pub struct Args {
    /// Only tell whether the committed schema is what the types give
    #[arg(long)]
    pub check: bool,
}

/// Writes the schema, or compares it.
pub fn run(args: &Args) -> anyhow::Result<()> {
    let path = shell::root().join("gotchas/schema.json");
    let schema = gotchas_catalog::schema_json();
    let current = fs::read_to_string(&path).unwrap_or_default();
    if current == schema {
        println!("gotchas/schema.json is up to date");
        return Ok(());
    }
    if args.check {
        bail!("gotchas/schema.json is not what the types give; run `cargo xtask schema`");
    }
    let folder = path.parent().context("the schema has no folder")?;
    let mut file = NamedTempFile::new_in(folder)?;
    file.write_all(schema.as_bytes())?;
    file.persist(&path)?;
    println!("wrote gotchas/schema.json");
    Ok(())
}

//! Freezes the knowledge base: reads `gotchas/` and `evidence/`, and writes the catalogue and its index to the build
//! folder. A gotcha with a mistake stops the build with the line it is on.
//!
//! The catalogue is written in parts, so that a command that shows one gotcha parses one: what all gotchas share, each
//! gotcha, and the outlines of all of them.

#[path = "src/outline.rs"]
mod outline;

use std::{
    env,
    fmt::Write,
    fs, io,
    path::{Path, PathBuf},
    process::ExitCode,
};

use gotchas_catalog::Catalogue;
use outline::Outline;
use serde_json::Value;

fn main() -> ExitCode {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    // A folder that does not exist counts as changed at every build.
    for folder in ["gotchas", "evidence"]
        .map(|name| root.join(name))
        .iter()
        .filter(|folder| folder.exists())
    {
        println!("cargo:rerun-if-changed={}", folder.display());
    }
    let catalogue = match Catalogue::load(&root.join("gotchas")) {
        Ok(catalogue) => catalogue,
        Err(problems) => {
            eprintln!("{}", problems.render(false));
            return ExitCode::FAILURE;
        }
    };
    let out = env::var_os("OUT_DIR").expect("cargo sets OUT_DIR for build scripts");
    let out = PathBuf::from(out);
    if let Err(error) = freeze(&catalogue, &out) {
        eprintln!("cannot write to {}: {error}", out.display());
        return ExitCode::FAILURE;
    }
    ExitCode::SUCCESS
}

fn freeze(catalogue: &Catalogue, out: &Path) -> io::Result<()> {
    let index = gotchas_search::build_index(catalogue);
    fs::write(out.join("search.index"), index.as_bytes())?;
    let outlines = catalogue.entries().iter();
    let outlines: Vec<Outline> = outlines
        .map(|entry| Outline::new(entry, catalogue))
        .collect();
    fs::write(out.join("outlines.json"), serde_json::to_string(&outlines)?)?;

    let mut whole: Value = serde_json::from_str(&catalogue.to_json())?;
    let gotchas = whole["gotchas"].take();
    let members = whole.as_object_mut().into_iter().flatten();
    let members = members.filter(|(key, _)| *key != "gotchas");
    let (more, shared): (Vec<_>, Vec<_>) = members
        .map(|(key, value)| (key.clone(), format!("\"{key}\":{value}")))
        .partition(|(key, _)| ["synonyms", "platform"].contains(&key.as_str()));
    let [more, shared] = [more, shared].map(|members| {
        let members: Vec<String> = members.into_iter().map(|(_, json)| json).collect();
        members.join(",")
    });
    fs::write(out.join("shared.json"), shared)?;
    fs::write(out.join("more.json"), more)?;
    let mut entries = String::from("[");
    for (entry, gotcha) in catalogue
        .entries()
        .iter()
        .zip(gotchas.as_array().into_iter().flatten())
    {
        let handles = (entry.name.as_str(), entry.code().to_string());
        let json = gotcha.to_string();
        writeln!(entries, "({:?}, {:?}, {json:?}),", handles.0, handles.1).expect("it is a string");
    }
    entries.push(']');
    fs::write(out.join("entries.rs"), entries)
}

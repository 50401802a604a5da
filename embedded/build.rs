//! Freezes the knowledge base: reads `gotchas/` and `evidence/`, and writes the catalogue and its index to the build
//! folder. A gotcha with a mistake stops the build with the line it is on.

use std::{env, fs, path::Path, process::ExitCode};

use gotchas_catalog::Catalogue;

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
    let write = |name: &str, content: &[u8]| fs::write(Path::new(&out).join(name), content);
    let index = gotchas_search::build_index(&catalogue);
    if let Err(error) = write("catalogue.json", catalogue.to_json().as_bytes())
        .and_then(|()| write("search.index", index.as_bytes()))
    {
        eprintln!("cannot write to {}: {error}", out.display());
        return ExitCode::FAILURE;
    }
    ExitCode::SUCCESS
}

//! Checks the Workers of a folder with the knowledge base of this repository, and prints the findings as JSON.
//!
//! `cargo run --release -p gotchas-checker --example check -- FOLDER [--worker] [--info]`

use std::path::{Path, PathBuf};

use gotchas_catalog::{Catalogue, Severity};
use gotchas_checker::{Checker, Diagnostic, Project};
use gotchas_project::{Assume, Options, discover};

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let has = |flag: &str| arguments.iter().any(|argument| argument == flag);
    let folders: Vec<PathBuf> = arguments
        .iter()
        .filter(|argument| !argument.starts_with("--"))
        .map(PathBuf::from)
        .collect();
    let gotchas = Path::new(env!("CARGO_MANIFEST_DIR")).join("../gotchas");
    let catalogue =
        Catalogue::load(&gotchas).unwrap_or_else(|problems| panic!("{}", problems.render(false)));
    let checker =
        Checker::new(&catalogue).unwrap_or_else(|problems| panic!("{}", problems.render(false)));
    let assume = if has("--worker") {
        Assume::Worker
    } else {
        Assume::default()
    };
    let options = Options {
        assume,
        ..Options::default()
    };
    let mut findings = Vec::new();
    for worker in discover(&folders, &catalogue.runtimes, &options).workers {
        let mut project = Project::default();
        for module in &worker.modules {
            project.add(&module.path, &module.name, &module.source);
        }
        let found = checker.check(&project, &worker.target);
        findings.extend(found.iter().map(|diagnostic| json(diagnostic, &project)));
    }
    findings.sort_by_key(ToString::to_string);
    findings.dedup();
    if !has("--info") {
        findings.retain(|finding| finding["severity"] != serde_json::json!(Severity::Info));
    }
    println!("{}", serde_json::Value::from(findings));
}

fn json(diagnostic: &Diagnostic, project: &Project) -> serde_json::Value {
    let module = project
        .modules
        .iter()
        .find(|module| module.path == diagnostic.file);
    let row = module.map(|module| {
        module.source[..usize::from(diagnostic.range.start())]
            .matches('\n')
            .count()
            + 1
    });
    serde_json::json!({
        "filename": diagnostic.file,
        "location": {"row": row},
        "name": diagnostic.name,
        "code": diagnostic.code,
        "severity": diagnostic.severity,
        "message": diagnostic.message,
        "help": diagnostic.help,
    })
}

//! The examples of this repository are executed, all of them.

use std::path::Path;

use gotchas_catalog::{Catalogue, Measured};

fn catalogue() -> Catalogue {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../gotchas");
    Catalogue::load(&folder).unwrap_or_else(|problems| panic!("{problems}"))
}

#[test]
fn every_snippet_is_executed_on_every_target_or_says_why_not() {
    let catalogue = catalogue();
    for entry in catalogue.entries() {
        let gotcha = &entry.gotcha;
        let evidence = entry.evidence.as_ref();
        for target in gotcha.targets(&catalogue.runtimes) {
            for (example, side) in gotcha.sides() {
                let title = &gotcha.examples[example].title;
                let place = format!(
                    "{}, example `{}`, {side:?}, on {target}",
                    entry.name, **title
                );
                match gotcha.measured(example, side, &target) {
                    Some(Measured::Yes) => {
                        let outcome = evidence.and_then(|e| e.outcome(title, side, &target));
                        assert!(outcome.is_some(), "{place} has no recording");
                    }
                    Some(Measured::No(reason)) => assert!(!reason.reason.is_empty(), "{place}"),
                    None => panic!("{place} has no `run`"),
                }
            }
        }
    }
}

#[test]
fn recordings_name_neither_this_machine_nor_the_day() {
    for entry in catalogue().entries() {
        let Some(evidence) = &entry.evidence else {
            continue;
        };
        for text in evidence.texts() {
            assert!(!text.contains("127.0.0.1"), "{}: {text}", entry.name);
            assert!(!text.contains("GMT"), "{}: {text}", entry.name);
            assert!(!text.contains("node_modules"), "{}: {text}", entry.name);
        }
    }
}

#[test]
fn a_case_is_made_for_each_side_and_target() {
    let catalogue = catalogue();
    let entry = catalogue.get("jsproxy-to-dict").expect("it is there");
    let cases = gotchas_runtime::cases(entry, &catalogue);
    let targets = entry.gotcha.targets(&catalogue.runtimes).len();
    assert_eq!(cases.len(), entry.gotcha.sides().len() * targets);
    // Bindings decide whether it bites, so each verified release counts.
    assert_eq!(targets, catalogue.runtimes.targets().len());
}

#[test]
fn the_harness_installs_what_runtimes_yaml_names() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR"));
    let package = std::fs::read_to_string(folder.join("package.json")).expect("it is there");
    let catalogue = catalogue();
    for runtime in &catalogue.runtimes.runtimes {
        let alias = format!(
            "\"{}\": \"npm:pyodide@{}\"",
            *runtime.id, runtime.verified_with.pyodide
        );
        assert!(package.contains(&alias), "package.json has no {alias}");
    }
    for release in &catalogue.runtimes.sdk.verified {
        let lock = folder.join(format!("requirements/sdk-{release}.txt"));
        let text = std::fs::read_to_string(&lock).unwrap_or_default();
        let pin = format!("workers-runtime-sdk=={release} --hash=sha256:");
        assert!(text.starts_with(&pin), "{} does not pin it", lock.display());
    }
}

#[test]
fn the_lock_file_names_no_registry() {
    let lock = Path::new(env!("CARGO_MANIFEST_DIR")).join("package-lock.json");
    let text = std::fs::read_to_string(lock).expect("it is there");
    assert!(!text.contains("\"resolved\""));
}

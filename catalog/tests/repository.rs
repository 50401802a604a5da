//! The knowledge base of this repository.

use std::{
    fs,
    path::{Path, PathBuf},
};

use gotchas_catalog::{Catalogue, schema_json};

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../gotchas")
}

fn catalogue() -> Catalogue {
    Catalogue::load(&folder()).unwrap_or_else(|problems| panic!("{problems}"))
}

#[test]
fn is_valid() {
    catalogue();
}

#[test]
fn has_the_schema_of_its_types() {
    let committed = fs::read_to_string(folder().join("schema.json")).expect("a committed schema");
    assert!(
        committed == schema_json(),
        "gotchas/schema.json is stale; write it anew with `cargo xtask schema`"
    );
}

#[test]
fn survives_json() {
    let catalogue = catalogue();
    let json = catalogue.to_json();
    let read = Catalogue::from_json(&json).expect("what was written");
    assert_eq!(read.to_json(), json);
    for (read, loaded) in read.entries().iter().zip(catalogue.entries()) {
        assert_eq!(
            (&read.name, read.code(), read.url()),
            (&loaded.name, loaded.code(), loaded.url())
        );
    }
}

#[test]
fn names_its_schema_in_every_file() {
    for entry in catalogue().entries() {
        let text = fs::read_to_string(folder().join("..").join(&entry.path)).expect("a gotcha");
        assert!(
            text.starts_with("# yaml-language-server: $schema=../schema.json\n"),
            "the first line of {} does not name the schema",
            entry.path
        );
    }
}

#[test]
fn is_found_by_code_and_by_name() {
    let catalogue = catalogue();
    let name = |text: &str| catalogue.get(text).map(|entry| entry.name.as_str());
    for text in [
        "CFW403",
        "cfw403",
        "jsproxy-to-dict",
        "JsProxy-To-Dict",
        " CFW403 ",
    ] {
        assert_eq!(name(text), Some("jsproxy-to-dict"), "{text}");
    }
    assert_eq!(name("CFW999"), None);
}

#[test]
fn suggests_what_was_meant() {
    let catalogue = catalogue();
    assert_eq!(
        catalogue.suggest("jsproxy-to-dic").first(),
        Some(&"jsproxy-to-dict")
    );
    assert_eq!(
        catalogue.suggest("jsprxoy-todict").first(),
        Some(&"jsproxy-to-dict")
    );
    assert_eq!(
        catalogue.suggest("nothing like it at all"),
        Vec::<&str>::new()
    );
}

#[test]
fn is_sorted_by_code() {
    let catalogue = catalogue();
    assert!(catalogue.entries().is_sorted_by_key(|entry| entry.code()));
    for entry in catalogue.entries() {
        let category = catalogue
            .category(&entry.category)
            .expect("a known category");
        assert_eq!(*category.digit, entry.code().digit());
        assert_eq!(
            entry.page(),
            format!("{}/{}.html", entry.category, entry.name)
        );
    }
}

//! Folders of one's own gotchas.

use std::fs;

use gotchas_catalog::Catalogue;
use insta::assert_snapshot;

use crate::knowledge::Knowledge;

/// A folder that holds one gotcha of one's own, in a category of ours.
fn own() -> Knowledge {
    let knowledge = Knowledge::valid();
    let text = knowledge
        .read("time/clocks.yaml")
        .replace("CFW601", "CFW690")
        .replace("[{}]", "[{runtimes: [pyodide-314]}]");
    fs::remove_dir_all(knowledge.path("")).expect("it was there");
    knowledge.write("time/our-clocks.yaml", text)
}

fn base() -> Catalogue {
    Knowledge::valid().load().expect("valid")
}

#[test]
fn gotchas_are_added() {
    let mut catalogue = base();
    catalogue.merge(&own().path("")).expect("valid");
    let names: Vec<&str> = catalogue
        .entries()
        .iter()
        .map(|entry| entry.name.as_str())
        .collect();
    assert_eq!(names, ["rows", "clocks", "our-clocks"]);
    assert_eq!(
        catalogue.get("CFW690").map(|entry| entry.path.as_str()),
        Some("gotchas/time/our-clocks.yaml")
    );
}

#[test]
fn both_can_refer_to_ours() {
    let own = own().replace("time/our-clocks.yaml", "since:", "related: [rows]\nsince:");
    base().merge(&own.path("")).expect("valid");
}

#[test]
fn categories_platform_and_synonyms_are_added() {
    let own = own()
        .write(
            "categories.yaml",
            "- {id: security, digit: 9, title: Security, introduction: Ours.}\n",
        )
        .write("platform/ours.yaml", "types: {ours.Session: {}}\n")
        .write("synonyms.yaml", "same: [[log in, sign in]]\n");
    let text = own.read("time/our-clocks.yaml").replace("CFW690", "CFW990");
    let own = own.write("security/our-tokens.yaml", text);
    let mut catalogue = base();
    catalogue
        .merge(&own.path(""))
        .unwrap_or_else(|problems| panic!("{problems}"));
    assert!(catalogue.category("security").is_some());
    assert!(catalogue.get("our-tokens").is_some());
    assert!(catalogue.platform.types.contains_key("ours.Session"));
    assert_eq!(catalogue.synonyms.same.len(), 1);
}

#[test]
fn names_and_codes_are_taken() {
    let text = own()
        .read("time/our-clocks.yaml")
        .replace("CFW690", "CFW601");
    let own = own()
        .remove("time/our-clocks.yaml")
        .write("time/clocks.yaml", text);
    let mut catalogue = base();
    let problems = catalogue.merge(&own.path("")).expect_err("both are taken");
    assert_snapshot!(own.neutral(&problems));
    assert_eq!(catalogue.entries().len(), 2, "nothing is added");
}

#[test]
fn runtimes_and_unknown_categories_are_refused() {
    let text = own().read("time/our-clocks.yaml");
    let own = own()
        .write("runtimes.yaml", "")
        .write("security/tokens.yaml", text);
    let problems = base().merge(&own.path("")).expect_err("both are refused");
    assert_snapshot!(own.neutral(&problems));
}

#[test]
fn releases_are_added_and_those_of_the_catalogue_are_taken() {
    let text = own()
        .read("time/our-clocks.yaml")
        .replace("since: 0.1.0", "since: 2.0.0");
    let releases = "releases:\n  - {version: 2.0.0, date: \"2026-12-01\"}\n";
    let own = own()
        .write("time/our-clocks.yaml", text)
        .write("releases.yaml", releases);
    let mut catalogue = base();
    catalogue.merge(&own.path("")).expect("valid");
    let dates: Vec<&str> = catalogue
        .releases
        .releases
        .iter()
        .map(|release| release.date.as_str())
        .collect();
    assert_eq!(dates, ["2026-11-23", "2026-12-01"]);
    let own = own.write(
        "releases.yaml",
        releases.replace("2.0.0", "0.1.0").replace("12-01", "11-01"),
    );
    let problems = base().merge(&own.path("")).expect_err("taken and missing");
    assert_snapshot!(own.neutral(&problems));
}

#[test]
fn missing_folder() {
    let own = own();
    let problems = base()
        .merge(&own.path("nowhere"))
        .expect_err("it is missing");
    assert_snapshot!(own.neutral(&problems));
}

use crate::{PROMISED, catalogue, gotchas, json, stderr, stdout};
use gotchas_catalog::Side;

#[test]
fn json_names_all_with_their_facts() {
    let list = json(gotchas().args(["list", "--json"]), 0);
    let list = list.as_array().unwrap();
    let handles: Vec<_> = list
        .iter()
        .map(|item| {
            (
                item["code"].as_str().unwrap(),
                item["name"].as_str().unwrap(),
            )
        })
        .collect();
    assert_eq!(handles, PROMISED);
    let catalogue = catalogue();
    for (item, entry) in list.iter().zip(catalogue.entries()) {
        let snippets = entry.snippets();
        let count = |side| {
            snippets
                .iter()
                .filter(|snippet| snippet.side == side)
                .count()
        };
        assert_eq!(item["category"], entry.category.as_str());
        assert_eq!(
            item["severity"],
            serde_json::to_value(entry.gotcha.severity).unwrap()
        );
        assert_eq!(item["title"], entry.gotcha.title.as_str());
        assert_eq!(item["wrong"], count(Side::Wrong));
        assert_eq!(item["right"], count(Side::Right));
        assert!(
            item["wrong"].as_u64() >= Some(1) && item["right"].as_u64() >= Some(1),
            "{item}"
        );
        assert_eq!(item["url"], entry.url());
    }
}

#[test]
fn table_has_a_line_for_each() {
    let table = stdout(gotchas().arg("list"), 0);
    for (code, name) in PROMISED {
        assert!(
            table
                .lines()
                .any(|line| line.starts_with(code) && line.contains(name)),
            "{name} is not in\n{table}"
        );
    }
}

#[test]
fn table_fits_a_narrow_terminal() {
    let table = stdout(gotchas().arg("list").env("COLUMNS", "40"), 0);
    let too_wide: Vec<&str> = table
        .lines()
        .filter(|line| line.chars().count() > 40)
        .collect();
    assert_eq!(too_wide, Vec::<&str>::new());
}

#[test]
fn filters_narrow_it_down() {
    let names = |args: &[&str]| -> Vec<String> {
        let list = json(gotchas().args(["list", "--json"]).args(args), 0);
        list.as_array()
            .unwrap()
            .iter()
            .map(|item| item["name"].as_str().unwrap().to_owned())
            .collect()
    };
    assert_eq!(names(&["--category", "cookies"]), ["multiple-set-cookie"]);
    assert_eq!(
        names(&["--category", "cookies", "--category", "fetch"]).len(),
        3
    );
    let every: usize = ["error", "warning", "info"]
        .iter()
        .map(|level| names(&["--severity", level]).len())
        .sum();
    assert_eq!(every, PROMISED.len());
    let catalogue = catalogue();
    let target = catalogue
        .runtimes
        .targets()
        .into_iter()
        .filter(|target| target.runtime == "pyodide-314");
    let targets: Vec<_> = target.collect();
    let bites = |entry: &&gotchas_catalog::Entry| {
        targets
            .iter()
            .any(|target| entry.gotcha.severity_on(target).is_some())
    };
    let expected: Vec<String> = catalogue
        .entries()
        .iter()
        .filter(bites)
        .map(|entry| entry.name.clone())
        .collect();
    assert_eq!(names(&["--runtime", "pyodide-314"]), expected);
}

#[test]
fn unknown_filters_name_what_there_is() {
    let said = stderr(gotchas().args(["list", "--category", "databse"]), 2);
    assert!(
        said.contains("`databse`") && said.contains("database"),
        "{said}"
    );
    let said = stderr(gotchas().args(["list", "--runtime", "pyodide-1"]), 2);
    assert!(said.contains("pyodide-0.28"), "{said}");
    stderr(gotchas().args(["list", "--severity", "fatal"]), 2);
}

#[test]
fn what_can_be_mended_is_a_filter() {
    let listed = json(gotchas().args(["list", "--fixable", "--json"]), 0);
    let listed = listed.as_array().unwrap();
    let catalogue = catalogue();
    let fixable: Vec<&str> = catalogue
        .entries()
        .iter()
        .filter(|entry| entry.is_fixable())
        .map(|entry| entry.name.as_str())
        .collect();
    let names: Vec<&str> = listed
        .iter()
        .map(|item| item["name"].as_str().unwrap())
        .collect();
    assert_eq!(names, fixable);
    assert!(listed.iter().all(|item| item["fixable"] == true));
    let all = json(gotchas().args(["list", "--json"]), 0);
    assert!(
        all.as_array()
            .unwrap()
            .iter()
            .any(|item| item["fixable"] == false)
    );

    let found = json(
        gotchas().args(["search", "--fixable", "--json", "database"]),
        0,
    );
    let found = found.as_array().unwrap();
    assert!(
        found
            .iter()
            .all(|hit| fixable.contains(&hit["name"].as_str().unwrap()))
    );
    gotchas()
        .args(["search", "--fixable", "--code", "CFW6", "clock"])
        .assert()
        .code(1);
}

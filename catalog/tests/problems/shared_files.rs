//! Mistakes in the files that all gotchas share.

use insta::assert_snapshot;

use crate::knowledge::{GOTCHA, Knowledge};

#[test]
fn categories() {
    let text = "\
- {id: database, digit: 4, title: Database Access, introduction: Rows.}
- {id: database, digit: 4, title: Database `Access`, introduction: <b>Rows</b>.}
- {id: Time, digit: 112, title: Time, introduction: Clocks.}
- {id: time, digit: 6, title: Time, introduction: Clocks.}
";
    assert_snapshot!(Knowledge::valid().write("categories.yaml", text).report());
}

#[test]
fn category_without_digit() {
    assert_snapshot!(
        Knowledge::valid()
            .replace("categories.yaml", "digit: 6", "digit: \"6\"")
            .report()
    );
}

#[test]
fn dates_and_versions() {
    let knowledge = Knowledge::valid().replace(
        "runtimes.yaml",
        "from: \"2026-09-08\"",
        "from: \"2026-02-29\"",
    );
    let knowledge = knowledge.replace("runtimes.yaml", "python: 3.14.2", "python: \"3.14\"");
    let knowledge = knowledge.replace("runtimes.yaml", "default_sdk: 1.9.5", "default_sdk: 1.9.4");
    let knowledge = knowledge.replace("runtimes.yaml", "exact: true", "exact: false");
    assert_snapshot!(
        knowledge
            .replace("runtimes.yaml", "[1.5.4, 1.9.5]", "[1.9.5, 1.5.4]")
            .report()
    );
}

#[test]
fn order_of_runtimes() {
    let knowledge = Knowledge::valid().replace(
        "runtimes.yaml",
        "flag: no_python",
        "from: \"2026-09-08\"\n    flag: no_python",
    );
    assert_snapshot!(knowledge.report());
    let knowledge = Knowledge::valid().replace("runtimes.yaml", "    from: \"2026-09-08\"\n", "");
    assert_snapshot!("runtime_without_date", knowledge.report());
}

#[test]
fn runtime_given_twice() {
    assert_snapshot!(
        Knowledge::valid()
            .replace("runtimes.yaml", "- id: pyodide-314", "- id: pyodide-0.26")
            .report()
    );
}

#[test]
fn sdk_that_is_no_release() {
    assert_snapshot!(
        Knowledge::valid()
            .replace(
                "runtimes.yaml",
                "default_sdk: bundled",
                "default_sdk: newest"
            )
            .report()
    );
}

#[test]
fn synonyms() {
    assert_snapshot!(
        Knowledge::valid()
            .write(
                "synonyms.yaml",
                "same:\n  - [log out, sign out]\nalike: []\n"
            )
            .report()
    );
}

#[test]
fn platform_model() {
    let text = "about: D1.\ntypes:\n  d1.Row:\n    item: JsValue\n    methds: {}\n";
    assert_snapshot!(Knowledge::valid().write("platform/d1.yaml", text).report());
}

#[test]
fn releases() {
    let text = "\
releases:
  - {version: 0.1.0, date: \"2026-11-23\"}
  - {version: \"0.3\", date: \"2026-11-31\"}
  - {version: 0.2.0, date: \"2026-12-24\"}
  - {version: 0.2.0, date: \"2026-12-01\"}
";
    assert_snapshot!(Knowledge::valid().write("releases.yaml", text).report());
}

#[test]
fn releases_that_a_gotcha_names() {
    let text = "releases:\n  - {version: 0.1.0, date: \"2026-11-23\"}\n  - {version: 0.2.0, date: \"2026-12-01\"}\n";
    let knowledge = Knowledge::valid().write("releases.yaml", text);
    let gotcha = knowledge.read(GOTCHA);
    let changes = "since: 0.2.0\nchanges:\n  - {release: 0.1.0, what: Was wrong.}\n  - {release: 0.4.0, what: Is <b>right</b>.}\n";
    let knowledge = knowledge.write(GOTCHA, gotcha.replace("since: 0.1.0\n", changes));
    assert_snapshot!(knowledge.report());
}

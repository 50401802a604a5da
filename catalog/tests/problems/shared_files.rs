//! Mistakes in the files that all gotchas share.

use insta::assert_snapshot;

use crate::knowledge::Knowledge;

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

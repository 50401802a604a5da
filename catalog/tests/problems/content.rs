//! Gotchas of the right shape that say something wrong.

use insta::assert_snapshot;

use crate::knowledge::{GOTCHA, Knowledge};

const OTHER: &str = "time/clocks.yaml";

#[test]
fn code_taken() {
    assert_snapshot!(
        Knowledge::valid()
            .replace(OTHER, "CFW601", "CFW403")
            .report()
    );
}

#[test]
fn name_taken() {
    let text = Knowledge::valid().read(OTHER).replace("CFW601", "CFW602");
    assert_snapshot!(Knowledge::valid().write("time/rows.yaml", text).report());
}

#[test]
fn code_of_another_category() {
    assert_snapshot!(Knowledge::with("code: CFW403", "code: CFW503").report());
}

#[test]
fn related_to_nothing() {
    assert_snapshot!(Knowledge::with("[clocks]", "[clock, rows, clocks, clocks]").report());
}

#[test]
fn related_to_a_file_that_is_wrong() {
    let report = Knowledge::valid()
        .replace(OTHER, "severity: info", "severity: low")
        .report();
    assert!(report.ends_with("found 1 problem in 1 file"), "{report}");
}

#[test]
fn unknown_runtime() {
    assert_snapshot!(Knowledge::with("[pyodide-0.26]", "[pyodide-0.27]").report());
}

#[test]
fn unknown_runtime_in_a_browser() {
    let run = "run:\n      in_browser:\n        - {runtimes: [pyodide-0.27], effect: differs, reason: It lasts.}\n";
    let known = format!("note: Works on every runtime.\n    {run}");
    let report = Knowledge::with("note: Works on every runtime.\n", &known).report();
    assert!(
        report.contains("there is no runtime `pyodide-0.27`"),
        "{report}"
    );
    assert!(
        report.contains("gotchas/database/rows.yaml:26:23"),
        "{report}"
    );
}

#[test]
fn bad_addresses() {
    for (address, fault) in [
        ("http://example.com/rows", "uses `http`"),
        ("example.com/rows", "is not absolute"),
        ("https://localhost/rows", "names no public host"),
        ("https://me:secret@example.com/rows", "carries a login"),
        ("\"https://example.com/my rows\"", "contains a space"),
        ("https://", "is not valid"),
    ] {
        let report =
            Knowledge::with("url: https://example.com/rows", &format!("url: {address}")).report();
        assert!(
            report.contains(&format!("this address {fault}")),
            "{report}"
        );
    }
    assert_snapshot!(
        Knowledge::with(
            "url: https://example.com/rows",
            "url: http://example.com/rows"
        )
        .report()
    );
}

#[test]
fn space_around_a_symptom() {
    assert_snapshot!(Knowledge::with("not iterable\"", "not iterable \"").report());
    assert_snapshot!(
        "space_before_a_symptom",
        Knowledge::with("\"TypeError", "\" TypeError").report()
    );
}

#[test]
fn symptom_of_several_lines() {
    let symptom = "\"TypeError: 'pyodide.ffi.JsProxy' object is not iterable\"";
    assert_snapshot!(Knowledge::with(symptom, "|\n      Traceback\n      TypeError").report());
}

#[test]
fn symptom_given_twice() {
    let knowledge = Knowledge::with(
        "symptoms:\n",
        "symptoms:\n  - text: \"TypeError: 'pyodide.ffi.JsProxy' object is not iterable\"\n",
    );
    assert_snapshot!(knowledge.report());
}

#[test]
fn raw_html() {
    let knowledge = Knowledge::with(
        "It is no dict.",
        "It is no <b>dict</b>.\n\n  <script>alert(1)</script>",
    );
    assert_snapshot!(
        knowledge
            .replace(GOTCHA, "with `.to_py()`", "with Row<T>")
            .report()
    );
}

#[test]
fn raw_html_after_empty_lines() {
    assert_snapshot!(Knowledge::with("problem: |\n", "problem: |\n\n  <hr>\n\n").report());
}

#[test]
fn html_in_code_is_text() {
    Knowledge::with(
        "It is no dict.",
        "It is no `<b>`.\n\n  ```html\n  <script>\n  ```",
    )
    .load()
    .expect("valid");
}

#[test]
fn image_heading_and_link() {
    let text = "![rows](https://example.com/rows.png)\n\n  ## Rows\n\n  See [clocks](../time/clocks.html).";
    assert_snapshot!(Knowledge::with("It is no dict.", text).report());
}

#[test]
fn markdown_in_a_title() {
    assert_snapshot!(
        Knowledge::with(
            "title: Rows are proxies",
            "title: Rows are `JsProxy` objects"
        )
        .report()
    );
}

#[test]
fn bad_release() {
    assert_snapshot!(Knowledge::with("since: 0.1.0", "since: \"0.1\"").report());
}

#[test]
fn active_but_bites_nowhere() {
    assert_snapshot!(
        Knowledge::with("    sdk: [\"<1.5.4\", bundled]", "    sdk: [\"<1.5.4\"]").report()
    );
}

#[test]
fn fixed_but_still_bites() {
    assert_snapshot!(
        Knowledge::valid()
            .replace(OTHER, "status: active", "status: fixed")
            .report()
    );
}

#[test]
fn disputed_may_bite_nowhere() {
    let knowledge = Knowledge::valid().replace(OTHER, "status: active", "status: disputed");
    knowledge
        .replace(OTHER, "affects: [{}]", "affects: []")
        .load()
        .expect("valid");
}

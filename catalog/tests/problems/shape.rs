//! YAML that is not what a gotcha looks like.

use insta::assert_snapshot;

use crate::knowledge::{GOTCHA, Knowledge};

#[test]
fn misspelt_key() {
    assert_snapshot!(Knowledge::with("severity: error", "sevrity: error").report());
}

#[test]
fn unknown_key() {
    assert_snapshot!(
        Knowledge::with("  - title: Rows\n", "  - title: Rows\n    author: me\n").report()
    );
}

#[test]
fn missing_key() {
    assert_snapshot!(Knowledge::with("takeaway: Convert rows.\n", "").report());
}

#[test]
fn missing_keys() {
    assert_snapshot!(
        Knowledge::with_text("code: CFW403\ntitle: Rows are proxies\nseverity: error\n").report()
    );
}

#[test]
fn missing_key_of_an_item() {
    assert_snapshot!(Knowledge::with("    url: https://example.com/rows\n", "").report());
}

#[test]
fn text_instead_of_a_list() {
    assert_snapshot!(Knowledge::with("when:\n  - Reading rows", "when: Reading rows").report());
}

#[test]
fn list_instead_of_text() {
    assert_snapshot!(
        Knowledge::with("takeaway: Convert rows.", "takeaway:\n  - Convert rows.").report()
    );
}

#[test]
fn text_instead_of_a_mapping() {
    assert_snapshot!(Knowledge::with("  - text: \"TypeError", "  - \"TypeError").report());
}

#[test]
fn list_instead_of_a_gotcha() {
    assert_snapshot!(Knowledge::with_text("- code: CFW403\n- title: Rows\n").report());
}

#[test]
fn unknown_severity() {
    assert_snapshot!(Knowledge::with("severity: error", "severity: eror").report());
}

#[test]
fn unknown_status() {
    assert_snapshot!(Knowledge::with("status: active", "status: done").report());
}

#[test]
fn empty_values() {
    let knowledge = Knowledge::with("title: Rows are proxies", "title:");
    let knowledge = knowledge.replace(GOTCHA, "takeaway: Convert rows.", "takeaway: \"  \"");
    assert_snapshot!(
        knowledge
            .replace(GOTCHA, "related: [clocks]", "related: [\"\"]")
            .report()
    );
}

#[test]
fn empty_list() {
    assert_snapshot!(Knowledge::with("when:\n  - Reading rows", "when: []").report());
}

#[test]
fn long_summary_and_title() {
    let knowledge = Knowledge::with("Convert rows with `.to_py()`.", &"Convert rows. ".repeat(9));
    assert_snapshot!(
        knowledge
            .replace(
                GOTCHA,
                "title: Rows are proxies",
                &format!("title: {}", "Rows ".repeat(19))
            )
            .report()
    );
}

#[test]
fn bad_code() {
    assert_snapshot!(Knowledge::with("code: CFW403", "code: CFW43").report());
}

#[test]
fn bad_sdk_range() {
    assert_snapshot!(Knowledge::with("\"<1.5.4\"", "\"<1.5.x.4\"").report());
}

#[test]
fn detector_that_does_not_exist() {
    assert_snapshot!(Knowledge::with("  - flow:", "  - flaw:").report());
}

#[test]
fn misspelt_key_of_a_detector() {
    assert_snapshot!(Knowledge::with("      into:", "      in:").report());
}

#[test]
fn everything_of_one_file_at_once() {
    let knowledge = Knowledge::with("severity: error", "severity: high").replace(
        GOTCHA,
        "status: active",
        "state: active",
    );
    let knowledge = knowledge.replace(GOTCHA, "since: 0.1.0", "since: [0.1.0]");
    assert_snapshot!(
        knowledge
            .replace(GOTCHA, "  - title: Why it happens\n    body:", "  - body:")
            .report()
    );
}

#[test]
fn every_file_in_one_report() {
    let knowledge = Knowledge::with("severity: error", "severity: high").replace(
        "time/clocks.yaml",
        "severity: info",
        "severity: low",
    );
    let knowledge = knowledge.replace("categories.yaml", "digit: 6", "digit: six");
    assert_snapshot!(
        knowledge
            .replace("runtimes.yaml", "exact: true", "exact: maybe")
            .report()
    );
}

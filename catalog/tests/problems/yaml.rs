//! Files that are no YAML, or more YAML than is wanted.

use insta::assert_snapshot;

use crate::knowledge::{GOTCHA, Knowledge};

#[test]
fn unclosed_quote() {
    assert_snapshot!(
        Knowledge::with(
            "Convert rows with `.to_py()`.\"",
            "Convert rows with `.to_py()`."
        )
        .report()
    );
}

#[test]
fn tab_as_indentation() {
    assert_snapshot!(Knowledge::with("  - Reading rows", "\t- Reading rows").report());
}

#[test]
fn lost_indentation() {
    assert_snapshot!(Knowledge::with("  It is no dict.", " It is no dict.").report());
}

#[test]
fn colon_without_quotes() {
    assert_snapshot!(Knowledge::with("title: Rows are proxies", "title: Rows: proxies").report());
}

#[test]
fn duplicate_key() {
    assert_snapshot!(
        Knowledge::with("severity: error", "severity: error\nseverity: info").report()
    );
}

#[test]
fn second_document() {
    assert_snapshot!(Knowledge::with("since: 0.1.0", "since: 0.1.0\n---\ncode: CFW404").report());
}

#[test]
fn anchor_and_alias() {
    let knowledge = Knowledge::with("title: Rows are proxies", "title: &title Rows are proxies");
    assert_snapshot!(
        knowledge
            .replace(GOTCHA, "takeaway: Convert rows.", "takeaway: *title")
            .report()
    );
}

#[test]
fn alias_bomb() {
    let mut text = "a0: &a0 [lol, lol, lol, lol, lol, lol, lol, lol, lol]\n".to_owned();
    for level in 1..3 {
        let before = level - 1;
        text += &format!(
            "a{level}: &a{level} [{}]\n",
            vec![format!("*a{before}"); 9].join(", ")
        );
    }
    assert_snapshot!(Knowledge::with_text(text).report());
}

#[test]
fn alias_bombs_are_not_expanded() {
    let mut text = "a0: &a0 [lol]\n".to_owned();
    for level in 1..60 {
        text += &format!("a{level}: &a{level} [*a{0}, *a{0}, *a{0}]\n", level - 1);
    }
    let problems = Knowledge::with_text(text)
        .load()
        .expect_err("aliases are refused");
    assert_eq!(problems.iter().len(), 60 + 59 * 3);
}

#[test]
fn unknown_alias() {
    assert_snapshot!(Knowledge::with("takeaway: Convert rows.", "takeaway: *nothing").report());
}

#[test]
fn merge_key() {
    assert_snapshot!(Knowledge::with("severity: error", "<<: {severity: error}").report());
}

#[test]
fn tag() {
    assert_snapshot!(Knowledge::with("severity: error", "severity: !!str error").report());
}

#[test]
fn key_that_is_a_list() {
    assert_snapshot!(Knowledge::with("severity: error", "? [severity]\n: error").report());
}

#[test]
fn empty_file() {
    assert_snapshot!(Knowledge::with_text("").report());
}

#[test]
fn only_comments() {
    assert_snapshot!(Knowledge::with_text("# nothing\n# yet\n").report());
}

#[test]
fn nul_byte() {
    assert_snapshot!(Knowledge::with("It is no dict.", "It is\0no dict.").report());
}

#[test]
fn not_utf8() {
    let text = Knowledge::valid()
        .read(GOTCHA)
        .replace("Works on", "W\u{f6}rks on");
    let latin1: Vec<u8> = text
        .chars()
        .map(|c| u8::try_from(c).expect("Latin-1"))
        .collect();
    assert_snapshot!(Knowledge::with_text(latin1).report());
}

#[test]
fn byte_order_mark_is_accepted() {
    let text = Knowledge::valid().read(GOTCHA);
    Knowledge::with_text(format!("\u{feff}{text}"))
        .load()
        .expect("valid");
}

#[test]
fn byte_order_mark_moves_no_column() {
    let text = Knowledge::valid()
        .read(GOTCHA)
        .replace("code: CFW403", "code: CFW4O3");
    let marked = Knowledge::with_text(format!("\u{feff}{text}")).report();
    assert_eq!(marked, Knowledge::with_text(text).report());
}

#[test]
fn windows_line_ends_move_no_line() {
    let text = Knowledge::valid()
        .read(GOTCHA)
        .replace("return row.to_py()", "return row.to_py(");
    let windows = Knowledge::with_text(text.replace('\n', "\r\n")).report();
    assert_eq!(windows, Knowledge::with_text(text).report());
}

#[test]
fn ten_megabytes() {
    let long = "x".repeat(10 * 1024 * 1024);
    assert_snapshot!(Knowledge::with("Works on every runtime.", &long).report());
}

#[test]
fn long_lines_are_cut_in_reports() {
    let report = Knowledge::with(
        "severity: error",
        &format!("severity: {}", "x".repeat(1000)),
    )
    .report();
    assert!(
        report.lines().all(|line| line.chars().count() < 1200),
        "{report}"
    );
}

#[test]
fn deep_nesting() {
    let text = "[".repeat(100_000);
    assert_snapshot!(Knowledge::with_text(text).report());
}

#[test]
fn many_keys_take_linear_time() {
    let text: String = (0..20_000).map(|index| format!("k{index}: 1\n")).collect();
    let problems = Knowledge::with_text(text).load().expect_err("unknown keys");
    assert!(problems.iter().len() > 20_000);
}

//! Snippets that cannot be what they claim.

use insta::assert_snapshot;

use crate::knowledge::{GOTCHA, Knowledge};

#[test]
fn syntax_error() {
    assert_snapshot!(Knowledge::with("return row.to_py()", "return row.to_py(").report());
}

#[test]
fn syntax_error_in_a_hidden_line() {
    assert_snapshot!(Knowledge::with("~import json", "~import json as").report());
}

#[test]
fn await_outside_a_function() {
    assert_snapshot!(Knowledge::with("~import json", "~row = await fetch()").report());
}

#[test]
fn return_outside_a_function() {
    assert_snapshot!(Knowledge::with("~import json", "~return 1").report());
}

#[test]
fn await_in_a_function_in_a_class_is_fine() {
    Knowledge::with(
        "~import json",
        "~class A:\n      ~    async def b(self):\n      ~        await self.c()",
    )
    .load()
    .expect("valid");
}

#[test]
fn syntax_that_the_oldest_runtime_does_not_know() {
    let new = "try:\n          pass\n      except ValueError, TypeError:\n          pass\n      ~import json";
    assert_snapshot!(Knowledge::with("~import json", new).report());
}

#[test]
fn folded_snippet() {
    assert_snapshot!(Knowledge::with("right: |", "right: >").report());
}

#[test]
fn quoted_snippet() {
    assert_snapshot!(
        Knowledge::valid()
            .replace(
                "time/clocks.yaml",
                "right: |\n      import datetime",
                "right: \"import datetime\""
            )
            .report()
    );
}

#[test]
fn empty_snippet() {
    assert_snapshot!(
        Knowledge::valid()
            .replace(
                "time/clocks.yaml",
                "right: |\n      import datetime",
                "right: |\n"
            )
            .report()
    );
}

#[test]
fn snippet_that_begins_with_an_empty_line() {
    assert_snapshot!(Knowledge::with("right: |\n", "right: |\n\n").report());
}

#[test]
fn block_indicators_are_fine() {
    for indicator in ["|-", "|+", "|2", "|2-", "| # code"] {
        Knowledge::with("right: |", &format!("right: {indicator}"))
            .load()
            .unwrap_or_else(|problems| panic!("{indicator}\n{problems}"));
    }
}

#[test]
fn no_marker() {
    assert_snapshot!(Knowledge::with("  # gotcha", "").report());
}

#[test]
fn only_another_rule_is_marked() {
    assert_snapshot!(Knowledge::with("  # gotcha", "  # gotcha: CFW601").report());
}

#[test]
fn marker_in_a_right_snippet() {
    assert_snapshot!(
        Knowledge::with("return row.to_py()", "return row.to_py()  # gotcha").report()
    );
}

#[test]
fn marker_on_a_hidden_line() {
    assert_snapshot!(Knowledge::with("~import json", "~import json  # gotcha").report());
}

#[test]
fn marker_of_an_unknown_code() {
    assert_snapshot!(Knowledge::with("  # gotcha", "  # gotcha: CFW403, CFW602").report());
}

#[test]
fn marker_that_is_not_understood() {
    assert_snapshot!(Knowledge::with("  # gotcha", "  # gotcha: rows").report());
    assert_snapshot!(
        "marker_without_colon",
        Knowledge::with("  # gotcha", "  # gotcha CFW403").report()
    );
}

#[test]
fn only_one_side() {
    let text = Knowledge::valid().read("time/clocks.yaml");
    let (start, end) = (
        text.find("    wrong").expect("a wrong snippet"),
        text.find("    right").expect("a right one"),
    );
    assert_snapshot!(
        Knowledge::valid()
            .replace("time/clocks.yaml", &text[start..end], "")
            .report()
    );
}

#[test]
fn example_without_code() {
    assert_snapshot!(
        Knowledge::with(
            "examples:\n",
            "examples:\n  - title: Nothing\n    note: No code.\n"
        )
        .report()
    );
}

#[test]
fn python_in_prose() {
    assert_snapshot!(
        Knowledge::with(
            "      row.to_py()\n      ```",
            "      rows = [\n        row.to_py(\n      ```"
        )
        .report()
    );
    assert_snapshot!(
        "python_in_prose_that_ends_early",
        Knowledge::with("      row.to_py()\n", "      def f():\n")
            .replace(GOTCHA, "Works on", "Works, on")
            .report()
    );
}

//! The lines that close a report, in ruff's words.

use owo_colors::OwoColorize;

use super::Findings;

/// What was found in all, what `--fix` can do about it, and what is not shown.
pub fn lines(found: &Findings<'_>, fixed: usize) -> String {
    let mut lines = vec![count(found.shown.len(), fixed)];
    lines.extend(fixes(found));
    if found.hidden > 0 {
        let findings = plural(found.hidden, "finding is", "findings are");
        lines.push(format!(
            "{} less severe {findings} not shown (`--severity info` shows all).",
            found.hidden
        ));
    }
    lines.iter().map(|line| format!("{line}\n")).collect()
}

fn count(remaining: usize, fixed: usize) -> String {
    let all = remaining + fixed;
    let errors = plural(all, "error", "errors");
    match (remaining, fixed) {
        (0, 0) => "All checks passed!".to_owned(),
        (_, 0) => format!("Found {all} {errors}."),
        _ => format!("Found {all} {errors} ({fixed} fixed, {remaining} remaining)."),
    }
}

fn fixes(found: &Findings<'_>) -> Option<String> {
    let fixable = found.shown.iter().filter(|finding| finding.fixable).count();
    let hidden = found.hidden_fixes;
    let fixes = plural(hidden, "fix", "fixes");
    let more = format!("{hidden} hidden {fixes} can be enabled with the `--unsafe-fixes` option");
    let star = "*".cyan();
    match (fixable, hidden) {
        (0, 0) => None,
        (0, _) => Some(format!("No fixes available ({more}).")),
        (_, 0) => Some(format!(
            "[{star}] {fixable} fixable with the `--fix` option."
        )),
        _ => Some(format!(
            "[{star}] {fixable} fixable with the `--fix` option ({more})."
        )),
    }
}

fn plural<'t>(count: usize, one: &'t str, more: &'t str) -> &'t str {
    if count == 1 { one } else { more }
}

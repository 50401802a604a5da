//! The lines that close a report, in ruff's words.

use owo_colors::OwoColorize;

use super::Findings;

/// What was found in all, what `--fix` can do about it, and what is not shown.
pub fn lines(found: &Findings<'_>, fixed: usize) -> String {
    let mut lines = Vec::new();
    lines.extend(count(found, fixed));
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

/// What `--fix-only` has done, or what `--diff` says that it would do; nothing where there was nothing to mend.
pub fn mended(found: &Findings<'_>, fixed: usize, is_diff: bool) -> String {
    let errors = plural(fixed, "error", "errors");
    let hidden = found.hidden_fixes;
    let fixes = plural(hidden, "fix", "fixes");
    let done = match (fixed, is_diff) {
        (0, true) => "No errors would be fixed".to_owned(),
        (0, false) => "No errors fixed".to_owned(),
        (_, true) => format!("Would fix {fixed} {errors}"),
        (_, false) => format!("Fixed {fixed} {errors}"),
    };
    let more = match (fixed, hidden) {
        (0, 0) => return String::new(),
        (_, 0) => String::new(),
        (0, _) => format!(" ({hidden} {fixes} available with `--unsafe-fixes`)"),
        _ => format!(" ({hidden} additional {fixes} available with `--unsafe-fixes`)"),
    };
    format!("{done}{more}.\n")
}

/// What was not checked did not pass.
fn count(found: &Findings<'_>, fixed: usize) -> Option<String> {
    let remaining = found.shown.len();
    let all = remaining + fixed;
    let errors = plural(all, "error", "errors");
    match (remaining, fixed) {
        (0, 0) if !found.trouble.is_empty() => None,
        (0, 0) => Some("All checks passed!".to_owned()),
        (_, 0) => Some(format!("Found {all} {errors}.")),
        _ => Some(format!(
            "Found {all} {errors} ({fixed} fixed, {remaining} remaining)."
        )),
    }
}

fn fixes(found: &Findings<'_>) -> Option<String> {
    let fixable = found.shown.iter().filter(|finding| finding.fixable).count();
    let hidden = found.hidden_fixes;
    let fixes = plural(hidden, "fix", "fixes");
    let more = format!("{hidden} unsafe {fixes} available with `--fix --unsafe-fixes`");
    let star = "*".cyan();
    match (fixable, hidden) {
        (0, 0) => None,
        (0, _) => Some(format!("{more}.")),
        (_, 0) => Some(format!("[{star}] {fixable} fixable with `--fix`.")),
        _ => Some(format!("[{star}] {fixable} fixable with `--fix` ({more}).")),
    }
}

fn plural<'t>(count: usize, one: &'t str, more: &'t str) -> &'t str {
    if count == 1 { one } else { more }
}

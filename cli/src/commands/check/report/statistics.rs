//! How often each rule was broken.

use std::collections::BTreeMap;

use gotchas_catalog::Code;
use owo_colors::OwoColorize;
use serde::Serialize;

use super::Finding;

/// A line of the statistics, with ruff's keys.
#[derive(Serialize)]
struct Row<'a> {
    code: Option<String>,
    name: &'a str,
    count: usize,
    fixable: bool,
    fixable_count: usize,
}

/// `count<TAB>code<TAB>[ ] name` as ruff prints it, the most frequent first; no brackets where none can be mended.
pub fn text(findings: &[Finding<'_>]) -> String {
    let rows = rows(findings);
    let widest = |length: fn(&Row<'_>) -> usize| rows.iter().map(length).max().unwrap_or(0);
    let counts = widest(|row| row.count.to_string().len());
    let codes = widest(|row| row.code.as_ref().map_or(0, String::len));
    let any_fixable = rows.iter().any(|row| row.fixable);
    let line = |row: &Row<'_>| {
        let fixable = match (any_fixable, row.fixable) {
            (false, _) => String::new(),
            (_, true) => format!("[{}] ", "*".cyan()),
            (_, false) => "[ ] ".to_owned(),
        };
        let count = format!("{:>counts$}", row.count);
        let code = format!("{:<codes$}", row.code.as_deref().unwrap_or_default());
        format!(
            "{}\t{}\t{fixable}{}\n",
            count.bold(),
            code.red().bold(),
            row.name
        )
    };
    rows.iter().map(line).collect()
}

/// The same as a JSON array.
pub fn json(findings: &[Finding<'_>]) -> serde_json::Result<String> {
    Ok(serde_json::to_string_pretty(&rows(findings))? + "\n")
}

fn rows<'a>(findings: &'a [Finding<'_>]) -> Vec<Row<'a>> {
    let mut counts: BTreeMap<(Option<Code>, &str), (usize, usize)> = BTreeMap::new();
    for finding in findings {
        let rule = (finding.diagnostic.code, finding.diagnostic.name.as_str());
        let (count, fixable) = counts.entry(rule).or_default();
        *count += 1;
        *fixable += usize::from(finding.fixable);
    }
    let row = |((code, name), (count, fixable)): ((Option<Code>, &'a str), (usize, usize))| Row {
        code: code.map(String::from),
        name,
        count,
        fixable: fixable > 0,
        fixable_count: fixable,
    };
    let mut rows: Vec<Row<'a>> = counts.into_iter().map(row).collect();
    rows.sort_by_key(|row| std::cmp::Reverse(row.count));
    rows
}

//! The outcome of a verification at a glance.

use gotchas_catalog::{Expect, Runtime, Side};

use crate::verify::Work;

/// A line per gotcha and a column per runtime: how many wrong snippets misbehaved and how many right ones worked, of how
/// many that ran there, over all SDKs.
pub(crate) fn table(runtimes: &[&Runtime], work: &[Work]) -> String {
    let head = std::iter::once("gotcha".to_owned());
    let mut rows = vec![
        head.chain(runtimes.iter().map(|r| r.id.value.clone()))
            .collect::<Vec<_>>(),
    ];
    for one in work {
        let name = std::iter::once(one.entry.name.clone());
        rows.push(
            name.chain(runtimes.iter().map(|runtime| cell(one, runtime)))
                .collect(),
        );
    }
    let widths: Vec<usize> = (0..=runtimes.len())
        .map(|column| {
            rows.iter()
                .map(|row| row[column].chars().count())
                .max()
                .unwrap_or(0)
        })
        .collect();
    let line = |row: &Vec<String>| {
        let cells = row
            .iter()
            .zip(&widths)
            .map(|(cell, width)| format!("{cell:width$}"));
        cells.collect::<Vec<_>>().join("  ").trim_end().to_owned() + "\n"
    };
    rows.iter().map(line).collect()
}

fn cell(work: &Work, runtime: &Runtime) -> String {
    let works = |side: Side| -> Vec<bool> {
        let here = work
            .cases
            .iter()
            .filter(|case| case.side == side && case.target.runtime == *runtime.id);
        here.filter_map(|case| {
            let run = work.entry.gotcha.examples[case.example].run.as_ref()?;
            let outcome = work.now.outcome(case)?;
            let anything = Expect::default();
            Some(outcome.meets(run.expect(side).unwrap_or(&anything)))
        })
        .collect()
    };
    let (wrong, right) = (works(Side::Wrong), works(Side::Right));
    if wrong.is_empty() && right.is_empty() {
        return "not measured".to_owned();
    }
    let bite = wrong.iter().filter(|works| !**works).count();
    let work = right.iter().filter(|works| **works).count();
    format!("{bite}/{} wrong, {work}/{} work", wrong.len(), right.len())
}

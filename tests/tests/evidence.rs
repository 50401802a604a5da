//! What the checker says agrees with what the runtimes did.

use std::{path::Path, sync::LazyLock};

use gotchas_catalog::{Catalogue, Entry, Example, Expect, Side, Target};
use gotchas_checker::{Checker, Project};
use gotchas_tests::root;

static CATALOGUE: LazyLock<Catalogue> = LazyLock::new(|| {
    Catalogue::load(&root().join("gotchas"))
        .unwrap_or_else(|problems| panic!("{}", problems.render(false)))
});

/// Whether the snippet did there what working code does; nothing if it was not executed there.
fn worked(entry: &Entry, example: &Example, side: Side, target: &Target) -> Option<bool> {
    let evidence = entry.evidence.as_ref()?;
    let outcome = evidence.outcome(&example.title, side, target)?;
    let anything = Expect::default();
    let expect = example.run.as_ref().and_then(|run| run.expect(side));
    Some(outcome.meets(expect.unwrap_or(&anything)))
}

#[test]
fn a_snippet_is_flagged_exactly_where_it_went_wrong() {
    let checker = Checker::new(&CATALOGUE).expect("the rules compile");
    let targets = CATALOGUE.runtimes.targets();
    let mut compared = 0;
    let mut differences = vec![];
    for entry in CATALOGUE.entries() {
        for snippet in entry.snippets() {
            let example = &entry.gotcha.examples[snippet.example];
            // A rule of another gotcha may find it too, and applies where that one bites.
            let marked = |code| {
                snippet
                    .expected
                    .iter()
                    .any(|expected| expected.code == code)
            };
            let own = marked(entry.code());
            let project = Project::single(Path::new("snippet.py"), &snippet.code);
            let reports = checker.check_on(&project, &targets);
            for (target, report) in targets.iter().zip(&reports) {
                let Some(worked) = worked(entry, example, snippet.side, target) else {
                    continue;
                };
                let flagged = report.iter().any(|d| d.code == Some(entry.code()));
                compared += 1;
                // A right snippet may need a newer runtime than this one; it is flagged on none.
                let wanted = snippet.side == Side::Wrong && !worked;
                if (own || snippet.side == Side::Right) && flagged != wanted {
                    differences.push(format!(
                        "{}, `{}`, {}, on {target}: {}, and the checker {}",
                        entry.name,
                        *example.title,
                        snippet.side,
                        if worked { "it worked" } else { "it went wrong" },
                        if flagged { "flags it" } else { "is silent" },
                    ));
                }
            }
        }
    }
    assert!(compared > 1000, "only {compared} outcomes were compared");
    assert!(differences.is_empty(), "{}", differences.join("\n"));
}

#[test]
fn every_gotcha_was_executed_or_says_why_not() {
    for entry in CATALOGUE.entries() {
        for target in entry.gotcha.targets(&CATALOGUE.runtimes) {
            for (index, side) in entry.gotcha.sides() {
                let example = &entry.gotcha.examples[index];
                let reason = example.run.iter().flat_map(|run| &run.not_measured);
                let excused = reason
                    .into_iter()
                    .any(|reason| reason.covers(side, &target));
                let executed = worked(entry, example, side, &target).is_some();
                assert!(
                    executed != excused,
                    "{}, `{}`, {side}, on {target}: executed {executed}, not measured {excused}",
                    entry.name,
                    *example.title,
                );
            }
        }
    }
}

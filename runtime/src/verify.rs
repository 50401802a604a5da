//! Running the cases and comparing.

use std::{collections::BTreeMap, thread};

use anyhow::{Context, anyhow};
use gotchas_catalog::{Catalogue, Entry, Expect, Outcome, Run, Runtime};
use gotchas_checker::Checker;
use indicatif::{ProgressBar, ProgressStyle};

use crate::{
    Case, Difference, Recording,
    cases::{cases, fixed_cases},
    difference::{differences, heading},
    recording,
    set_up::{Places, SetUp},
    station::Station,
    table::table,
};

/// Which cases to run.
#[derive(Debug, Clone, Default)]
pub struct Selection {
    /// Names or codes of gotchas; none: all.
    pub gotchas: Vec<String>,
    /// Ids of runtimes; none: all.
    pub runtimes: Vec<String>,
}

/// What to do with the outcomes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mode {
    /// Compare them with the recordings.
    Compare,
    /// Put them into the recordings.
    Update,
}

/// What came out.
#[derive(Debug, Clone, Default)]
pub struct Report {
    /// How many cases ran.
    pub cases: usize,
    /// How many pairs of a snippet and a target are not measured, of all gotchas that were selected.
    pub not_measured: usize,
    /// For each gotcha and runtime how many wrong snippets misbehaved and how many right ones worked.
    pub table: String,
    /// Which outcomes are not as recorded; when updating, which were not before.
    pub differences: Vec<Difference>,
    /// What else is wrong, in words: contradictions between gotchas and outcomes, recordings made with other versions.
    pub objections: Vec<String>,
}

/// A gotcha under verification.
pub(crate) struct Work<'a> {
    pub entry: &'a Entry,
    /// All its cases, on all runtimes.
    pub cases: Vec<Case>,
    /// Its wrong snippets, mended.
    pub fixed: Vec<Case>,
    /// What those on the selected runtimes did.
    pub now: Recording,
    /// What the mended snippets on the selected runtimes did.
    pub mended: Vec<(Case, Outcome)>,
}

/// Runs the selected cases, in parallel over runtimes, and compares or records their outcomes.
///
/// # Errors
///
/// There is no such gotcha or runtime, the set-up fails, a recording cannot be read or written, or the harness breaks. A
/// case that hangs or kills the interpreter is an outcome, not an error.
pub fn verify(
    catalogue: &Catalogue,
    places: &Places,
    selection: &Selection,
    mode: Mode,
) -> anyhow::Result<Report> {
    let runtimes = runtimes(catalogue, &selection.runtimes)?;
    let checker = Checker::new(catalogue).map_err(|problems| anyhow!(problems.render(false)))?;
    let mut work: Vec<Work> = entries(catalogue, &selection.gotchas)?
        .into_iter()
        .map(|entry| {
            let cases = cases(entry, catalogue);
            Work {
                entry,
                fixed: fixed_cases(&cases, &checker),
                cases,
                now: Recording::default(),
                mended: Vec::new(),
            }
        })
        .collect();
    let bar = ProgressBar::no_length().with_style(style());
    let set_up = SetUp::install(places, &|step| bar.println(step))?;
    execute(places, &set_up, &runtimes, &mut work, &bar)?;
    bar.finish_and_clear();
    let mut report = Report {
        table: table(&runtimes, &work),
        ..Report::default()
    };
    for one in &work {
        conclude(catalogue, places, one, mode, &mut report)?;
    }
    Ok(report)
}

fn style() -> ProgressStyle {
    ProgressStyle::with_template("{bar:30} {pos}/{len} cases, {elapsed}  {msg}")
        .unwrap_or_else(|_| ProgressStyle::default_bar())
}

fn entries<'a>(catalogue: &'a Catalogue, names: &[String]) -> anyhow::Result<Vec<&'a Entry>> {
    if names.is_empty() {
        return Ok(catalogue.entries().iter().collect());
    }
    let entry = |name: &String| {
        catalogue.get(name).with_context(|| {
            let near = catalogue.suggest(name).join("`, `");
            let hint = if near.is_empty() {
                String::new()
            } else {
                format!("; did you mean `{near}`?")
            };
            format!("there is no gotcha `{name}`{hint}")
        })
    };
    names.iter().map(entry).collect()
}

fn runtimes<'a>(catalogue: &'a Catalogue, ids: &[String]) -> anyhow::Result<Vec<&'a Runtime>> {
    let known = &catalogue.runtimes;
    if ids.is_empty() {
        return Ok(known.runtimes.iter().collect());
    }
    let runtime = |id: &String| {
        known.get(id).with_context(|| {
            let all = known.runtimes.iter().map(|runtime| runtime.id.as_str());
            let all: Vec<&str> = all.collect();
            format!(
                "there is no runtime `{id}`; the runtimes are {}",
                all.join(", ")
            )
        })
    };
    ids.iter().map(runtime).collect()
}

/// What one program did: its versions, and outcomes with the index of their gotcha.
type Done = (BTreeMap<String, String>, Vec<(usize, Case, Outcome)>);

/// Runs the cases of each runtime in a program of its own, all at the same time.
fn execute(
    places: &Places,
    set_up: &SetUp,
    runtimes: &[&Runtime],
    work: &mut [Work],
    bar: &ProgressBar,
) -> anyhow::Result<()> {
    let jobs: Vec<Vec<(usize, &Case, &Run)>> =
        runtimes.iter().map(|runtime| jobs(runtime, work)).collect();
    bar.set_length(jobs.iter().map(|jobs| jobs.len() as u64).sum());
    bar.tick();
    let done: Vec<anyhow::Result<Done>> = thread::scope(|scope| {
        let start =
            |(runtime, jobs)| scope.spawn(move || station(places, set_up, runtime, jobs, bar));
        let threads: Vec<_> = runtimes.iter().copied().zip(jobs).map(start).collect();
        let join = |thread: thread::ScopedJoinHandle<'_, anyhow::Result<Done>>| {
            thread
                .join()
                .unwrap_or_else(|_| Err(anyhow!("a thread of the verification panicked")))
        };
        threads.into_iter().map(join).collect()
    });
    for done in done {
        let (versions, outcomes) = done?;
        for (index, case, outcome) in outcomes {
            let one = &mut work[index];
            one.now.versions.extend(versions.clone());
            if case.fixed {
                one.mended.push((case, outcome));
            } else {
                one.now.push(&case, outcome);
            }
        }
    }
    for one in work {
        let used = one
            .entry
            .gotcha
            .examples
            .iter()
            .filter_map(|example| example.run.as_ref());
        let used: Vec<&String> = used.flat_map(|run| &run.packages).collect();
        let pinned = set_up
            .packages
            .iter()
            .filter(|(name, _)| used.contains(&name));
        one.now.versions.extend(pinned.cloned());
    }
    Ok(())
}

/// The cases on a runtime, with the index of their gotcha.
fn jobs<'a>(runtime: &Runtime, work: &'a [Work]) -> Vec<(usize, &'a Case, &'a Run)> {
    let of = |(index, one): (usize, &'a Work)| {
        let examples = &one.entry.gotcha.examples;
        let here = one
            .cases
            .iter()
            .chain(&one.fixed)
            .filter(|case| case.target.runtime == *runtime.id);
        here.filter_map(move |case| Some((index, case, examples[case.example].run.as_ref()?)))
            .collect::<Vec<_>>()
    };
    work.iter().enumerate().flat_map(of).collect()
}

/// Runs cases on one runtime.
fn station(
    places: &Places,
    set_up: &SetUp,
    runtime: &Runtime,
    jobs: Vec<(usize, &Case, &Run)>,
    bar: &ProgressBar,
) -> anyhow::Result<Done> {
    if jobs.is_empty() {
        return Ok(Done::default());
    }
    let context = || format!("on {}", *runtime.id);
    let mut station = Station::start(places, set_up, runtime).with_context(context)?;
    let mut outcomes = vec![];
    for (index, case, run) in jobs {
        bar.set_message(case.gotcha.clone());
        let outcome = station.run(case, run).with_context(|| {
            heading(
                &case.gotcha,
                &case.title,
                case.side,
                std::slice::from_ref(&case.target),
            )
        })?;
        outcomes.push((index, case.clone(), outcome));
        bar.inc(1);
    }
    Ok((station.versions.clone(), outcomes))
}

/// Compares what a gotcha did with its recording and with what it says, and records it if asked to.
fn conclude(
    catalogue: &Catalogue,
    places: &Places,
    work: &Work,
    mode: Mode,
    report: &mut Report,
) -> anyhow::Result<()> {
    let Work {
        entry, cases, now, ..
    } = work;
    let recorded = recording::read(&places.root, entry, cases)?;
    report.cases += now.len() + work.mended.len();
    let of_all = entry.gotcha.targets(&catalogue.runtimes).len() * entry.gotcha.sides().len();
    report.not_measured += of_all - cases.len();
    report
        .differences
        .extend(differences(cases, &recorded, now));
    let versions = now.versions.iter().filter(|(name, version)| {
        recorded
            .versions
            .get(*name)
            .is_some_and(|old| old != *version)
    });
    if mode == Mode::Compare {
        report.objections.extend(versions.map(|(name, version)| {
            let old = &recorded.versions[name];
            format!(
                "{} was recorded with {name} {old}, this is {version}",
                entry.name
            )
        }));
    }
    let evidence = recorded.updated(now).evidence(cases);
    let contradictions = entry.gotcha.contradictions(&evidence, &catalogue.runtimes);
    report.objections.extend(contradictions.iter().map(|found| {
        let title = &entry.gotcha.examples[found.example].title;
        let snippet = heading(&entry.name, title, found.side, &found.targets);
        format!("{}:\n  {snippet}", found.kind.message())
    }));
    report.objections.extend(bad_fixes(work));
    if mode == Mode::Update {
        recording::write(&places.root, entry, &evidence)?;
    }
    Ok(())
}

/// What mended snippets do that working code does not.
fn bad_fixes(work: &Work) -> impl Iterator<Item = String> {
    let anything = Expect::default();
    work.mended.iter().filter_map(move |(case, outcome)| {
        let run = work.entry.gotcha.examples[case.example].run.as_ref()?;
        if outcome.meets(run.expect(case.side).unwrap_or(&anything)) {
            return None;
        }
        let targets = std::slice::from_ref(&case.target);
        let snippet = heading(&case.gotcha, &case.title, case.side, targets);
        Some(format!(
            "the wrong snippet with its fixes applied does not work:\n  {snippet}\n  {outcome}\n{}",
            case.code
        ))
    })
}

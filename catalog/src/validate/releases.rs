use semver::Version;

use super::{Known, date::is_date};
use crate::{
    Problem,
    load::Source,
    model::{Gotcha, Located, Release, Releases},
    yaml::File,
};

/// Judges `releases.yaml`.
pub fn check(source: &Source<Releases>, problems: &mut Vec<Problem>) {
    let file = &source.file;
    let releases = &source.value.releases;
    for release in releases {
        if Version::parse(&release.version).is_err() {
            let message = format!("`{}` is not a release", *release.version);
            let problem = file.problem_at(release.version.at, message);
            problems.push(problem.label("expected three numbers such as `0.1.0`"));
        }
        if !is_date(&release.date) {
            let message = format!("`{}` is not a date", *release.date);
            problems.push(
                file.problem_at(release.date.at, message)
                    .label("expected YYYY-MM-DD"),
            );
        }
    }
    for pair in releases.windows(2) {
        order(file, &pair[0], &pair[1], problems);
    }
}

/// A release comes after the one before it, and not on an earlier day.
fn order(file: &File, before: &Release, release: &Release, problems: &mut Vec<Problem>) {
    let versions = [before, release].map(|release| Version::parse(&release.version));
    if let [Ok(first), Ok(second)] = versions
        && second <= first
    {
        let message = format!("{second} does not come after {first}");
        let problem = file.problem_at(release.version.at, message);
        problems.push(problem.label("expected the oldest release first"));
    }
    if is_date(&before.date) && is_date(&release.date) && release.date.value < before.date.value {
        let message = "this date is before that of the release before".to_owned();
        let problem = file.problem_at(release.date.at, message);
        problems.push(problem.label(format!("expected {} or later", *before.date)));
    }
}

/// Judges the releases that a gotcha names: they are listed, and it was there before it changed.
pub fn named(file: &File, gotcha: &Gotcha, known: &Known, problems: &mut Vec<Problem>) {
    let Some(releases) = known.releases else {
        return;
    };
    // What is no version at all is reported where the gotcha is judged.
    let Ok(since) = Version::parse(&gotcha.since) else {
        return;
    };
    listed(file, &gotcha.since, releases, problems);
    let mut last = since;
    for change in &gotcha.changes {
        listed(file, &change.release, releases, problems);
        let Ok(release) = Version::parse(&change.release) else {
            continue;
        };
        if release <= last {
            let message = format!("{release} does not come after {last}");
            let problem = file.problem_at(change.release.at, message);
            problems.push(problem.label(
                "expected a release later than `since` and than the changes above this one",
            ));
        }
        last = release;
    }
}

fn listed(
    file: &File,
    version: &Located<String>,
    releases: &Releases,
    problems: &mut Vec<Problem>,
) {
    if releases.get(version).is_some() {
        return;
    }
    let known: Vec<String> = releases
        .releases
        .iter()
        .map(|release| format!("`{}`", *release.version))
        .collect();
    let problem = file.problem_at(version.at, format!("there is no release `{}`", **version));
    problems.push(
        problem
            .label(format!("the releases are {}", known.join(", ")))
            .help("add it to `releases.yaml`, with the day from which the site shows it"),
    );
}

/// Reports the releases of a folder of one's own that the catalogue has already.
pub fn taken(source: &Source<Releases>, before: &Releases, problems: &mut Vec<Problem>) {
    for release in &source.value.releases {
        if before.get(&release.version).is_some() {
            let message = format!("the release `{}` is taken", *release.version);
            let problem = source.file.problem_at(release.version.at, message);
            problems.push(problem.label("the catalogue has it already; remove this one"));
        }
    }
}

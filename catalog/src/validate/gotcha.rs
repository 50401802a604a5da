use std::collections::HashSet;

use semver::Version;

use super::{prose, url};
use crate::{
    Problem,
    model::{Gotcha, Located},
    yaml::File,
};

/// Judges the texts of a gotcha one by one.
pub fn check(file: &File, gotcha: &Gotcha, problems: &mut Vec<Problem>) {
    prose::plain(file, &gotcha.title, problems);
    prose::line(file, &gotcha.summary, problems);
    prose::block(file, &gotcha.problem, problems);
    gotcha
        .older_advice
        .iter()
        .for_each(|text| prose::line(file, text, problems));
    gotcha
        .when
        .iter()
        .for_each(|text| prose::line(file, text, problems));
    prose::block(file, &gotcha.takeaway, problems);
    symptoms(file, gotcha, problems);
    for example in &gotcha.examples {
        prose::plain(file, &example.title, problems);
        example
            .note
            .iter()
            .for_each(|text| prose::block(file, text, problems));
        let in_browser = example.run.iter().flat_map(|run| &run.in_browser);
        in_browser.for_each(|one| prose::line(file, &one.reason, problems));
    }
    for section in &gotcha.sections {
        prose::plain(file, &section.title, problems);
        prose::block(file, &section.body, problems);
    }
    for note in gotcha
        .affects
        .iter()
        .filter_map(|clause| clause.note.as_ref())
    {
        prose::line(file, note, problems);
    }
    for change in &gotcha.changes {
        prose::line(file, &change.what, problems);
    }
    references(file, gotcha, problems);
    if Version::parse(&gotcha.since).is_err() {
        let problem = file.problem_at(
            gotcha.since.at,
            format!("`{}` is not a release", *gotcha.since),
        );
        problems.push(problem.label("expected three numbers such as `0.1.0`"));
    }
}

fn symptoms(file: &File, gotcha: &Gotcha, problems: &mut Vec<Problem>) {
    for symptom in &gotcha.symptoms {
        prose::verbatim(file, &symptom.text, problems);
        symptom
            .reported
            .iter()
            .for_each(|address| url::check(file, address, problems));
    }
    repeated(
        file,
        gotcha.symptoms.iter().map(|symptom| &symptom.text),
        "symptom",
        problems,
    );
}

fn references(file: &File, gotcha: &Gotcha, problems: &mut Vec<Problem>) {
    for reference in &gotcha.references {
        prose::plain(file, &reference.title, problems);
        url::check(file, &reference.url, problems);
    }
    repeated(
        file,
        gotcha.references.iter().map(|reference| &reference.url),
        "reference",
        problems,
    );
}

/// Reports every value that occurred before in the same list.
pub fn repeated<'a>(
    file: &File,
    values: impl Iterator<Item = &'a Located<String>>,
    what: &str,
    problems: &mut Vec<Problem>,
) {
    let mut seen = HashSet::new();
    for value in values.filter(|value| !seen.insert(value.as_str())) {
        problems.push(
            file.problem_at(value.at, format!("this {what} is given twice"))
                .label("remove one of the two"),
        );
    }
}

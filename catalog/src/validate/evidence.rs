//! Compares a gotcha with its recording.

use crate::{
    Contradiction, Problem, Side,
    model::{Evidence, Gotcha, Runtimes},
    yaml::File,
};

/// Judges whether everything a gotcha says was seen in its recorded runs.
pub fn check(
    file: &File,
    gotcha: &Gotcha,
    evidence: &Evidence,
    runtimes: &Runtimes,
    problems: &mut Vec<Problem>,
) {
    let contradictions = gotcha.contradictions(evidence, runtimes);
    problems.extend(
        contradictions
            .iter()
            .map(|c| contradiction(file, gotcha, runtimes, c)),
    );
    let texts = evidence.texts();
    let seen = |symptom: &str| texts.iter().any(|text| text.contains(symptom));
    for symptom in &gotcha.symptoms {
        if symptom.reported.is_none() && !seen(&symptom.text) {
            let problem = file.problem_at(symptom.text.at, "no recorded run shows this symptom");
            problems.push(
                problem.label("expected a text of the recording").help(
                    "copy it from the recording, or say with `reported:` where it was reported",
                ),
            );
        }
        if let Some(reported) = symptom.reported.as_ref().filter(|_| seen(&symptom.text)) {
            let problem = file.problem_at(reported.at, "a recorded run shows this symptom");
            problems.push(
                problem
                    .label("a report is given")
                    .help("remove `reported:`, which says that no run here shows it"),
            );
        }
    }
    for recorded in &evidence.examples {
        if !gotcha
            .examples
            .iter()
            .any(|example| *example.title == recorded.title)
        {
            let message = format!("the example `{}` was recorded and is gone", recorded.title);
            problems.push(file.problem_at(gotcha.code.at, message).help(RECORD));
        }
    }
}

const RECORD: &str = "record again with `cargo xtask verify --update`";

fn contradiction(
    file: &File,
    gotcha: &Gotcha,
    runtimes: &Runtimes,
    found: &Contradiction,
) -> Problem {
    let example = &gotcha.examples[found.example];
    let snippet = match found.side {
        Side::Wrong => example.wrong.as_ref(),
        Side::Right => example.right.as_ref(),
    };
    let at = snippet.map_or(example.title.at, |snippet| snippet.at);
    let targets = runtimes.describe_targets(&found.targets);
    file.problem_at(at, found.kind.message())
        .label(format!("on {targets}"))
        .help(format!("correct the gotcha, or {RECORD}"))
}

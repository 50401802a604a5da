//! Where outcomes differ from what was recorded.

use gotchas_catalog::{Outcome, Side, Target};

use crate::{Case, Recording};

/// Cases of one snippet whose outcome is not the recorded one, all in the same way.
#[derive(Debug, Clone, PartialEq)]
pub struct Difference {
    /// Name of the gotcha.
    pub gotcha: String,
    /// Title of the example.
    pub title: String,
    /// Which of its snippets.
    pub side: Side,
    /// Where it ran.
    pub targets: Vec<Target>,
    /// In which way it differs.
    pub kind: Kind,
}

/// In which way an outcome differs from the recording.
#[derive(Debug, Clone, PartialEq)]
pub enum Kind {
    /// There is no recording of it.
    NotRecorded,
    /// Something else was recorded.
    Changed {
        /// What the recording says.
        expected: Box<Outcome>,
        /// What happened now.
        got: Box<Outcome>,
    },
}

/// All cases that have another outcome now than in the recording.
pub(crate) fn differences(
    cases: &[Case],
    recorded: &Recording,
    now: &Recording,
) -> Vec<Difference> {
    let mut found: Vec<Difference> = vec![];
    for case in cases {
        let Some(got) = now.outcome(case) else {
            continue;
        };
        let kind = match recorded.outcome(case) {
            None => Kind::NotRecorded,
            Some(expected) if expected == got => continue,
            Some(expected) => Kind::Changed {
                expected: Box::new(expected.clone()),
                got: Box::new(got.clone()),
            },
        };
        let same = |one: &&mut Difference| {
            one.title == case.title && one.side == case.side && one.kind == kind
        };
        match found.iter_mut().find(same) {
            Some(difference) => difference.targets.push(case.target.clone()),
            None => found.push(Difference {
                gotcha: case.gotcha.clone(),
                title: case.title.clone(),
                side: case.side,
                targets: vec![case.target.clone()],
                kind,
            }),
        }
    }
    found
}

impl Difference {
    /// The difference in words: which snippet, where, what was expected and what came instead, line by line.
    pub fn render(&self) -> String {
        let head = heading(&self.gotcha, &self.title, self.side, &self.targets);
        match &self.kind {
            Kind::NotRecorded => format!("{head}\n  not recorded\n"),
            Kind::Changed { expected, got } => {
                format!("{head}\n{}", changes(&lines(expected), &lines(got)))
            }
        }
    }
}

/// How a snippet is called, with where it ran.
pub(crate) fn heading(gotcha: &str, title: &str, side: Side, targets: &[Target]) -> String {
    let targets: Vec<String> = targets.iter().map(Target::to_string).collect();
    format!(
        "{gotcha}, example `{title}`, {side}, on {}",
        targets.join(", ")
    )
}

/// An outcome as lines of YAML.
fn lines(outcome: &Outcome) -> Vec<String> {
    let text = serde_yaml::to_string(outcome).unwrap_or_else(|error| error.to_string());
    text.lines().map(str::to_owned).collect()
}

/// Lines that are only expected with `-`, lines that are only there with `+`, what both have between them.
fn changes(expected: &[String], got: &[String]) -> String {
    let first = expected.iter().zip(got).take_while(|(a, b)| a == b).count();
    let rest = (&expected[first..], &got[first..]);
    let last = rest
        .0
        .iter()
        .rev()
        .zip(rest.1.iter().rev())
        .take_while(|(a, b)| a == b)
        .count();
    let part = |sign: char, lines: &[String]| -> String {
        lines
            .iter()
            .map(|line| format!("  {sign} {line}\n"))
            .collect()
    };
    [
        part(' ', &expected[..first]),
        part('-', &rest.0[..rest.0.len() - last]),
        part('+', &rest.1[..rest.1.len() - last]),
        part(' ', &rest.0[rest.0.len() - last..]),
    ]
    .concat()
}

#[cfg(test)]
mod tests {
    use gotchas_catalog::{Answer, Bindings, Sdk};

    use super::*;

    fn case() -> Case {
        Case {
            gotcha: "jsproxy-to-dict".to_owned(),
            example: 0,
            title: "A single row".to_owned(),
            side: Side::Wrong,
            target: Target {
                runtime: "pyodide-0.28".to_owned(),
                bindings: Bindings::Raw,
                sdk: Sdk::Bundled,
            },
            fixed: false,
            code: String::new(),
        }
    }

    fn raised(text: &str) -> Outcome {
        Outcome {
            answers: vec![Answer::Raised(text.to_owned())],
            server: vec![],
            log: vec!["a warning".to_owned()],
            next_request: None,
        }
    }

    fn recording(outcome: Outcome) -> Recording {
        let mut recording = Recording::default();
        recording.push(&case(), outcome);
        recording
    }

    #[test]
    fn the_same_outcome_is_no_difference() {
        let recorded = recording(raised("TypeError: a"));
        assert_eq!(differences(&[case()], &recorded, &recorded.clone()), []);
    }

    #[test]
    fn a_case_that_did_not_run_is_no_difference() {
        let recorded = recording(raised("TypeError: a"));
        assert_eq!(differences(&[case()], &recorded, &Recording::default()), []);
    }

    #[test]
    fn a_case_without_recording_is_one() {
        let now = recording(raised("TypeError: a"));
        let found = differences(&[case()], &Recording::default(), &now);
        assert_eq!(found[0].kind, Kind::NotRecorded);
    }

    #[test]
    fn a_changed_outcome_names_the_case_and_shows_both() {
        let (old, new) = (
            recording(raised("TypeError: a")),
            recording(raised("TypeError: b")),
        );
        let found = differences(&[case()], &old, &new);
        assert_eq!(
            found[0].render(),
            "jsproxy-to-dict, example `A single row`, wrong, on pyodide-0.28 with the bundled SDK\n    \
             answers:\n  - - raised: \"TypeError: a\"\n  + - raised: \"TypeError: b\"\n    log:\n    - a warning\n"
        );
    }
}

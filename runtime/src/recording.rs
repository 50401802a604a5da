//! Recordings as files.

use std::{
    collections::BTreeMap,
    fs, io,
    io::Write,
    path::{Path, PathBuf},
};

use anyhow::{Context, anyhow};
use gotchas_catalog::{Entry, Evidence, Group, Outcome, Recorded, Sdk, Side, Target};

use crate::Case;

/// What the cases of one gotcha did.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Recording {
    /// What it was recorded with.
    pub versions: BTreeMap<String, String>,
    outcomes: Vec<(Key, Outcome)>,
}

/// Which case an outcome is of.
#[derive(Debug, Clone, PartialEq)]
struct Key {
    title: String,
    side: Side,
    target: Target,
}

impl Key {
    fn of(case: &Case) -> Key {
        Key {
            title: case.title.clone(),
            side: case.side,
            target: case.target.clone(),
        }
    }
}

impl Recording {
    /// Adds what a case did.
    pub fn push(&mut self, case: &Case, outcome: Outcome) {
        self.outcomes.push((Key::of(case), outcome));
    }

    /// What that case did.
    pub fn outcome(&self, case: &Case) -> Option<&Outcome> {
        let key = Key::of(case);
        self.outcomes
            .iter()
            .find(|(one, _)| *one == key)
            .map(|(_, outcome)| outcome)
    }

    /// How many outcomes there are.
    pub fn len(&self) -> usize {
        self.outcomes.len()
    }

    /// Whether nothing was executed.
    pub fn is_empty(&self) -> bool {
        self.outcomes.is_empty()
    }

    /// This recording with everything of `newer` in its place.
    pub fn updated(mut self, newer: &Recording) -> Recording {
        self.outcomes
            .retain(|(key, _)| !newer.outcomes.iter().any(|(one, _)| one == key));
        self.outcomes.extend(newer.outcomes.iter().cloned());
        self.versions.extend(newer.versions.clone());
        self
    }

    /// The recording in the order of `cases`, each outcome once with all targets on which it came out.
    pub fn evidence(&self, cases: &[Case]) -> Evidence {
        let mut evidence = Evidence {
            versions: self.versions.clone(),
            examples: vec![],
        };
        for case in cases {
            let Some(outcome) = self.outcome(case) else {
                continue;
            };
            let examples = &mut evidence.examples;
            if examples.last().is_none_or(|last| last.title != case.title) {
                examples.push(Recorded {
                    title: case.title.clone(),
                    wrong: vec![],
                    right: vec![],
                });
            }
            if let Some(recorded) = examples.last_mut() {
                let groups = match case.side {
                    Side::Wrong => &mut recorded.wrong,
                    Side::Right => &mut recorded.right,
                };
                add(groups, &case.target, outcome);
            }
        }
        evidence
    }
}

fn add(groups: &mut Vec<Group>, target: &Target, outcome: &Outcome) {
    let known = groups.iter().position(|group| group.outcome == *outcome);
    let index = known.unwrap_or_else(|| {
        groups.push(Group {
            on: BTreeMap::new(),
            outcome: outcome.clone(),
        });
        groups.len() - 1
    });
    let sdks: &mut Vec<Sdk> = groups[index].on.entry(target.runtime.clone()).or_default();
    sdks.push(target.sdk.clone());
}

/// Where the recording of a gotcha lies, from the folder of the workspace.
pub fn path(entry: &Entry) -> PathBuf {
    Path::new("evidence")
        .join(&entry.category)
        .join(format!("{}.yaml", entry.name))
}

/// The recording of a gotcha below `root`, as far as it is about `cases`; an empty one if there is none.
///
/// # Errors
///
/// The file cannot be read, or is not a recording.
pub fn read(root: &Path, entry: &Entry, cases: &[Case]) -> anyhow::Result<Recording> {
    let path = root.join(path(entry));
    let text = match fs::read_to_string(&path) {
        Ok(text) => text,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Recording::default()),
        Err(error) => return Err(error).with_context(|| format!("cannot read {}", path.display())),
    };
    let evidence =
        parse(&text).map_err(|error| anyhow!("{} is not a recording: {error}", path.display()))?;
    let mut recording = Recording {
        versions: evidence.versions.clone(),
        outcomes: vec![],
    };
    for case in cases {
        if let Some(outcome) = evidence.outcome(&case.title, case.side, &case.target) {
            recording.push(case, outcome.clone());
        }
    }
    Ok(recording)
}

/// A recording from the text of its file, by the rules of YAML 1.2 by which it was written: `yes` is a text.
fn parse(text: &str) -> Result<Evidence, serde_yaml::Error> {
    serde_yaml::from_str_with_options(text, serde_yaml::options! { strict_booleans: true })
}

/// Writes the recording of a gotcha below `root`, or removes it if nothing was executed.
///
/// # Errors
///
/// The file cannot be written.
pub fn write(root: &Path, entry: &Entry, evidence: &Evidence) -> anyhow::Result<()> {
    let path = root.join(path(entry));
    let folder = path.parent().unwrap_or(root);
    if evidence.examples.is_empty() {
        return match fs::remove_file(&path) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => {
                Err(error).with_context(|| format!("cannot remove {}", path.display()))
            }
            _ => Ok(()),
        };
    }
    let text = text(evidence)?;
    let save = || -> io::Result<()> {
        fs::create_dir_all(folder)?;
        let mut file = tempfile::NamedTempFile::new_in(folder)?;
        file.write_all(text.as_bytes())?;
        file.persist(&path)?;
        Ok(())
    };
    save().with_context(|| format!("cannot write {}", path.display()))
}

/// A recording as the text of its file.
pub(crate) fn text(evidence: &Evidence) -> anyhow::Result<String> {
    let options = serde_yaml::ser_options! {
        prefer_block_scalars: false,
        yaml_12: true,
        no_lang_directive: true,
    };
    let mut text =
        "# What really happened. Recorded by `cargo xtask verify --update`; do not edit.\n"
            .to_owned();
    serde_yaml::to_fmt_writer_with_options(&mut text, evidence, options)?;
    Ok(text)
}

#[cfg(test)]
mod tests {
    use gotchas_catalog::{Answer, Bindings, Received};
    use serde_json::json;

    use super::*;

    fn case(side: Side, runtime: &str, sdk: &str) -> Case {
        Case {
            gotcha: "g".to_owned(),
            example: 0,
            title: "An example: with colon".to_owned(),
            side,
            target: Target {
                runtime: runtime.to_owned(),
                bindings: Bindings::Raw,
                sdk: sdk.parse().expect("an SDK"),
            },
            fixed: false,
            code: String::new(),
        }
    }

    fn outcome(answer: Answer) -> Outcome {
        Outcome {
            answers: vec![answer],
            server: vec![],
            log: vec![],
            next_request: None,
        }
    }

    #[test]
    fn equal_outcomes_are_written_once_with_their_targets() {
        let cases = [
            case(Side::Wrong, "pyodide-0.26", "bundled"),
            case(Side::Wrong, "pyodide-0.26", "1.9.5"),
            case(Side::Wrong, "pyodide-314", "bundled"),
        ];
        let same = outcome(Answer::Raised("TypeError: no".to_owned()));
        let mut recording = Recording::default();
        recording.push(&cases[2], same.clone());
        recording.push(&cases[0], same);
        recording.push(&cases[1], outcome(Answer::Returned(json!(1))));
        let text = text(&recording.evidence(&cases)).expect("it can be written");
        let body = text.split_once("examples:\n").expect("examples").1;
        assert_eq!(
            body,
            "- title: \"An example: with colon\"\n  wrong:\n  - on:\n      pyodide-0.26: [bundled]\n      \
             pyodide-314: [bundled]\n    outcome:\n      answers:\n      - raised: \"TypeError: no\"\n  - on:\n      \
             pyodide-0.26: [1.9.5]\n    outcome:\n      answers:\n      - returned: 1\n"
        );
    }

    #[test]
    fn what_is_written_is_read_back_the_same() {
        let cases = [case(Side::Right, "pyodide-0.28", "1.5.4")];
        let texts = [
            "yes",
            "1.10",
            "null",
            "a: b",
            "# c",
            " x ",
            "two\nlines\n",
            "\\x89",
            "'",
            "\"",
            "…",
            "- a",
            "",
        ];
        let mut odd = outcome(Answer::Returned(
            json!({"texts": texts, "none": null, "n": [1, 2.5, true]}),
        ));
        odd.log = texts.map(str::to_owned).to_vec();
        odd.next_request = Some("Pyodide already fatally failed".to_owned());
        odd.server = vec![Received {
            method: "POST".to_owned(),
            headers: vec!["content-type: text/plain;charset=UTF-8".to_owned()],
            body: "{\"a\": 1}".to_owned(),
        }];
        let mut recording = Recording::default();
        recording
            .versions
            .insert("python on pyodide-0.28".to_owned(), "3.13.2".to_owned());
        recording.push(&cases[0], odd);
        let evidence = recording.evidence(&cases);
        let text = text(&evidence).expect("it can be written");
        let back = parse(&text).unwrap_or_else(|e| panic!("{e}\n{text}"));
        assert_eq!(back, evidence, "{text}");
    }

    #[test]
    fn newer_outcomes_take_the_place_of_older_ones() {
        let cases = [
            case(Side::Wrong, "pyodide-0.26", "bundled"),
            case(Side::Wrong, "pyodide-314", "bundled"),
        ];
        let value = |n: u32| outcome(Answer::Returned(json!(n)));
        let (mut old, mut new) = (Recording::default(), Recording::default());
        old.push(&cases[0], value(1));
        old.push(&cases[1], value(2));
        new.push(&cases[1], value(3));
        let both = old.updated(&new);
        assert_eq!(both.outcome(&cases[0]), Some(&value(1)));
        assert_eq!(both.outcome(&cases[1]), Some(&value(3)));
        assert_eq!(both.len(), 2);
    }
}

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
    let evidence: Evidence = serde_yaml::from_str(&text)
        .map_err(|error| anyhow!("{} is not a recording: {error}", path.display()))?;
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
        "# What really happened. Recorded by `cargo xtask verify --update`; do not edit.\n".to_owned();
    serde_yaml::to_fmt_writer_with_options(&mut text, evidence, options)?;
    Ok(text)
}

//! Recordings and targets in words, the same on the site and in the terminal.

use std::{collections::BTreeMap, fmt};

use serde_json::Value;

use super::{Answer, NotMeasured, Outcome, Received, Response, Runtimes, Sdk, Target};
use crate::Side;

/// Releases in a row from which a range is named by its ends.
const RANGE: usize = 3;

impl Runtimes {
    /// Targets in words: `every runtime with any SDK`, `pyodide-314 with the bundled SDK`.
    ///
    /// `on` has the SDKs by runtime id, as in a [`Group`](super::Group).
    pub fn describe(&self, on: &BTreeMap<String, Vec<Sdk>>) -> String {
        let mut parts: Vec<(&[Sdk], Vec<&str>)> = vec![];
        for (runtime, sdks) in on {
            match parts
                .iter_mut()
                .find(|(known, _)| *known == sdks.as_slice())
            {
                Some((_, runtimes)) => runtimes.push(runtime),
                None => parts.push((sdks, vec![runtime])),
            }
        }
        let part = |(sdks, runtimes): &(&[Sdk], Vec<&str>)| {
            let every = runtimes.len() == self.runtimes.len();
            let runtimes = if every {
                "every runtime".to_owned()
            } else {
                listed(runtimes)
            };
            format!("{runtimes} with {}", self.describe_sdks(sdks))
        };
        parts.iter().map(part).collect::<Vec<_>>().join("; ")
    }

    /// The same of a list of targets.
    pub fn describe_targets<'a>(&self, targets: impl IntoIterator<Item = &'a Target>) -> String {
        let mut on: BTreeMap<String, Vec<Sdk>> = BTreeMap::new();
        for target in targets {
            let sdks = on.entry(target.runtime.clone()).or_default();
            sdks.push(target.sdk.clone());
        }
        self.describe(&on)
    }

    /// SDKs in words: `any SDK`, `the bundled SDK`, `SDK 1.5.4 to 1.6.12`.
    pub fn describe_sdks(&self, sdks: &[Sdk]) -> String {
        let bundled = sdks.contains(&Sdk::Bundled);
        let verified = &self.sdk.verified;
        let has = |index: usize| sdks.contains(&Sdk::Release(verified[index].clone()));
        let held: Vec<usize> = (0..verified.len()).filter(|index| has(*index)).collect();
        if bundled && held.len() == verified.len() {
            return "any SDK".to_owned();
        }
        let mut releases: Vec<String> = vec![];
        for run in held.chunk_by(|a, b| a + 1 == *b) {
            if let [first, .., last] = run
                && run.len() >= RANGE
            {
                releases.push(format!("{} to {}", verified[*first], verified[*last]));
            } else {
                releases.extend(run.iter().map(|index| verified[*index].to_string()));
            }
        }
        let releases = match releases.is_empty() {
            true => None,
            false => Some(format!("SDK {}", listed(&releases))),
        };
        let bundled = bundled.then(|| "the bundled SDK".to_owned());
        let all: Vec<String> = bundled.into_iter().chain(releases).collect();
        listed(&all)
    }
}

impl NotMeasured {
    /// What was not executed, in words: `the wrong code on pyodide-0.26 and pyodide-0.28`.
    pub fn scope(&self) -> String {
        let code = match self.side {
            Some(side) => format!("the {side} code"),
            None => "both".to_owned(),
        };
        let runtimes: Vec<&str> = self.runtimes.iter().map(|id| id.as_str()).collect();
        match runtimes.as_slice() {
            [] => code,
            runtimes => format!("{code} on {}", listed(runtimes)),
        }
    }
}

/// `wrong` or `right`.
impl fmt::Display for Side {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Side::Wrong => "wrong",
            Side::Right => "right",
        })
    }
}

/// `a`, `a and b`, `a, b and c`.
fn listed<T: AsRef<str>>(items: &[T]) -> String {
    let items: Vec<&str> = items.iter().map(AsRef::as_ref).collect();
    match items.as_slice() {
        [] => String::new(),
        [only] => (*only).to_owned(),
        [init @ .., last] => format!("{} and {last}", init.join(", ")),
    }
}

/// One line for each thing that happened, without a line break at the end.
impl fmt::Display for Outcome {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut lines: Vec<String> = vec![];
        lines.extend(self.answers.iter().map(ToString::to_string));
        lines.extend(self.server.iter().map(ToString::to_string));
        lines.extend(self.log.iter().map(|line| format!("log: {line}")));
        if let Some(next) = &self.next_request {
            lines.push(format!("the interpreter is dead; the next request: {next}"));
        }
        f.write_str(&lines.join("\n"))
    }
}

impl fmt::Display for Answer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Answer::Returned(Value::String(text)) => write!(f, "returned: {text}"),
            Answer::Returned(value) => write!(f, "returned: {value}"),
            Answer::Response(response) => response.fmt(f),
            Answer::Raised(text) => write!(f, "raised: {text}"),
            Answer::Failed(text) => write!(f, "the request failed: {text}"),
            Answer::Hung(hung) => write!(f, "no answer within {} seconds", hung.after),
        }
    }
}

impl fmt::Display for Response {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "response: {}", self.status)?;
        message(f, &self.headers, &self.body)
    }
}

impl fmt::Display for Received {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the server got: {}", self.method)?;
        message(f, &self.headers, &self.body)
    }
}

fn message(f: &mut fmt::Formatter<'_>, headers: &[String], body: &str) -> fmt::Result {
    for header in headers {
        write!(f, "\n  {header}")?;
    }
    match body {
        "" => Ok(()),
        body => write!(f, "\n  body: {body}"),
    }
}

//! What the examples of a gotcha really did, recorded.

use std::collections::{BTreeMap, BTreeSet};

use schemars::JsonSchema;
use serde::{Deserialize, Serialize, Serializer};
use serde_json::Value;

use super::{Expect, ExpectedRequest, ExpectedResponse, Sdk, Target};
use crate::Side;

/// The recording of one gotcha: the content of `evidence/<category>/<name>.yaml`, written by `cargo xtask verify`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Evidence {
    /// What it was recorded with: programs, packages and, by runtime id, releases of Pyodide, with their versions.
    pub versions: BTreeMap<String, String>,
    /// One for each example that was executed, in the order of the page.
    pub examples: Vec<Recorded>,
}

/// What the snippets of one example did.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Recorded {
    /// Title of the example.
    pub title: String,
    /// What the wrong snippet did, each outcome once.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub wrong: Vec<Group>,
    /// What the right snippet did, each outcome once.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub right: Vec<Group>,
}

/// An outcome with the targets on which it came out.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Group {
    /// By runtime id, the SDKs.
    #[serde(serialize_with = "in_lines")]
    pub on: BTreeMap<String, Vec<Sdk>>,
    /// What happened there.
    pub outcome: Outcome,
}

/// What one snippet did on one target.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Outcome {
    /// How each request ended; more than one if the example makes several at once.
    pub answers: Vec<Answer>,
    /// What the echo server got, in order.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub server: Vec<Received>,
    /// What was printed: standard output and error, warnings, errors of the interpreter.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub log: Vec<String>,
    /// What the next request to the isolate gets, if the interpreter is dead.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next_request: Option<String>,
}

/// How a request ended.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Answer {
    /// The call gave a value. Lists stand for tuples too; what is no plain value is a mapping with the keys `type` and
    /// `repr`.
    Returned(Value),
    /// The call gave a response.
    Response(Response),
    /// The call raised; the last line of the traceback.
    Raised(String),
    /// The request failed outside Python; the message of the JavaScript error.
    Failed(String),
    /// Nothing came back within the time limit.
    Hung(Hung),
}

/// How long was waited for a request that hung.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Hung {
    /// The time limit in seconds.
    pub after: u32,
}

/// A response, as its client gets it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Response {
    /// Its status.
    pub status: u16,
    /// Its header lines, as `name: value` with lower-case names, sorted.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub headers: Vec<String>,
    /// Its body.
    pub body: String,
}

/// A request, as the echo server got it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Received {
    /// Its method.
    pub method: String,
    /// Its header lines, as `name: value` with lower-case names, sorted; without those that every request has.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub headers: Vec<String>,
    /// Its body; bytes that are not UTF-8 as `\xNN`.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub body: String,
}

impl Evidence {
    /// The recording of the example of that title, if it was executed.
    pub fn example(&self, title: &str) -> Option<&Recorded> {
        self.examples
            .iter()
            .find(|recorded| recorded.title == title)
    }

    /// What the snippet on that side of the example of that title did on `target`, if it was executed there.
    pub fn outcome(&self, title: &str, side: Side, target: &Target) -> Option<&Outcome> {
        let group = self
            .example(title)?
            .side(side)
            .iter()
            .find(|group| group.holds(target))?;
        Some(&group.outcome)
    }

    /// What the wrong snippets raised and printed, each message once.
    pub fn messages(&self) -> BTreeSet<String> {
        let wrong = self.examples.iter().flat_map(|recorded| &recorded.wrong);
        wrong
            .flat_map(|group| group.outcome.messages())
            .cloned()
            .collect()
    }

    /// Everything that the recording says in words: what was raised, returned, printed, sent and received.
    pub fn texts(&self) -> Vec<String> {
        let groups = self
            .examples
            .iter()
            .flat_map(|recorded| recorded.wrong.iter().chain(&recorded.right));
        groups.flat_map(|group| group.outcome.texts()).collect()
    }
}

impl Recorded {
    /// The outcomes of one side.
    pub fn side(&self, side: Side) -> &[Group] {
        match side {
            Side::Wrong => &self.wrong,
            Side::Right => &self.right,
        }
    }
}

impl Group {
    /// Whether the outcome came out on `target`.
    pub fn holds(&self, target: &Target) -> bool {
        self.on
            .get(&target.runtime)
            .is_some_and(|sdks| sdks.contains(&target.sdk))
    }
}

impl Outcome {
    /// Whether this is what working code yields: every request as expected and the interpreter alive.
    pub fn meets(&self, expect: &Expect) -> bool {
        let server = expect.server.as_ref().is_none_or(|expected| {
            expected.len() == self.server.len()
                && expected
                    .iter()
                    .zip(&self.server)
                    .all(|(e, got)| got.meets(e))
        });
        let log = expect.log.as_ref().is_none_or(|log| *log == self.log);
        let answers = self.answers.iter().all(|answer| answer.meets(expect));
        server && log && answers && self.next_request.is_none()
    }

    fn messages(&self) -> impl Iterator<Item = &String> {
        let answers = self.answers.iter().filter_map(|answer| match answer {
            Answer::Raised(text) | Answer::Failed(text) => Some(text),
            Answer::Returned(_) | Answer::Response(_) | Answer::Hung(_) => None,
        });
        answers.chain(&self.log).chain(&self.next_request)
    }

    fn texts(&self) -> Vec<String> {
        let answers = self.answers.iter().flat_map(Answer::texts);
        let server = self.server.iter().map(|received| received.body.clone());
        answers
            .chain(server)
            .chain(self.log.iter().cloned())
            .chain(self.next_request.clone())
            .collect()
    }
}

impl Answer {
    fn meets(&self, expect: &Expect) -> bool {
        match (self, &expect.raises) {
            (Answer::Raised(text), Some(expected)) => text == expected,
            (Answer::Returned(_) | Answer::Response(_), Some(_)) => false,
            (Answer::Returned(value), None) => {
                expect.response.is_none() && expect.value.as_ref().is_none_or(|v| v == value)
            }
            (Answer::Response(response), None) => {
                expect.value.is_none() && expect.response.as_ref().is_none_or(|e| response.meets(e))
            }
            (Answer::Raised(_) | Answer::Failed(_) | Answer::Hung(_), _) => false,
        }
    }

    fn texts(&self) -> Vec<String> {
        match self {
            Answer::Returned(Value::String(text)) => vec![text.clone()],
            Answer::Returned(value) => vec![value.to_string()],
            Answer::Response(response) => {
                [response.headers.clone(), vec![response.body.clone()]].concat()
            }
            Answer::Raised(text) | Answer::Failed(text) => vec![text.clone()],
            Answer::Hung(_) => vec![],
        }
    }
}

impl Response {
    fn meets(&self, expect: &ExpectedResponse) -> bool {
        self.status == expect.status.unwrap_or(200)
            && has_lines(&self.headers, &expect.headers)
            && expect.body.as_ref().is_none_or(|body| *body == self.body)
    }
}

impl Received {
    fn meets(&self, expect: &ExpectedRequest) -> bool {
        self.method == expect.method.as_deref().unwrap_or("GET")
            && has_lines(&self.headers, &expect.headers)
            && expect.body.as_ref().is_none_or(|body| *body == self.body)
    }
}

/// Each list of SDKs on one line.
fn in_lines<S: Serializer>(
    on: &BTreeMap<String, Vec<Sdk>>,
    serializer: S,
) -> Result<S::Ok, S::Error> {
    serializer.collect_map(
        on.iter()
            .map(|(runtime, sdks)| (runtime, serde_yaml::FlowSeq(sdks))),
    )
}

fn has_lines(lines: &[String], expected: &[String]) -> bool {
    expected.iter().all(|line| lines.contains(line))
}

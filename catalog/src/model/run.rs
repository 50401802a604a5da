//! How the snippets of an example are executed, and what must come out.

use std::{collections::BTreeMap, time::Duration};

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::{Bindings, Located, SdkRange, Target, affects};
use crate::Side;

/// How both snippets of an example are executed, and what working code yields.
///
/// The snippet runs as the entry module of a Worker that has the bindings `DB` (D1), `KV` and `R2`, all empty. The wrong
/// snippet must miss [`Run::expect`] on every target where the gotcha bites and meet it everywhere else; the right
/// snippet must meet it on every target where the page recommends it.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Run {
    /// SQL statements that fill the database first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[schemars(length(min = 1), inner(length(min = 1)))]
    pub sql: Vec<String>,
    /// Keys and values that KV holds at the start.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub kv: BTreeMap<String, String>,
    /// Variables and secrets of the Worker, by name.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub vars: BTreeMap<String, String>,
    /// Files of the bundle beside the entry module, by name, with their text.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub files: BTreeMap<String, String>,
    /// Bindings that this Worker does not have.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[schemars(length(min = 1))]
    pub without: Vec<Binding>,
    /// PyPI packages that the snippets import; their versions are in the lock file of the runtime harness.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[schemars(length(min = 1), inner(length(min = 1)))]
    pub packages: Vec<String>,
    /// The request that `request` stands for in [`Run::call`]; left out: `GET /`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub request: Option<Request>,
    /// How many requests make the call at the same time, if it is not one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub at_once: Option<u8>,
    /// What a request does: a Python expression, or statements that `return`. They see the names of the snippet and
    /// `env`, `ctx`, `request`, `echo` (address of a server that records what it gets and answers `ok`, below `slow` after a second), `isolate()` (a
    /// fresh copy of the snippet, as another isolate has one) and `rows(sql)` (what a query on `DB` gives, as dicts).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(length(min = 1))]
    pub call: Option<Located<String>>,
    /// What working code yields.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expect: Option<Expect>,
    /// Where the wrong snippet differs in what is called or expected.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub wrong: Option<SideRun>,
    /// Where the right snippet differs in what is called or expected.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub right: Option<SideRun>,
    /// Where the page recommends the right snippet; left out: everywhere.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[schemars(length(min = 1))]
    pub recommended: Vec<Scope>,
    /// Claims that cannot be executed here.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[schemars(length(min = 1))]
    pub not_measured: Vec<NotMeasured>,
    /// What a browser that runs the snippets for a reader cannot show as Workers do.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[schemars(length(min = 1))]
    pub in_browser: Vec<InBrowser>,
}

/// A binding that every Worker of a run has.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema,
)]
pub enum Binding {
    /// A D1 database.
    DB,
    /// A KV namespace.
    KV,
    /// An R2 bucket.
    R2,
}

/// A request that a Worker gets.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Request {
    /// Its method; left out: `GET`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub method: Option<String>,
    /// Its path, with a leading slash; left out: `/`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub path: Option<String>,
    /// Its headers.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub headers: BTreeMap<String, String>,
    /// Its body.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub body: Option<String>,
}

/// What one side of an example does differently from the other.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SideRun {
    /// Instead of [`Run::call`].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(length(min = 1))]
    pub call: Option<Located<String>>,
    /// Instead of [`Run::expect`].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expect: Option<Expect>,
}

/// What working code yields. What is left out may be anything, except that an exception must be expected.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Expect {
    /// What each call gives: text, numbers, truth values, `null`, lists (tuples too) and mappings.
    #[serde(default, with = "given", skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Value")]
    pub value: Option<Value>,
    /// The last line of the traceback, where raising is what working code does.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub raises: Option<String>,
    /// What each call answers, if it is a response.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub response: Option<ExpectedResponse>,
    /// Which requests the echo server gets, in order.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub server: Option<Vec<ExpectedRequest>>,
    /// The lines that are printed; an empty list for none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub log: Option<Vec<String>>,
}

/// A `null` that stands in the file is a value, too.
mod given {
    use serde::{Deserialize, Deserializer, Serialize, Serializer};
    use serde_json::Value;

    pub fn serialize<S: Serializer>(
        value: &Option<Value>,
        serializer: S,
    ) -> Result<S::Ok, S::Error> {
        value.serialize(serializer)
    }

    pub fn deserialize<'de, D: Deserializer<'de>>(
        deserializer: D,
    ) -> Result<Option<Value>, D::Error> {
        Value::deserialize(deserializer).map(Some)
    }
}

/// What a response must look like.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ExpectedResponse {
    /// Its status; left out: 200.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub status: Option<u16>,
    /// Header lines that it must have, as `name: value` with a lower-case name.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub headers: Vec<String>,
    /// Its body.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub body: Option<String>,
}

/// What a request to the echo server must look like.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ExpectedRequest {
    /// Its method; left out: `GET`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub method: Option<String>,
    /// Header lines that it must have, as `name: value` with a lower-case name.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub headers: Vec<String>,
    /// Its body.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub body: Option<String>,
}

/// Some of the targets; all conditions must hold, none means every target.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Scope {
    /// Ids of runtimes; left out: every runtime.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[schemars(length(min = 1), inner(length(min = 1)))]
    pub runtimes: Vec<Located<String>>,
    /// Only with bindings that arrive like this.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub bindings: Option<Bindings>,
    /// Only with one of these SDKs.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[schemars(length(min = 1))]
    pub sdk: Vec<SdkRange>,
}

/// Something that the examples claim and that cannot be executed here.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct NotMeasured {
    /// Only this side; left out: both.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub side: Option<Side>,
    /// Only on these runtimes, by id; left out: every runtime.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[schemars(length(min = 1), inner(length(min = 1)))]
    pub runtimes: Vec<Located<String>>,
    /// Why not, in one Markdown line.
    #[schemars(length(min = 1))]
    pub reason: Located<String>,
    /// Where the claim comes from instead: an https address.
    pub source: Located<String>,
}

/// Where a browser is no Worker.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct InBrowser {
    /// Only this side; left out: both.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub side: Option<Side>,
    /// Only on these runtimes, by id; left out: every runtime.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[schemars(length(min = 1), inner(length(min = 1)))]
    pub runtimes: Vec<Located<String>>,
    /// Whether it can be run there at all.
    pub effect: BrowserEffect,
    /// Why, in one Markdown line that is a sentence.
    #[schemars(length(min = 1))]
    pub reason: Located<String>,
}

/// How a browser is no Worker.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum BrowserEffect {
    /// Something else comes out.
    Differs,
    /// It shows nothing there.
    Impossible,
}

/// How long a request of an example may take before it counts as hung.
const LIMIT: Duration = Duration::from_secs(15);

impl Run {
    /// The case that a harness runs of one side, apart from what depends on the target.
    pub fn case(&self, side: Side, code: &str) -> Value {
        json!({
            "code": code,
            "call": self.call(side),
            "setUp": {
                "sql": self.sql,
                "kv": self.kv,
                "vars": self.vars,
                "files": self.files,
                "without": self.without,
            },
            "request": self.request,
            "atOnce": self.at_once.unwrap_or(1),
            "limit": LIMIT.as_millis() as u64,
        })
    }

    /// What a browser does differently with that side on a runtime.
    pub fn in_browser(&self, side: Side, runtime: &str) -> impl Iterator<Item = &InBrowser> {
        self.in_browser
            .iter()
            .filter(move |one| one.covers(side, runtime))
    }

    /// What a request does on that side.
    pub fn call(&self, side: Side) -> Option<&str> {
        let own = self.side(side).and_then(|own| own.call.as_ref());
        own.or(self.call.as_ref()).map(|call| call.value.as_str())
    }

    /// What working code yields on that side.
    pub fn expect(&self, side: Side) -> Option<&Expect> {
        self.side(side)
            .and_then(|own| own.expect.as_ref())
            .or(self.expect.as_ref())
    }

    fn side(&self, side: Side) -> Option<&SideRun> {
        match side {
            Side::Wrong => self.wrong.as_ref(),
            Side::Right => self.right.as_ref(),
        }
    }

    /// Whether the page recommends the right snippet on `target`.
    pub fn is_recommended_on(&self, target: &Target) -> bool {
        self.recommended.is_empty() || self.recommended.iter().any(|scope| scope.covers(target))
    }

    /// Why that side is not executed on `target`, if it is not.
    pub fn not_measured_on(&self, side: Side, target: &Target) -> Option<&NotMeasured> {
        self.not_measured
            .iter()
            .find(|reason| reason.covers(side, target))
    }
}

impl InBrowser {
    /// Whether it is about that side on that runtime.
    fn covers(&self, side: Side, runtime: &str) -> bool {
        self.side.is_none_or(|own| own == side)
            && (self.runtimes.is_empty() || self.runtimes.iter().any(|id| *id.value == *runtime))
    }
}

impl Scope {
    /// Whether `target` is one of these.
    pub fn covers(&self, target: &Target) -> bool {
        affects::covers(&self.runtimes, self.bindings, &self.sdk, target)
    }
}

impl NotMeasured {
    /// Whether it is about that side on `target`.
    pub fn covers(&self, side: Side, target: &Target) -> bool {
        self.side.is_none_or(|own| own == side)
            && affects::covers(&self.runtimes, None, &[], target)
    }
}

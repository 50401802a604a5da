//! How the checker finds a gotcha: the `detect:` block.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Affects, FixTemplate, Located, Severity};

/// One way the checker finds a gotcha. A gotcha may have several; each is one of three general analyses.
///
/// Names are qualified names as Python would import them (`threading.Lock`, `os.environ.get`), whatever they are called
/// in the checked file; methods are named through the type that has them (`d1.Statement.bind`), as the platform model
/// under `gotchas/platform/` declares. Types come from the same model.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Detector {
    /// A name is used in a certain way, in a certain place.
    Use(Use),
    /// A value of a certain type reaches a place that does not take it.
    Flow(Flow),
    /// Two things happen one after the other on some path.
    Order(Order),
}

impl Detector {
    /// What it reports.
    pub fn report(&self) -> &Report {
        match self {
            Detector::Use(found) => &found.report,
            Detector::Flow(found) => &found.report,
            Detector::Order(found) => &found.report,
        }
    }
}

/// What is reported where a detector finds something.
///
/// `message` and `help` may hold placeholders: `{expr}`, the source of the reported expression, or of what a function of the
/// project makes of it that is called there, if the message quotes more code than that; `{name}`, the last part
/// of the qualified name that was found, and `{qualified}`, all of it; `{value}`, the source of the expression the value
/// came from; `{receiver}`, the source of what a method is called on; `{other}`, the source of the other event of an
/// order; `{key}`, the option or subscript in question.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Report {
    /// What happens, in one line.
    pub message: Located<String>,
    /// What to write instead, in one line.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub help: Option<Located<String>>,
    /// Label of the secondary place: where the value comes from, or the other event of an order.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub origin: Option<Located<String>>,
    /// Severity of what this detector finds, where it differs from the gotcha's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub severity: Option<Severity>,
    /// Where this detector applies, if not where its gotcha bites; a clause may change the severity.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub affects: Vec<Affects>,
    /// Which of the places involved is the primary one.
    #[serde(default, skip_serializing_if = "is_default")]
    pub at: At,
    /// Ways to mend it, the first that applies is offered.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub fix: Vec<FixTemplate>,
}

/// The primary place of a finding.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum At {
    /// Where the value arrives; in an order, the event that comes too early.
    #[default]
    Sink,
    /// Where the value was put into the options, arguments or rows that arrive.
    Item,
    /// Where the value was made.
    Source,
}

/// A name used in a certain way.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Use {
    /// Qualified names; `@service` stands for every function of the project that hands out a binding, or an object of
    /// the project that uses one, and raises where it is missing.
    pub names: Vec<Located<String>>,
    /// What is done with the name.
    #[serde(default, skip_serializing_if = "is_default")]
    pub how: How,
    /// Where in the program.
    #[serde(default, skip_serializing_if = "is_default")]
    pub place: Place,
    /// Circumstances that make it harmless.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub unless: Vec<Circumstance>,
    /// Circumstances without which it is harmless: one of them has to hold.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub only: Vec<Circumstance>,
    /// Events that, anywhere in the project, make it harmless.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub unless_project: Vec<Event>,
    /// Only where the call is all that a `try` does, and its handlers catch none of these exceptions.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub misses: Vec<Located<String>>,
    /// Exceptions that a `try` is about something else with: one whose handlers catch nothing besides is left alone.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub aside: Vec<Located<String>>,
    /// Conditions on arguments; all must hold.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub arguments: Vec<ArgumentIs>,
    /// What to say.
    pub report: Report,
}

/// What is done with a name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum How {
    /// It is called.
    #[default]
    Call,
    /// Its value is read, called or not.
    Read,
    /// It is named in an `except` clause.
    Catch,
    /// It is imported.
    Import,
}

/// Where in the program something happens.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Place {
    /// Anywhere.
    #[default]
    Anywhere,
    /// In the body of a function, so that it runs within a request.
    Function,
    /// In the body of an `async def`.
    Async,
    /// In the body of a module or class, so that it runs while the Worker starts.
    Import,
}

/// What around a use makes it harmless.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Circumstance {
    /// It is only the fallback of another value: the right side of `or`, the branch of `if not x`.
    Fallback,
    /// It is in the body of a `try` with a handler.
    Try,
    /// Its result is bound to a name of the function it is called in.
    Local,
    /// It reads a clock to time what the function awaits.
    Duration,
    /// Its result is used outside of any `try` with a handler, or not at all.
    UsedOutsideTry,
    /// It is in a method of a Durable Object, all events of which share what they wait for, or of an object that one keeps.
    DurableObject,
    /// It reads a variable of the environment that is there without the Worker's doing.
    Preset,
    /// It stands in for a binding that is missing.
    StandsIn,
    /// Its result is bound to a global, or to an attribute of an object that lasts longer than a request, by a function that
    /// puts no rows into it.
    Kept,
    /// Its result is bound to a name that is used as the executor of `run_in_executor` only.
    HandedToLoop,
}

/// A condition on one argument of a call.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ArgumentIs {
    /// Position or keyword.
    pub at: Argument,
    /// The types of which it is one; none: the argument must be absent.
    #[serde(rename = "type")]
    pub types: Vec<Located<String>>,
}

/// An argument of a call: its position from 0, or its keyword.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(untagged)]
pub enum Argument {
    /// Position from 0.
    Position(usize),
    /// Keyword.
    Keyword(String),
}

/// A value that reaches a place that does not take it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Flow {
    /// Types of the value, in the platform model's notation (`d1.Row`, `python.dict[python.dict]`); subtypes count.
    pub from: Vec<Located<String>>,
    /// Places it must not reach.
    pub into: Vec<Sink>,
    /// Whether one possible value is enough.
    #[serde(default, skip_serializing_if = "is_default")]
    pub certainty: Certainty,
    /// Only a container that is known as a whole, is not empty and has none of these keys.
    #[serde(
        default,
        skip_serializing_if = "Vec::is_empty",
        rename = "without-keys"
    )]
    pub without_keys: Vec<Located<String>>,
    /// Not where a container is known to hold nothing but some of these items, which change nothing.
    #[serde(
        default,
        skip_serializing_if = "BTreeMap::is_empty",
        rename = "unless-items"
    )]
    pub unless_items: BTreeMap<String, String>,
    /// What to say.
    pub report: Report,
}

/// How sure the type of a value must be.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Certainty {
    /// The value has this type on some path.
    #[default]
    May,
    /// The value has no other type on any path.
    Must,
}

/// A place that values reach.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Sink {
    /// An argument of a call.
    Argument(ArgumentOf),
    /// Parameters (and options inside options) that the platform model declares with one of these types.
    Parameter(Vec<Located<String>>),
    /// Options that the platform model declares with one of these types, in a Python dict that is passed for an object of options.
    /// Dicts in dicts are left to who looks for these.
    OptionOfDict(Vec<Located<String>>),
    /// The object that one of these methods is called on.
    Receiver(Vec<Located<String>>),
    /// A call of one of these methods on the value, whether its type has it or not.
    Method(Vec<Located<String>>),
    /// Reading one of these attributes; `*` stands for any that the value's type does not have.
    Attribute(Vec<Located<String>>),
    /// An operation of the language.
    Operation(Vec<Operation>),
    /// What a function returns that one of these types decorates.
    Returned(Vec<Located<String>>),
}

/// Arguments of calls.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ArgumentOf {
    /// Qualified names of what is called.
    pub of: Vec<Located<String>>,
    /// Which argument; left out: any.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub at: Option<Argument>,
    /// Only where none of these keywords is given.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub unless: Vec<Located<String>>,
}

/// An operation of the language on a value.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Operation {
    /// `value[…]`.
    Subscript,
    /// `value["…"]`, with a string.
    SubscriptByName,
    /// `for … in value`, a comprehension over it, `*value`.
    Iterate,
    /// `… in value`.
    Contains,
    /// `**value`.
    Spread,
    /// `with value:`.
    Enter,
    /// `value == …`, `value < …`.
    Compare,
    /// `value is None`, `value is not None`.
    IsNone,
    /// `if value:`, `not value`, `value and …`.
    Truth,
    /// The same of an attribute on which the function calls methods that only bindings have: `if env.CACHE: env.CACHE.put(…)`.
    Probe,
    /// A statement of its own, its result dropped.
    Discard,
    /// `raise value`.
    Raise,
    /// `f"{value}"`.
    Format,
    /// `value + …`, `… % value`.
    Arithmetic,
}

/// Two things that happen one after the other on some path through a function.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Order {
    /// What happens first, and is reported.
    pub first: Event,
    /// What happens after it.
    pub then: Event,
    /// What in between makes it harmless.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<Event>,
    /// Whether both must happen to the same object.
    #[serde(default, skip_serializing_if = "is_default")]
    pub same: Same,
    /// Calls of which the later one does all that the earlier did.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub replaced: Option<Replaced>,
    /// What to say.
    pub report: Report,
}

/// Calls of which the later one replaces the earlier, so that nothing is lost with it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Replaced {
    /// Their names.
    pub names: Vec<Located<String>>,
    /// The arguments that must be the same texts in both, or left out of both; not all may be left out.
    pub alike: Vec<Argument>,
}

/// What two events have in common.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Same {
    /// Nothing.
    #[default]
    Nothing,
    /// The object that the methods are called on, or that is entered and left.
    Receiver,
}

/// Something that happens while a function runs.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Event {
    /// A call of one of these names.
    Call(Vec<Located<String>>),
    /// A call of one of these names with a text as an argument, in any case: `set-cookie`.
    CallWith(CallWith),
    /// An `await` of a call that, itself or in the functions of the project it calls, calls one of these names.
    AwaitOf(Vec<Located<String>>),
    /// Any `await`.
    Await,
    /// A `with` block over a value of one of these types begins.
    Enter(Vec<Located<String>>),
    /// A `with` block over a value of one of these types ends.
    Exit(Vec<Located<String>>),
    /// Any of several.
    Any(Vec<Event>),
}

/// A call told apart by one of its arguments.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CallWith {
    /// Qualified names of what is called.
    pub names: Vec<Located<String>>,
    /// Which argument.
    pub at: Argument,
    /// Its text holds one of these, in any case.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub text: Vec<Located<String>>,
    /// Its text, where it is known, holds none of these, in any case.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub not_text: Vec<Located<String>>,
}

pub(crate) fn is_default<T: Default + PartialEq>(value: &T) -> bool {
    *value == T::default()
}

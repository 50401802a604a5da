//! What a function does, as far as its callers need to know.

use gotchas_catalog::Bindings;
use smallvec::SmallVec;

use super::findings::Words;
use super::state::Mark;
use super::ways::Way;
use crate::rules::{DetectorId, TestId};
use crate::value::{Fact, FunctionId, Kind, Site, Step, Value};

/// What a function does.
#[derive(Debug, Default)]
pub struct Summary {
    /// What it returns, in terms of its parameters.
    pub returns: Value,
    /// The same where flags that it is passed tell the ways apart.
    pub ways: Vec<Way>,
    /// What it yields.
    pub yields: Value,
    /// What its parameters reach.
    pub sinks: Vec<ParamSink>,
    /// Tests of calls that calls in it, or in what it calls, pass.
    pub effects: Vec<Effect>,
    /// The parameters that it converts from JavaScript.
    pub converts: Vec<u32>,
    /// Whether it raises on its own account.
    pub raises: bool,
    /// What it makes sure of about its parameters: it raises where that does not hold.
    pub ensures: Vec<(u32, Fact)>,
    /// What happened to an object that it makes and returns, and must not be followed by more of the kind.
    pub leaves: Vec<Mark>,
    /// Whether it awaits D1, itself or in what it awaits.
    pub asks_d1: bool,
    /// Whether something of this depends on what is passed. Where nothing does, calls need not look at it.
    pub depends: bool,
}

impl Summary {
    /// Whether every way through it ends in an exception.
    pub fn never_returns(&self) -> bool {
        self.raises && self.returns.is_never() && self.yields.is_never()
    }

    /// The same, with `depends` filled in.
    pub fn finish(mut self) -> Summary {
        self.sinks.shrink_to_fit();
        self.depends = !self.sinks.is_empty()
            || !self.converts.is_empty()
            || !self.ways.is_empty()
            || self.effects.iter().any(|effect| effect.on.is_some())
            || depends(&self.returns, 0)
            || depends(&self.yields, 0);
        self
    }
}

/// Whether a value holds parameters, or a `None` that may be the default of one.
fn depends(value: &Value, depth: usize) -> bool {
    let inner = |value: &Value| depth > DEEPEST_VALUE || depends(value, depth + 1);
    value.atoms.iter().any(|atom| match &atom.kind {
        Kind::Param(_) | Kind::None => true,
        Kind::Instance(_, Some(holds)) => inner(holds),
        Kind::Record(record) => {
            inner(&record.rest)
                || !record.spread.is_never()
                || record.items.iter().any(|item| inner(&item.value))
        }
        _ => false,
    })
}

/// A test that a call passed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Effect {
    pub test: TestId,
    /// The parameter whose object was called on.
    pub on: Option<u32>,
}

/// A place that a parameter, or what is reached from it, must not reach with certain types.
#[derive(Debug, Clone, PartialEq)]
pub struct ParamSink {
    pub detector: DetectorId,
    pub index: u32,
    pub path: SmallVec<[Step; 2]>,
    /// What was known about the parameter itself.
    pub given: SmallVec<[Fact; 1]>,
    pub facts: SmallVec<[Fact; 1]>,
    /// The words of the function that uses it.
    pub words: Words,
    /// The bindings with which it must not, if not with all.
    pub bindings: Option<Bindings>,
    /// Where it arrives, in the function itself or in one that it calls.
    pub site: Site,
    /// The function that this place is in.
    pub function: FunctionId,
}

impl ParamSink {
    /// Whether what arrives here is the same as what arrives at another place.
    pub fn is_reached_as(&self, other: &ParamSink) -> bool {
        self.index == other.index
            && self.path == other.path
            && self.given == other.given
            && self.facts == other.facts
    }
}

/// How deep a returned value is searched for parameters.
pub const DEEPEST_VALUE: usize = 6;
/// Functions with more than this many sinks on their parameters forget the rest.
pub const MOST_SINKS: usize = 128;

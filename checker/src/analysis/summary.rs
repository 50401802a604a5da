//! What a function does, as far as its callers need to know.

use smallvec::SmallVec;

use crate::rules::{DetectorId, TestId};
use crate::value::{Fact, Site, Step, Value};

/// What a function does.
#[derive(Debug, Default)]
pub struct Summary {
    /// What it returns, in terms of its parameters.
    pub returns: Value,
    /// What it yields.
    pub yields: Value,
    /// What its parameters reach.
    pub sinks: Vec<ParamSink>,
    /// Tests of calls that calls in it, or in what it calls, pass.
    pub effects: Vec<TestId>,
    /// Whether it raises on its own account.
    pub raises: bool,
}

/// A place that a parameter, or what is reached from it, must not reach with certain types.
#[derive(Debug, Clone, PartialEq)]
pub struct ParamSink {
    pub detector: DetectorId,
    pub index: u32,
    pub path: SmallVec<[Step; 2]>,
    pub facts: SmallVec<[Fact; 1]>,
    /// Where it arrives.
    pub site: Site,
}

/// Functions with more than this many sinks on their parameters forget the rest.
pub const MOST_SINKS: usize = 128;

//! The detectors of all gotchas, indexed by what they wait for.

use gotchas_catalog::detect::{At, Certainty, Circumstance, Operation, Place as Where, Same};
use gotchas_catalog::{Affects, Entry, FixTemplate, Severity};
use rustc_hash::FxHashMap;

use crate::platform::Place;
use crate::symbol::Symbol;
use crate::types::Type;

/// Index of a detector.
pub type DetectorId = u32;
/// Index of a test of calls.
pub type TestId = u16;

/// All detectors.
#[derive(Debug, Default)]
pub struct Rules {
    pub rules: Vec<Entry>,
    pub detectors: Vec<CompiledDetector>,
    pub calls: FxHashMap<Symbol, Vec<DetectorId>>,
    pub reads: FxHashMap<Symbol, Vec<DetectorId>>,
    pub catches: FxHashMap<Symbol, Vec<DetectorId>>,
    pub imports: FxHashMap<Symbol, Vec<DetectorId>>,
    pub services: Vec<DetectorId>,
    pub arguments: FxHashMap<Symbol, Vec<ArgumentSink>>,
    pub parameters: FxHashMap<Symbol, Vec<DetectorId>>,
    pub options_of_dicts: FxHashMap<Symbol, Vec<DetectorId>>,
    pub receivers: FxHashMap<Symbol, Vec<DetectorId>>,
    /// By the method's own name.
    pub methods: FxHashMap<Symbol, Vec<DetectorId>>,
    pub attributes: FxHashMap<Symbol, Vec<DetectorId>>,
    pub any_attribute: Vec<DetectorId>,
    pub operations: FxHashMap<Operation, Vec<DetectorId>>,
    /// By the type of the decorator.
    pub returned: FxHashMap<Symbol, Vec<DetectorId>>,
    pub orders: Vec<DetectorId>,
    pub tests: Vec<CallTest>,
    pub tests_by_name: FxHashMap<Symbol, Vec<TestId>>,
}

/// A place among the arguments of a call that a detector watches.
#[derive(Debug)]
pub struct ArgumentSink {
    pub detector: DetectorId,
    /// Which argument; none: any.
    pub place: Option<Place>,
    /// Keywords with which the call is fine.
    pub unless: Vec<Symbol>,
}

/// A detector with its names interned.
#[derive(Debug)]
pub struct CompiledDetector {
    /// Index of its gotcha in [`Rules::rules`].
    pub rule: usize,
    pub what: What,
    pub report: CompiledReport,
}

/// What a detector looks for, besides the names it is indexed by.
#[derive(Debug)]
pub enum What {
    Use(CompiledUse),
    Flow(CompiledFlow),
    Order(CompiledOrder),
}

/// What is said, and where it applies.
#[derive(Debug)]
pub struct CompiledReport {
    pub message: String,
    pub help: Option<String>,
    pub origin: Option<String>,
    pub severity: Option<Severity>,
    pub affects: Vec<Affects>,
    pub at: At,
    pub fix: Vec<FixTemplate>,
}

#[derive(Debug)]
pub struct CompiledUse {
    pub place: Where,
    pub unless: Vec<Circumstance>,
    pub only: Vec<Circumstance>,
    pub unless_project: Vec<TestId>,
    pub misses: Vec<Symbol>,
    pub aside: Vec<Symbol>,
    pub arguments: Vec<(Place, Vec<Type>)>,
}

#[derive(Debug)]
pub struct CompiledFlow {
    pub from: Vec<Type>,
    /// Whether a literal of Python can be of those types.
    pub is_open_to_all: bool,
    /// Whether containers of Python are of those types.
    pub takes_containers: bool,
    /// Whether containers are of those types for the objects of JavaScript in them.
    pub looks_inside: bool,
    pub certainty: Certainty,
    /// Keys of which a container has none; empty: they do not matter.
    pub without_keys: Vec<Symbol>,
    /// Items that change nothing, and the source of their values.
    pub unless_items: Vec<(Symbol, String)>,
}

#[derive(Debug)]
pub struct CompiledOrder {
    pub first: Vec<Occasion>,
    pub then: Vec<Occasion>,
    pub until: Vec<Occasion>,
    pub same: Same,
    pub replaced: Option<CompiledReplaced>,
}

/// Calls of which a later one replaces an earlier one where arguments are the same.
#[derive(Debug)]
pub struct CompiledReplaced {
    pub names: Vec<Symbol>,
    pub alike: Vec<Place>,
}

/// Something that happens while a function runs.
#[derive(Debug, Clone)]
pub enum Occasion {
    Call(TestId),
    AwaitOf(TestId),
    Await,
    Enter(Type),
    Exit(Type),
}

/// A call told apart by its name and one argument.
#[derive(Debug, Clone, PartialEq)]
pub struct CallTest {
    pub names: Vec<Symbol>,
    pub at: Option<Place>,
    pub text: Vec<String>,
    pub not_text: Vec<String>,
}

impl CompiledDetector {
    /// The detector as a flow.
    pub fn flow(&self) -> Option<&CompiledFlow> {
        match &self.what {
            What::Flow(flow) => Some(flow),
            _ => None,
        }
    }
}

impl Rules {
    /// The detectors that wait for a name, or none.
    pub fn waiting<T>(index: &FxHashMap<Symbol, Vec<T>>, name: Symbol) -> &[T] {
        index.get(&name).map_or(&[], Vec::as_slice)
    }

    /// Whether literals of Python can be what a detector looks for.
    pub fn is_open_to_all(&self, detector: DetectorId) -> bool {
        match &self.detectors[detector as usize].what {
            What::Flow(flow) => flow.is_open_to_all,
            _ => true,
        }
    }
}

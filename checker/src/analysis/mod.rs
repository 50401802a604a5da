//! The abstract interpreter.
//!
//! It runs every module and function once over [`Value`]s instead of objects, and watches what reaches the places that
//! the detectors name. Module bodies come first, so that functions see every global; a function is analysed when it is
//! first called, or at the end. What it does to its parameters is kept as a [`summary::Summary`] that each call applies
//! to its own arguments, so no function is analysed twice. Whatever cannot be told is unknown, and unknown is silent.

mod arguments;
mod asked;
mod assign;
mod assumptions;
mod attributes;
mod callers;
mod calls;
mod choices;
mod classes;
mod closures;
mod comprehensions;
mod conditions;
mod conversions;
mod displayed;
mod doubts;
mod driver;
mod dumps;
mod durations;
mod early_reads;
mod events;
mod executors;
mod expressions;
mod facts;
mod fallbacks;
mod findings;
mod flows;
mod focus;
mod functions;
mod guards;
mod hosts;
mod implied;
mod imports;
mod index;
mod keeping;
mod lambdas;
mod lifetimes;
mod lookups;
mod managers;
mod mappings;
mod matching;
mod members;
mod membership;
mod mentions;
mod names;
mod narrow;
mod options;
mod parameters;
mod passing;
mod plainly;
mod platforms;
mod predicates;
mod presence;
mod probes;
mod records;
mod repeated;
mod results;
mod sinks;
mod state;
mod statements;
mod substitute;
mod summary;
mod survived;
mod tries;
mod untyped;
mod uses;
mod validators;
mod vouched;
mod ways;

use std::rc::Rc;

use ruff_python_ast::{Expr, Stmt};
use ruff_text_size::Ranged;
use rustc_hash::{FxHashMap, FxHashSet};

use crate::knowledge::{Knowledge, Known};
use crate::parse::File;
use crate::platform::CompiledPlatform;
use crate::rules::{Rules, TestId};
use crate::symbol::{Symbol, Symbols};
use crate::value::{ClassId, FunctionId, ModuleId, Site, Value};

pub use doubts::Doubts;
pub use driver::check;
pub use findings::Finding;
use index::{ClassInfo, FunctionInfo};
use state::Frame;

/// A parsed module.
#[derive(Debug, Clone, Copy)]
pub struct Source<'a> {
    /// Dotted name.
    pub name: &'a str,
    /// Other names by which it is imported.
    pub aliases: &'a [String],
    /// Whether it is a package's `__init__.py`.
    pub is_package: bool,
    /// Its tree.
    pub file: &'a File,
    /// Its text.
    pub text: &'a str,
}

/// How deep expressions and statements may nest before they count as unknown.
const DEEPEST_TREE: usize = 400;
/// How many functions may be analysed because of each other.
const DEEPEST_CALLS: usize = 24;

/// What is known about a module so far.
struct ModuleInfo<'a> {
    source: Source<'a>,
    /// Its statements; none before it is looked at.
    body: &'a [Stmt],
    is_open: bool,
    /// Whether the names that it takes from others were collected.
    is_searched: bool,
    globals: FxHashMap<Symbol, Value>,
    /// Whether any of them changed since somebody looked for names of interest.
    is_changed: bool,
    /// Modules whose names it imports with `*`.
    stars: Vec<Star>,
}

/// A module that is imported with `*`.
#[derive(Clone, Copy)]
enum Star {
    Project(ModuleId),
    Outside(Symbol),
}

/// One run over a project.
struct Analysis<'a> {
    knowledge: &'a Knowledge,
    symbols: Symbols,
    modules: Vec<ModuleInfo<'a>>,
    by_name: FxHashMap<Symbol, ModuleId>,
    functions: Vec<FunctionInfo<'a>>,
    classes: Vec<ClassInfo<'a>>,
    /// The classes that have a method of a name.
    having: FxHashMap<Symbol, Vec<ClassId>>,
    lambdas: Vec<lambdas::LambdaInfo<'a>>,
    /// Names that modules take from others, or as attributes.
    elsewhere: FxHashSet<&'a str>,
    scripts: Vec<(ModuleId, hosts::Script<'a>)>,
    /// Functions that only scripts lead to, as far as modules have been looked at.
    hosts: Rc<FxHashSet<FunctionId>>,
    /// Functions, classes and lambdas by the address of their node.
    ids: FxHashMap<usize, u32>,
    /// Functions that have been analysed.
    finished: Vec<FunctionId>,
    findings: findings::Findings,
    /// Tests of calls that some call in the project passed.
    project_effects: FxHashSet<TestId>,
    /// Keys that the project sets in objects of the platform whose keys are watched.
    set_keys: FxHashSet<Symbol>,
    /// Those of them that are set while modules are imported.
    keys_set_at_import: FxHashSet<Symbol>,
    /// Whether any module imports what only Workers has.
    imports_runtime: bool,
    /// Guesses that an earlier run refuted, and those that this one refutes.
    refuted: assumptions::Refuted,
    refuting: assumptions::Refuted,
    guessed: assumptions::Guessed,
    /// Attributes that hold what such parameters were given.
    own_members: FxHashSet<(ClassId, Symbol)>,
    /// Calls of functions of the project that gave objects made inside of them.
    handed_on: FxHashSet<Site>,
    /// Calls of functions of the project that gave objects inside of others: a list, a generator.
    gave_within: FxHashSet<Site>,
    /// What calls of functions pass, and what only they can tell.
    callers: FxHashMap<FunctionId, callers::Callers>,
    asked: FxHashMap<Site, Option<callers::Question>>,
    /// Where objects of classes are made.
    made: FxHashMap<ClassId, lifetimes::Made>,
    /// Defaults of fields, by their places, with whether every object that is made is given something else.
    filled_fields: FxHashMap<Site, bool>,
    /// Functions that decorate others while modules are imported.
    decorating: FxHashSet<FunctionId>,
    /// Where the objects go that functions return.
    given_objects: FxHashMap<FunctionId, lifetimes::Made>,
    frame: Frame,
    tree_depth: usize,
    call_depth: usize,
    lambda_depth: usize,
    /// Names of the running body that stand for tests.
    conditions: Vec<conditions::Condition<'a>>,
    /// Names of it that stand for what is written out.
    displays: Vec<conditions::Display<'a>>,
    /// How many tests joined by `or` are being told apart around this one.
    alternatives: usize,
    unrolling: bool,
    /// Whether a loop is being run item by item.
    in_turn: bool,
    /// How many functions that only test are being looked into.
    predicates: usize,
    /// Whether calls look into functions of the project; not while globals are first collected.
    descending: bool,
}

impl<'a> Analysis<'a> {
    fn rules(&self) -> &'a Rules {
        &self.knowledge.rules
    }

    fn platform(&self) -> &'a CompiledPlatform {
        &self.knowledge.platform
    }

    fn known(&self) -> Known {
        self.knowledge.known
    }

    fn site(&self, node: &impl Ranged) -> Site {
        Site::new(self.frame.module.0, node.range()).moved(self.frame.shift)
    }

    fn address(node: &impl Ranged) -> usize {
        std::ptr::from_ref(node) as usize
    }

    /// The symbol of a literal text, if the expression is one.
    fn literal(&mut self, node: &Expr) -> Option<Symbol> {
        let Expr::StringLiteral(literal) = node else {
            return None;
        };
        Some(self.symbols.intern(clip(literal.value.to_str())))
    }
}

/// The beginning of a long text; nothing tests more of it.
fn clip(text: &str) -> &str {
    let end = text
        .char_indices()
        .nth(120)
        .map_or(text.len(), |(end, _)| end);
    &text[..end]
}

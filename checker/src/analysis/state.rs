//! What is known at a point of a function, and what is collected about the function on the way.

use std::rc::Rc;

use rustc_hash::{FxHashMap, FxHashSet};
use smallvec::SmallVec;

use super::fallbacks::Fallbacks;
use super::implied::Implied;
use super::keeping::Keeps;
use super::summary::{Effect, ParamSink};
use super::ways::Way;
use crate::rules::DetectorId;
use crate::symbol::Symbol;
use crate::value::{ClassId, Fact, FunctionId, ModuleId, Site, Value};

/// What is known at a point of a function.
#[derive(Debug, Clone, Default)]
pub struct State {
    /// Values of names, and of dotted paths (`self.db`) that were assigned or tested.
    names: Rc<FxHashMap<Symbol, Value>>,
    /// Whether any of them is a dotted path.
    has_paths: bool,
    /// Events that an order detector waits to see followed.
    marks: Rc<Vec<Mark>>,
    /// What tests of names will tell about others.
    pub implied: Rc<Vec<Implied>>,
    /// Names with the names or paths that they were taken from: both stand for the same.
    aliases: Rc<Vec<(Symbol, Symbol)>>,
    /// What tests have shown of names and paths that still stand for the same.
    shown: Rc<Vec<(Symbol, Fact)>>,
    /// Whether the point is never reached.
    pub dead: bool,
}

/// An event that may turn out to come too early.
#[derive(Debug, Clone, PartialEq)]
pub struct Mark {
    pub detector: DetectorId,
    /// Objects it happened to.
    pub receivers: SmallVec<[Site; 2]>,
    pub site: Site,
    /// What a later event must be like to replace it.
    pub likeness: Option<Likeness>,
    /// What was known where it happened, of names that still stand for the same.
    pub shown: Rc<Vec<(Symbol, Fact)>>,
}

/// The texts of arguments, where they are given.
pub type Likeness = Rc<[Option<Symbol>]>;

const MOST_MARKS: usize = 64;
const MOST_ALIASES: usize = 32;
const MOST_SHOWN: usize = 16;

impl State {
    /// The value of a name or path.
    pub fn get(&self, name: Symbol) -> Option<&Value> {
        self.names.get(&name)
    }

    /// Binds a name or path.
    pub fn set(&mut self, name: Symbol, value: Value) {
        self.unimply(|other| other == name);
        self.part(|other| other == name);
        self.unshow(|other| other == name);
        self.learn(name, value);
    }

    /// A test has shown something of a name or path: what happened where the opposite was known did not happen here.
    pub fn show(&mut self, name: Symbol, fact: Fact) {
        let excluded = |mark: &Mark| {
            let mut shown = mark.shown.iter();
            shown.any(|(other, known)| *other == name && fact.excludes(*known))
        };
        self.unmark(excluded);
        if fact == Fact::None(true) {
            self.imply(name, false);
        }
        if self.shown.len() < MOST_SHOWN && !self.shown.contains(&(name, fact)) {
            Rc::make_mut(&mut self.shown).push((name, fact));
        }
    }

    /// Forgets what tests have shown.
    fn unshow(&mut self, doomed: impl Fn(Symbol) -> bool) {
        let is_doomed = |(name, _): &(Symbol, Fact)| doomed(*name);
        if self.shown.iter().any(is_doomed) {
            Rc::make_mut(&mut self.shown).retain(|one| !is_doomed(one));
        }
        if self
            .marks
            .iter()
            .any(|mark| mark.shown.iter().any(is_doomed))
        {
            for mark in Rc::make_mut(&mut self.marks) {
                Rc::make_mut(&mut mark.shown).retain(|one| !is_doomed(one));
            }
        }
    }

    /// What tests have shown so far.
    pub fn shown(&self) -> Rc<Vec<(Symbol, Fact)>> {
        Rc::clone(&self.shown)
    }

    /// From here on a name stands for the same as another name or path.
    pub fn alias(&mut self, name: Symbol, of: Symbol) {
        if self.aliases.len() < MOST_ALIASES && name != of {
            Rc::make_mut(&mut self.aliases).push((name, of));
        }
    }

    /// What a name was taken from.
    pub fn alias_of(&self, name: Symbol) -> Option<Symbol> {
        let mut aliases = self.aliases.iter();
        Some(aliases.find(|(own, _)| *own == name)?.1)
    }

    /// The names that were taken from a name or path.
    pub fn taken_from(&self, path: Symbol) -> SmallVec<[Symbol; 2]> {
        let aliases = self.aliases.iter().filter(|(_, of)| *of == path);
        aliases.map(|(name, _)| *name).collect()
    }

    /// Forgets that names or paths stand for the same as others.
    fn part(&mut self, doomed: impl Fn(Symbol) -> bool) {
        let is_doomed = |&(name, of): &(Symbol, Symbol)| doomed(name) || doomed(of);
        if self.aliases.iter().any(is_doomed) {
            Rc::make_mut(&mut self.aliases).retain(|one| !is_doomed(one));
        }
    }

    /// Replaces what is known of a name or path that still stands for the same.
    pub fn learn(&mut self, name: Symbol, value: Value) {
        Rc::make_mut(&mut self.names).insert(name, value);
    }

    /// All names and paths.
    pub fn names(&self) -> impl ExactSizeIterator<Item = (Symbol, &Value)> {
        self.names.iter().map(|(&name, value)| (name, value))
    }

    /// Binds a dotted path.
    pub fn set_path(&mut self, path: Symbol, value: Value) {
        self.has_paths = true;
        self.set(path, value);
    }

    /// Whether there are values of dotted paths.
    pub fn has_paths(&self) -> bool {
        self.has_paths
    }

    /// From here on there are values of dotted paths.
    pub fn expect_paths(&mut self) {
        self.has_paths = true;
    }

    /// Forgets names.
    pub fn forget(&mut self, doomed: impl Fn(Symbol) -> bool) {
        self.unimply(&doomed);
        self.part(&doomed);
        self.unshow(&doomed);
        if self.names.keys().any(|&name| doomed(name)) {
            Rc::make_mut(&mut self.names).retain(|&name, _| !doomed(name));
        }
    }

    /// Events waited upon.
    pub fn marks(&self) -> &[Mark] {
        &self.marks
    }

    /// Adds an event.
    pub fn mark(&mut self, mark: Mark) {
        if self.marks.len() < MOST_MARKS && !self.marks.contains(&mark) {
            Rc::make_mut(&mut self.marks).push(mark);
        }
    }

    /// Removes events.
    pub fn unmark(&mut self, doomed: impl Fn(&Mark) -> bool) {
        if self.marks.iter().any(&doomed) {
            Rc::make_mut(&mut self.marks).retain(|mark| !doomed(mark));
        }
    }

    /// What is known after either of two histories.
    pub fn join(&mut self, other: &State) {
        if other.dead {
            return;
        }
        if self.dead {
            *self = other.clone();
            return;
        }
        self.has_paths |= other.has_paths;
        if !Rc::ptr_eq(&self.names, &other.names) {
            self.implied = self.implied_after(other);
            let names = Rc::make_mut(&mut self.names);
            for (&name, value) in other.names.iter() {
                match names.get_mut(&name) {
                    Some(own) => own.join(value),
                    None => {
                        names.insert(name, value.clone());
                    }
                }
            }
        }
        if !Rc::ptr_eq(&self.aliases, &other.aliases) {
            let aliases = Rc::make_mut(&mut self.aliases);
            aliases.retain(|one| other.aliases.contains(one));
        }
        if !Rc::ptr_eq(&self.shown, &other.shown) {
            let shown = Rc::make_mut(&mut self.shown);
            shown.retain(|one| other.shown.contains(one));
        }
        if !Rc::ptr_eq(&self.marks, &other.marks) {
            for mark in other.marks.iter() {
                self.mark(mark.clone());
            }
        }
    }
}

/// What is collected while a function or module body runs.
#[derive(Debug)]
pub struct Frame {
    pub module: ModuleId,
    /// What to add to places in the tree that runs to get those in the file.
    pub shift: i32,
    pub function: Option<FunctionId>,
    /// The class whose body runs.
    pub class: Option<ClassId>,
    pub is_async: bool,
    /// Names declared `global`.
    pub globals: FxHashSet<Symbol>,
    /// Every value that each name was bound to, for the functions inside.
    pub joined: FxHashMap<Symbol, Value>,
    pub returns: Value,
    /// The same by the flags that tell them apart.
    pub ways: Vec<Way>,
    pub yields: Value,
    /// Tests of calls that calls passed, in order.
    pub effects: Vec<Effect>,
    pub sinks: Vec<ParamSink>,
    pub raises: bool,
    /// Whether it awaits D1.
    pub asks_d1: bool,
    /// Where objects were made that are converted here, and the parameters that are.
    pub converted: Vec<Site>,
    pub converts: Vec<u32>,
    /// Enclosing `try` statements with handlers.
    pub tries: Vec<Try>,
    /// States that leave the enclosing loops.
    pub loops: Vec<Loop>,
    /// The name that stands for one key after the other, and the key it stands for now.
    pub running: Option<(Symbol, Symbol)>,
    /// How many tests around this point have shown that something else is missing.
    pub fallbacks: Fallbacks,
    /// Whether the statements that ran last end where something else is missing.
    pub fell_back: bool,
    /// How many lambdas that are not called yet are around this point.
    pub lambdas: usize,
    /// The name that the result of the call being evaluated is bound to.
    pub target: Option<Symbol>,
    /// Whether it is put into an attribute or a container, or returned.
    pub keeps: Keeps,
}

/// An enclosing `try` with handlers.
#[derive(Debug, Clone)]
pub struct Try {
    /// Whether it holds a single simple statement.
    pub single: bool,
    /// What its handlers catch; none: something that cannot be told.
    pub catches: Vec<Option<Symbol>>,
    /// Whether what fails in it is handled without raising again.
    pub forgives: bool,
    /// Names that the handlers that do so go on with.
    pub retried: Rc<FxHashSet<Symbol>>,
}

/// States that leave a loop.
#[derive(Debug, Clone)]
pub struct Loop {
    pub breaks: State,
    pub continues: State,
}

impl State {
    /// A point that is never reached.
    pub fn unreachable() -> State {
        State {
            dead: true,
            ..State::default()
        }
    }
}

impl Frame {
    /// Whether this runs when the module is imported.
    pub fn is_import(&self) -> bool {
        self.function.is_none() && self.lambdas == 0
    }

    /// Starts on a body of a module.
    pub fn new(module: ModuleId) -> Frame {
        Frame {
            module,
            shift: 0,
            function: None,
            class: None,
            is_async: false,
            globals: FxHashSet::default(),
            joined: FxHashMap::default(),
            returns: Value::never(),
            ways: Vec::new(),
            yields: Value::never(),
            effects: Vec::new(),
            sinks: Vec::new(),
            raises: false,
            asks_d1: false,
            converted: Vec::new(),
            converts: Vec::new(),
            tries: Vec::new(),
            loops: Vec::new(),
            running: None,
            fallbacks: Fallbacks::default(),
            fell_back: false,
            lambdas: 0,
            target: None,
            keeps: Keeps::Nothing,
        }
    }
}

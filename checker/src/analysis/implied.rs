//! What the test of one name tells about others.
//!
//! `if not title: errors.append("title")`, and later `if errors: return`: after that `title` is there. Where two histories
//! meet after which a name is true in one and false in the other, the values of each are kept for when the name is tested.

use std::rc::Rc;

use rustc_hash::FxHashMap;

use super::state::State;
use crate::symbol::Symbol;
use crate::value::{Fact, Kind, Value};

/// What a name stands for where another is true, or is false.
#[derive(Debug, Clone, PartialEq)]
pub struct Implied {
    tested: Symbol,
    truth: bool,
    of: Symbol,
    value: Value,
}

/// How many names are looked at that tell histories apart.
const MOST_TESTED: usize = 4;
/// Where there are more names than this, none is looked at: each meeting of two histories would look at all of them.
pub const MOST_NAMES: usize = 512;
/// How much is remembered at a point.
const MOST_IMPLIED: usize = 256;

impl State {
    /// Forgets what a name told and what is told of it, since it stands for something else now.
    pub fn unimply(&mut self, doomed: impl Fn(Symbol) -> bool) {
        if self.implied.is_empty() {
            return;
        }
        let doomed = |one: &Implied| doomed(one.tested) || doomed(one.of);
        if self.implied.iter().any(doomed) {
            Rc::make_mut(&mut self.implied).retain(|one| !doomed(one));
        }
    }

    /// Changes a container that only gets more items: what its being empty told, it still tells.
    pub fn while_growing(&mut self, name: Option<Symbol>, grow: impl FnOnce(&mut State)) {
        let before = Rc::clone(&self.implied);
        grow(self);
        let told = before.iter().filter(|one| Some(one.tested) == name);
        let told: Vec<Implied> = told.filter(|one| !one.truth).cloned().collect();
        if !told.is_empty() {
            Rc::make_mut(&mut self.implied).extend(told);
        }
    }

    /// Learns more about what a name or path stands for.
    pub fn refine(&mut self, name: Symbol, value: Value, learn: impl Fn(&mut Value)) {
        if self.implied.iter().any(|one| one.of == name) {
            let implied = Rc::make_mut(&mut self.implied).iter_mut();
            let own = implied.filter(|one| one.of == name);
            own.for_each(|one| learn(&mut one.value));
        }
        self.learn(name, value);
    }

    /// Continues where a name was true, or was false.
    pub fn imply(&mut self, tested: Symbol, truth: bool) {
        let implied = Rc::clone(&self.implied);
        for one in implied.iter() {
            if one.tested != tested || one.truth != truth {
                continue;
            }
            let possible = self.get(one.of).is_some_and(|value| !value.is_never());
            self.dead |= possible && one.value.is_never();
            self.learn(one.of, one.value.clone());
        }
    }

    /// The names whose truth tells what a name stands for.
    pub fn told_by(&self, name: Symbol) -> impl Iterator<Item = Symbol> {
        let about = self.implied.iter().filter(move |one| one.of == name);
        about.map(|one| one.tested)
    }

    /// Remembers what a name stands for where another is true, or is false.
    pub fn imply_later(&mut self, tested: Symbol, truth: bool, of: Symbol, value: Value) {
        if self.implied.len() < MOST_IMPLIED && tested != of {
            Rc::make_mut(&mut self.implied).push(Implied {
                tested,
                truth,
                of,
                value,
            });
        }
    }

    /// What tests tell after either of two histories.
    pub fn implied_after(&self, other: &State) -> Rc<Vec<Implied>> {
        let mut implied = Vec::new();
        if self.names().len() > MOST_NAMES {
            return Rc::new(implied);
        }
        let tested = self.telling(other);
        if tested.is_empty() {
            return Rc::new(implied);
        }
        let same = |name: &Symbol| {
            let truth = |state: &State| state.get(*name).and_then(truth_of);
            truth(self) == truth(other)
        };
        if Rc::ptr_eq(&self.implied, &other.implied) && tested.iter().all(same) {
            return Rc::clone(&self.implied);
        }
        let differing: Vec<Symbol> = self
            .names()
            .filter(|(name, value)| other.get(*name).is_some_and(|other| other != *value))
            .map(|(name, _)| name)
            .collect();
        for name in tested {
            for truth in [false, true] {
                self.join_implied(other, (name, truth), &differing, &mut implied);
            }
        }
        Rc::new(implied)
    }

    fn join_implied(
        &self,
        other: &State,
        (tested, truth): (Symbol, bool),
        differing: &[Symbol],
        implied: &mut Vec<Implied>,
    ) {
        let (own, others) = (self.told(tested, truth), other.told(tested, truth));
        let mut names: Vec<Symbol> = match (&own, &others) {
            (None, None) => return,
            (Some(own), Some(others)) => own.keys().chain(others.keys()).copied().collect(),
            (Some(told), None) | (None, Some(told)) => {
                told.keys().chain(differing).copied().collect()
            }
        };
        names.sort_unstable();
        names.dedup();
        for of in names.into_iter().filter(|of| *of != tested) {
            let (Some(here), Some(there)) = (self.get(of), other.get(of)) else {
                continue;
            };
            let mut value = Value::never();
            if let Some(own) = &own {
                value.join(own.get(&of).copied().unwrap_or(here));
            }
            if let Some(others) = &others {
                value.join(others.get(&of).copied().unwrap_or(there));
            }
            if implied.len() < MOST_IMPLIED && value != here.clone().or(there) {
                implied.push(Implied {
                    tested,
                    truth,
                    of,
                    value,
                });
            }
        }
    }

    /// What is told of other names where one has a certain truth; nothing where it cannot have it.
    fn told(&self, tested: Symbol, truth: bool) -> Option<FxHashMap<Symbol, &Value>> {
        let own = self.get(tested).and_then(truth_of);
        if own.is_some_and(|own| own != truth) {
            return None;
        }
        let implied = self.implied.iter();
        let own = implied.filter(|one| (one.tested, one.truth) == (tested, truth));
        Some(own.map(|one| (one.of, &one.value)).collect())
    }

    /// Names whose truth tells two histories apart, or is known to tell something about one of them.
    fn telling(&self, other: &State) -> Vec<Symbol> {
        let mut telling: Vec<Symbol> = Vec::new();
        for one in self.implied.iter().chain(other.implied.iter()) {
            if telling.len() < MOST_TESTED && !telling.contains(&one.tested) {
                telling.push(one.tested);
            }
        }
        let differs = |(name, value): (Symbol, &Value)| {
            let others = other.get(name)?;
            (truth_of(value) != truth_of(others)).then_some(name)
        };
        let mut differing: Vec<Symbol> = self.names().filter_map(differs).collect();
        differing.sort_unstable();
        differing.retain(|name| !telling.contains(name));
        telling.extend(differing);
        telling.truncate(MOST_TESTED);
        telling
    }
}

/// Whether a value is true, as far as it can be told without knowing any types.
pub fn truth_of(value: &Value) -> Option<bool> {
    if value.open {
        return None;
    }
    let mut truths = value.atoms.iter().map(|atom| match &atom.kind {
        Kind::None | Kind::Missing => Some(false),
        Kind::Bool(value) => Some(*value),
        Kind::Text(text) => Some(*text != Symbol::EMPTY),
        Kind::Param(param) => shown_truth(&param.facts),
        Kind::Record(record) if record.is_filled() => Some(true),
        Kind::Record(record) => {
            (record.items.is_empty() && record.rest.is_never()).then_some(false)
        }
        _ => None,
    });
    let first = truths.next()??;
    truths.all(|truth| truth == Some(first)).then_some(first)
}

/// Whether a test has shown something to be true, or to be false.
fn shown_truth(facts: &[Fact]) -> Option<bool> {
    facts.iter().find_map(|fact| match fact {
        Fact::Truth(truth) => Some(*truth),
        _ => None,
    })
}

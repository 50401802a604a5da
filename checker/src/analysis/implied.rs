//! What the test of one name tells about others.
//!
//! `if not title: errors.append("title")`, and later `if errors: return`: after that `title` is there. Where two histories
//! meet after which a name is true in one and false in the other, the values of each are kept for when the name is tested.

use std::rc::Rc;

use super::state::State;
use crate::symbol::Symbol;
use crate::value::{Kind, Value};

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
/// How much is remembered at a point.
const MOST_IMPLIED: usize = 64;

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

    /// What tests tell after either of two histories.
    pub fn implied_after(&self, other: &State) -> Rc<Vec<Implied>> {
        let tested = self.telling(other);
        let mut implied = Vec::new();
        if tested.is_empty() {
            return Rc::new(implied);
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
        implied.truncate(MOST_IMPLIED);
        Rc::new(implied)
    }

    fn join_implied(
        &self,
        other: &State,
        (tested, truth): (Symbol, bool),
        differing: &[Symbol],
        implied: &mut Vec<Implied>,
    ) {
        let may_be = |state: &State| {
            state
                .get(tested)
                .and_then(truth_of)
                .is_none_or(|own| own == truth)
        };
        let (here, there) = (may_be(self), may_be(other));
        let told = |state: &State| -> Vec<Symbol> {
            let implied = state.implied.iter();
            let own = implied.filter(|one| one.tested == tested && one.truth == truth);
            own.map(|one| one.of).collect()
        };
        let mut names = match (here, there) {
            (false, false) => return,
            (true, true) => told(self),
            _ => [differing, &told(if here { self } else { other })].concat(),
        };
        if here && there {
            names.extend(told(other));
        }
        names.sort_unstable();
        names.dedup();
        for of in names.into_iter().filter(|of| *of != tested) {
            let (Some(own), Some(others)) = (self.get(of), other.get(of)) else {
                continue;
            };
            let mut value = Value::never();
            if here {
                value.join(self.under(tested, truth, of).unwrap_or(own));
            }
            if there {
                value.join(other.under(tested, truth, of).unwrap_or(others));
            }
            if value != own.clone().or(others) {
                implied.push(Implied {
                    tested,
                    truth,
                    of,
                    value,
                });
            }
        }
    }

    /// What a name stands for where another has a certain truth, if that is known.
    fn under(&self, tested: Symbol, truth: bool, of: Symbol) -> Option<&Value> {
        let mut implied = self.implied.iter();
        let found = implied.find(|one| (one.tested, one.truth, one.of) == (tested, truth, of));
        found.map(|one| &one.value)
    }

    /// Names whose truth tells two histories apart, or is known to tell something about one of them.
    fn telling(&self, other: &State) -> Vec<Symbol> {
        let differs = |(name, value): (Symbol, &Value)| {
            let others = other.get(name)?;
            (truth_of(value) != truth_of(others)).then_some(name)
        };
        let mut telling: Vec<Symbol> = self.names().filter_map(differs).collect();
        telling.sort_unstable();
        telling.truncate(MOST_TESTED);
        let told = self.implied.iter().chain(other.implied.iter());
        for one in told {
            if !telling.contains(&one.tested) && telling.len() < 2 * MOST_TESTED {
                telling.push(one.tested);
            }
        }
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
        Kind::Record(record) if record.is_filled() => Some(true),
        Kind::Record(record) => {
            (record.items.is_empty() && record.rest.is_never()).then_some(false)
        }
        _ => None,
    });
    let first = truths.next()??;
    truths.all(|truth| truth == Some(first)).then_some(first)
}

//! Types of the platform model turned into values, and values asked for their type.

use std::rc::Rc;

use super::Analysis;
use super::arguments::{Arg, Star};
use crate::platform::{CompiledCase, CompiledFunction, Place};
use crate::record::Record;
use crate::symbol::Symbol;
use crate::types::{Alternative, Head, Type};
use crate::value::{Atom, Kind, Param, Site, Step, Value};

impl<'a> Analysis<'a> {
    /// A value of a declared type.
    pub fn instantiate(
        &mut self,
        declared: &Type,
        receiver: Option<&Value>,
        args: &[Arg],
        site: Site,
    ) -> Value {
        let mut result = Value {
            open: declared.alternatives.is_empty(),
            ..Value::default()
        };
        for alternative in &declared.alternatives {
            let value = self.instantiate_one(alternative, receiver, args, site);
            result.absorb(value);
        }
        result
    }

    fn instantiate_one(
        &mut self,
        declared: &Alternative,
        receiver: Option<&Value>,
        args: &[Arg],
        site: Site,
    ) -> Value {
        match declared.head {
            Head::Unknown => Value::unknown(),
            Head::None => Value::of(Kind::None, site),
            Head::Missing => Value::of(Kind::Missing, site),
            Head::Named(name) => {
                let holds = declared
                    .holds
                    .as_ref()
                    .map(|holds| self.instantiate(holds, receiver, args, site));
                Value::of(Kind::Instance(name, holds.map(Rc::new)), site)
            }
            Head::Argument(place) => {
                let argument = self.argument_at(args, place);
                argument.map_or_else(Value::unknown, |arg| arg.value.clone())
            }
            Head::Receiver => receiver.cloned().unwrap_or_else(Value::unknown),
            Head::Item => {
                let owner = receiver.or(args.first().map(|arg| &arg.value)).cloned();
                owner.map_or_else(Value::unknown, |owner| self.items_of(&owner, site))
            }
        }
    }

    /// The platform type of an alternative, if it has one.
    pub fn type_name(&self, atom: &Atom) -> Option<Symbol> {
        let known = self.known();
        match &atom.kind {
            Kind::Instance(of, _) => Some(*of),
            Kind::Record(record) => Some(record.of),
            Kind::Text(_) | Kind::Beginning(_) => Some(known.text),
            Kind::Bool(_) => Some(known.boolean),
            Kind::Function(..) | Kind::Method(..) | Kind::Lambda(_) => Some(known.function),
            _ => None,
        }
    }

    /// Whether an alternative is of a type.
    pub fn is(&self, atom: &Atom, wanted: &Type) -> bool {
        wanted
            .alternatives
            .iter()
            .any(|alternative| self.is_one(atom, alternative))
    }

    fn is_one(&self, atom: &Atom, wanted: &Alternative) -> bool {
        match wanted.head {
            Head::None => atom.kind == Kind::None,
            Head::Missing => atom.kind == Kind::Missing,
            Head::Named(name) => {
                self.is_named(atom, name)
                    && wanted
                        .holds
                        .as_ref()
                        .is_none_or(|holds| self.holds(atom, holds))
            }
            _ => false,
        }
    }

    /// Whether an alternative is of a type or class of that name.
    pub fn is_named(&self, atom: &Atom, wanted: Symbol) -> bool {
        match &atom.kind {
            Kind::Text(text) => {
                wanted == self.known().text
                    || self.platform().text_is(wanted, self.symbols.text(*text))
            }
            Kind::Beginning(text) => {
                wanted == self.known().text
                    || self
                        .platform()
                        .text_begins_as(wanted, self.symbols.text(*text))
            }
            Kind::Object(class) => self
                .outside_bases(*class)
                .iter()
                .any(|base| self.platform().extends(*base, wanted)),
            Kind::Name(name) => *name == wanted,
            _ => self
                .type_name(atom)
                .is_some_and(|name| self.platform().extends(name, wanted)),
        }
    }

    fn holds(&self, atom: &Atom, wanted: &Type) -> bool {
        match &atom.kind {
            Kind::Instance(_, Some(inner)) => inner.atoms.iter().any(|atom| self.is(atom, wanted)),
            Kind::Record(record) => {
                let items = record.items.iter().flat_map(|item| &item.value.atoms);
                items.chain(&record.rest.atoms).any(|atom| {
                    // What is still to be awaited holds nothing yet.
                    let inside = || !self.is_awaitable(atom) && self.holds(atom, wanted);
                    self.is(atom, wanted) || inside()
                })
            }
            _ => false,
        }
    }

    /// What iterating over a value gives.
    pub fn items_of(&mut self, value: &Value, site: Site) -> Value {
        self.taken_from(value, site);
        let mut result = Value {
            open: value.open,
            ..Value::default()
        };
        for atom in &value.atoms {
            let items = self.items_of_atom(atom, site);
            result.join(&items);
        }
        result
    }

    fn items_of_atom(&mut self, atom: &Atom, site: Site) -> Value {
        match &atom.kind {
            Kind::Record(record) if record.of == self.known().dict => {
                Value::of(Kind::Instance(self.known().text, None), site).or_unknown()
            }
            Kind::Record(record) => record.any(),
            Kind::Param(param) => Self::reach(param, Step::Item, atom.site),
            Kind::Instance(of, holds) => {
                let platform = self.platform();
                let owner = Value::only(atom.clone());
                match platform.inherited(*of, |declared| declared.item.as_ref()) {
                    Some(declared)
                        if !declared
                            .alternatives
                            .iter()
                            .any(|one| one.head == Head::Item) =>
                    {
                        self.instantiate(declared, Some(&owner), &[], site)
                    }
                    _ => holds
                        .as_ref()
                        .map_or_else(Value::unknown, |holds| (**holds).clone()),
                }
            }
            Kind::None | Kind::Missing => Value::never(),
            _ => Value::unknown(),
        }
    }

    /// What awaiting an alternative gives.
    pub fn await_atom(&mut self, atom: &Atom, site: Site) -> Value {
        match &atom.kind {
            Kind::Param(param) => Self::reach(param, Step::Await, atom.site),
            Kind::Instance(of, holds) => {
                let platform = self.platform();
                match (
                    platform.inherited(*of, |declared| declared.awaited.as_ref()),
                    holds,
                ) {
                    (Some(declared), Some(holds))
                        if declared
                            .alternatives
                            .iter()
                            .any(|one| one.head == Head::Item) =>
                    {
                        (**holds).clone()
                    }
                    (Some(declared), _) => self.instantiate(declared, None, &[], site),
                    (None, Some(holds)) if *of == self.known().coroutine => (**holds).clone(),
                    _ => Value::unknown(),
                }
            }
            Kind::None | Kind::Missing => Value::never(),
            _ => Value::unknown(),
        }
    }

    /// What a parameter's path reaches from an argument.
    pub fn follow(&mut self, param: &Param, argument: &Value, site: Site) -> Value {
        let mut value = argument.clone();
        for fact in &param.given {
            self.apply_fact(&mut value, *fact);
        }
        for step in &param.path {
            value = self.step(&value, *step, site);
        }
        for fact in &param.facts {
            self.apply_fact(&mut value, *fact);
        }
        value
    }

    /// What one step reaches from a value.
    pub fn step(&mut self, value: &Value, step: Step, site: Site) -> Value {
        match step {
            Step::Item => self.items_of(value, site),
            Step::Key(key) => self.item_at(value, Some(key), site),
            Step::Attribute(name) => self.attribute(value, name, site),
            Step::Result(name) => {
                let method = self.attribute(value, name, site);
                self.call_value_plainly(&method, site)
            }
            Step::Await => self.await_value(value, site),
            Step::Made(name) => self.made_of(name, value, site),
            Step::Held(of) => held_in(of, value, site),
        }
    }

    /// What a function of the platform that depends on its first argument gives for one alone.
    fn made_of(&mut self, name: Symbol, value: &Value, site: Site) -> Value {
        let Some(function) = self.platform().functions.get(&name) else {
            return Value::unknown();
        };
        let arg = Arg {
            keyword: None,
            star: Star::No,
            value: value.clone(),
            site,
        };
        self.result(function, None, &[arg], site)
    }

    /// What a function of the platform will have made of parameters, where the callers know of what type these are.
    pub fn made_of_parameters(&self, name: Symbol, args: &[Arg]) -> Value {
        let mut result = Value::never();
        let ([only], Some(function)) = (args, self.platform().functions.get(&name)) else {
            return result;
        };
        let depends = function.cases.iter().any(|case| case.first_is.is_some());
        if depends && only.is_positional() && only.star == Star::No {
            for atom in &only.value.atoms {
                if let Kind::Param(param) = &atom.kind {
                    result.join(&Self::reach(param, Step::Made(name), atom.site));
                }
            }
        }
        result
    }

    /// What a declared function returns.
    pub fn result(
        &mut self,
        function: &CompiledFunction,
        receiver: Option<&Value>,
        args: &[Arg],
        site: Site,
    ) -> Value {
        let case = function.cases.iter().find(|case| self.applies(case, args));
        let returns = case.map_or(&function.returns, |case| &case.returns);
        self.instantiate(returns, receiver, args, site)
    }

    fn applies(&self, case: &CompiledCase, args: &[Arg]) -> bool {
        let given = |place: Place| self.argument_at(args, place).is_some();
        case.given.is_none_or(given)
            && case.absent.is_none_or(|place| !given(place))
            && case.first_is.as_ref().is_none_or(|wanted| {
                let first = args.iter().find(|arg| arg.is_positional());
                first.is_some_and(|arg| arg.value.atoms.iter().any(|atom| self.is(atom, wanted)))
            })
            && case.argument.as_ref().is_none_or(|(place, wanted)| {
                let given = self.argument_at(args, *place);
                given.is_some_and(|arg| {
                    let is_wanted = |atom| wanted.iter().any(|of| self.is(atom, of));
                    arg.value.atoms.iter().any(is_wanted)
                })
            })
    }
}

/// A container with one item.
fn held_in(of: Symbol, value: &Value, site: Site) -> Value {
    let from = value.atoms.first().map_or(site, |atom| atom.site);
    let record = Record {
        rest: value.clone(),
        ..Record::new(of)
    };
    Value::of(Kind::Record(Rc::new(record)), from)
}

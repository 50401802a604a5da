//! What speaks against mending a finding by a program.

use super::Analysis;
use super::flows::Arrival;
use super::state::State;
use super::summary::DEEPEST_VALUE;
use crate::rules::CompiledFlow;
use crate::value::{Atom, Kind, Param, Value};

/// What speaks against mending a finding by a program, or for care.
#[derive(Debug, Clone, Copy, Default)]
pub struct Doubts {
    /// Whether what is an object of JavaScript on one way is something else on another, which a method of the one lacks.
    pub is_mixed: bool,
    /// Whether the value may be `None` as well.
    pub may_be_none: bool,
    /// Whether it may be anything that is not unwanted where it arrives.
    pub may_be_else: bool,
    /// Whether it may be, or hold, `None`.
    pub may_hold_none: bool,
    /// Whether the call that the value comes from gives it inside of something else.
    pub is_within: bool,
}

impl<'a> Analysis<'a> {
    /// The doubts about what arrives where a detector does not want `hit`, which is one of its alternatives.
    pub fn doubts(&mut self, flow: &CompiledFlow, hit: &Atom, arrival: &Arrival<'_>) -> Doubts {
        Doubts {
            is_mixed: self.is_raw(hit) && self.has_others(hit, arrival),
            may_be_none: arrival.value.may_be_none(),
            may_be_else: self.may_be_else(flow, arrival.value),
            may_hold_none: self.may_hold_none(arrival.value, 0),
            is_within: self.gave_within.contains(&hit.site),
        }
    }

    /// Whether what arrives may be something else than an object of JavaScript that can arrive as well. Where that is nothing,
    /// the use fails one way or the other, unless whoever it is passed to has thought of it.
    fn has_others(&self, raw: &Atom, arrival: &Arrival<'_>) -> bool {
        let mut others = arrival.value.atoms.iter().filter(|one| !self.is_raw(one));
        others.any(|other| match other.kind {
            Kind::Param(_) => false,
            Kind::None | Kind::Missing => arrival.used.is_some() && other.site != raw.site,
            _ => true,
        })
    }

    fn may_be_else(&mut self, flow: &CompiledFlow, value: &Value) -> bool {
        value.open
            || value.atoms.iter().any(|atom| match &atom.kind {
                Kind::Param(param) => !self.is_declared(param, atom),
                _ => !flow.from.iter().any(|wanted| self.is(atom, wanted)),
            })
    }

    /// Whether the function says of a parameter all that it may be: what its annotation names is an alternative of its own.
    fn is_declared(&mut self, param: &Param, atom: &Atom) -> bool {
        let info = &self.functions[param.function.0 as usize];
        if !param.path.is_empty() || info.module != self.frame.module {
            return false;
        }
        let parameters = &info.node.parameters;
        let kwarg = parameters.kwarg.as_deref();
        if kwarg.is_some_and(|one| info.place(one) == atom.site) {
            return true;
        }
        let mut parameters = parameters.iter_non_variadic_params();
        let own = parameters.find(|one| info.place(&one.parameter) == atom.site);
        let annotation = own.and_then(|one| one.parameter.annotation.as_deref());
        annotation.is_some_and(|node| !self.annotation(node, &mut State::default()).open)
    }

    fn may_hold_none(&self, value: &Value, depth: usize) -> bool {
        let known = self.known();
        let plain = [known.text, known.number, known.boolean, known.bytes];
        let within = |value: &Value| self.may_hold_none(value, depth + 1);
        value.open
            || depth > DEEPEST_VALUE
            || value.atoms.iter().any(|atom| match &atom.kind {
                Kind::Text(_) | Kind::Beginning(_) | Kind::Bool(_) => false,
                Kind::Instance(of, _) => !plain.contains(of),
                Kind::Record(record) => {
                    !record.spread.is_never()
                        || within(&record.rest)
                        || record.items.iter().any(|item| within(&item.value))
                }
                _ => true,
            })
    }
}

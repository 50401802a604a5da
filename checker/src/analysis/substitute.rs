//! What a call gives of what its function returns: parameters become what was passed.

use std::rc::Rc;

use super::Analysis;
use super::functions::Passed;
use super::summary::DEEPEST_VALUE;
use crate::value::{Atom, FunctionId, Kind, Site, Step, Value};

impl<'a> Analysis<'a> {
    pub fn substitute(
        &mut self,
        value: &Value,
        id: FunctionId,
        passed: &Passed,
        site: Site,
        depth: usize,
    ) -> Value {
        let mut result = Value {
            open: value.open,
            ..Value::default()
        };
        for atom in &value.atoms {
            let mut one = self.substitute_atom(atom, id, passed, site, depth);
            let made_inside = !matches!(atom.kind, Kind::Param(_));
            if depth == 0 && made_inside {
                // Every call makes an object of its own.
                self.handed_on.insert(site);
                one.atoms.iter_mut().for_each(|atom| atom.site = site);
            }
            result.absorb(one);
        }
        result
    }

    fn substitute_atom(
        &mut self,
        atom: &Atom,
        id: FunctionId,
        passed: &Passed,
        site: Site,
        depth: usize,
    ) -> Value {
        let kept = || Value::only(atom.clone());
        if depth > DEEPEST_VALUE {
            return Value::unknown();
        }
        match &atom.kind {
            Kind::Param(param) if param.function == id => match &passed[param.index as usize] {
                Some((argument, place)) => {
                    let (argument, place) = (argument.clone(), *place);
                    let mut reached = self.follow(param, &argument, place);
                    // What a method gives is made by the call, and not passed to it.
                    let is_made = |step: &Step| matches!(step, Step::Result(_));
                    if param.path.iter().any(is_made) {
                        reached.atoms.iter_mut().for_each(|atom| atom.site = site);
                        if depth > 0 {
                            self.gave_within.insert(site);
                        }
                    }
                    if !param.path.is_empty() {
                        self.handed_on
                            .extend(reached.atoms.iter().map(|atom| atom.site));
                    }
                    reached
                }
                // The default is an alternative of its own.
                None => Value::never(),
            },
            Kind::Param(_) => Value::unknown(),
            Kind::None if self.is_replaced_default(atom, id, passed) => Value::never(),
            Kind::Instance(of, Some(holds)) => {
                let holds = self.substitute(holds, id, passed, site, depth + 1);
                Value::of(Kind::Instance(*of, Some(Rc::new(holds))), atom.site)
            }
            Kind::Record(record) => {
                let mut changed = (**record).clone();
                for item in &mut changed.items {
                    item.value = self.substitute(&item.value, id, passed, site, depth + 1);
                }
                changed.rest = self.substitute(&changed.rest, id, passed, site, depth + 1);
                if !changed.spread.is_never() {
                    let spread = std::mem::take(&mut changed.spread);
                    let given = self.substitute(&spread, id, passed, site, depth + 1);
                    self.spread_later(&mut changed, &given);
                }
                Value::of(Kind::Record(Rc::new(changed)), atom.site)
            }
            _ => kept(),
        }
    }

    /// Whether a `None` is only what a parameter is by default, or may be, and the call passes something for it.
    fn is_replaced_default(&self, atom: &Atom, id: FunctionId, passed: &Passed) -> bool {
        let info = &self.functions[id.0 as usize];
        if !info.may_declare(atom.site) {
            return false;
        }
        let parameters = info.node.parameters.iter_non_variadic_params();
        parameters.zip(passed).any(|(parameter, given)| {
            given.is_some() && atom.site == info.place(&parameter.parameter)
        })
    }
}

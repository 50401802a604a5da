//! What a function returns where a flag that it is passed is true, or is false: `def options(headers, as_js=False)`.

use ruff_python_ast::{Expr, ParameterWithDefault, StmtFunctionDef};
use smallvec::SmallVec;

use super::Analysis;
use super::arguments::{Arg, Star};
use super::functions::Passed;
use super::guards::common_facts;
use super::implied::truth_of;
use super::state::State;
use super::summary::Summary;
use crate::value::{Fact, Value};

/// A way through a function that ends with a value.
#[derive(Debug)]
pub struct Way {
    /// The flags that are true or false there, by the index of their parameter.
    when: SmallVec<[(u32, bool); 1]>,
    returns: Value,
}

/// Functions with more ways than this are not told apart.
const MOST_WAYS: usize = 8;

impl<'a> Analysis<'a> {
    /// The running function returns a value.
    pub fn note_way(&mut self, value: &Value, state: &State) {
        let Some(id) = self.frame.function.filter(|_| !state.dead) else {
            return;
        };
        let node = self.functions[id.0 as usize].node;
        if !node.parameters.iter_non_variadic_params().any(is_flag) {
            return;
        }
        let mut when = SmallVec::new();
        for (index, parameter) in node.parameters.iter_non_variadic_params().enumerate() {
            let name = self.symbols.intern(&parameter.parameter.name);
            let known = state.get(name).filter(|_| is_flag(parameter));
            let facts = known.into_iter().flat_map(|value| common_facts(value, id));
            when.extend(facts.filter_map(|fact| match fact {
                Fact::Truth(truth) => Some((index as u32, truth)),
                _ => None,
            }));
        }
        let returns = value.clone();
        self.frame.ways.push(Way { when, returns });
    }

    /// The ways through the running function, if flags tell them apart.
    pub fn take_ways(&mut self) -> Vec<Way> {
        let mut ways = std::mem::take(&mut self.frame.ways);
        if ways.len() > MOST_WAYS || ways.iter().all(|way| way.when.is_empty()) {
            return Vec::new();
        }
        for way in &mut ways {
            way.returns = self.unless_converted(std::mem::take(&mut way.returns));
        }
        ways
    }
}

impl Summary {
    /// What a call gets, if what it passes for flags tells.
    pub fn returned(
        &self,
        definition: &StmtFunctionDef,
        passed: &Passed,
        args: &[Arg],
    ) -> Option<Value> {
        if self.ways.is_empty() || args.iter().any(|arg| arg.star != Star::No) {
            return None;
        }
        let may_be = |&(index, truth): &(u32, bool)| {
            let own = flag(definition, passed, index as usize);
            own.is_none_or(|own| own == truth)
        };
        let taken = self.ways.iter().filter(|way| way.when.iter().all(may_be));
        let mut returns = Value::never();
        taken.for_each(|way| returns.join(&way.returns));
        (!returns.is_never()).then_some(returns)
    }
}

/// Whether a call passes something true or something false for a flag.
fn flag(definition: &StmtFunctionDef, passed: &Passed, index: usize) -> Option<bool> {
    if let Some((value, _)) = passed.get(index)? {
        return truth_of(value);
    }
    let mut parameters = definition.parameters.iter_non_variadic_params();
    let default = parameters.nth(index)?.default.as_deref()?;
    Some(default.as_boolean_literal_expr()?.value)
}

/// Whether a parameter is true or false by its default or its annotation.
fn is_flag(parameter: &ParameterWithDefault) -> bool {
    let default = parameter.default.as_deref();
    let annotation = parameter.parameter.annotation.as_deref();
    default.is_some_and(Expr::is_boolean_literal_expr)
        || matches!(annotation, Some(Expr::Name(name)) if name.id == "bool")
}

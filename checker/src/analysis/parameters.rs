//! What parameters stand for before anybody is known to call their function.

use ruff_python_ast::ParameterWithDefault;

use super::Analysis;
use super::state::State;
use crate::symbol::Symbol;
use crate::value::{FunctionId, Site, Value};

impl<'a> Analysis<'a> {
    /// What a parameter stands for: whatever is passed, and what its annotation, its name and its default say.
    pub fn parameter(
        &mut self,
        id: FunctionId,
        index: u32,
        node: &'a ParameterWithDefault,
        state: &mut State,
    ) -> Value {
        let site = self.site(&node.parameter);
        let mut value = Self::param_value(id, index, site);
        let promised = match &node.parameter.annotation {
            Some(annotation) => self.annotation(annotation, state),
            None => Value::unknown(),
        };
        // What the caller passes decides; the annotation only adds what it can promise.
        for atom in &promised.atoms {
            value.join(&Value::of(atom.kind.clone(), site));
        }
        if promised.is_unknown() {
            let name = self.symbols.intern(&node.parameter.name);
            if let Some(handed) = self.handed_by_runtime(id, index, site) {
                value.join(&handed);
            } else if let Some(declared) = self.platform().parameters.get(&name)
                && self.may_be_conventional(name, site)
            {
                let conventional = self.instantiate(declared, None, &[], site);
                value.join(&Value {
                    open: false,
                    ..conventional
                });
            } else if let Some(given) = self.given(site) {
                value.join(&given);
            }
        }
        if let Some(default) = &node.default {
            let default = self.expr(default, state);
            for atom in default.atoms {
                value.join(&Value::of(atom.kind, site));
            }
        }
        value
    }

    /// What the runtime passes to a handler for a parameter.
    fn handed_by_runtime(&mut self, id: FunctionId, index: u32, site: Site) -> Option<Value> {
        let info = &self.functions[id.0 as usize];
        let handlers = self
            .platform()
            .handlers
            .get(&self.symbols.get(&info.node.name)?)?;
        if info.parent.is_some() || !info.node.decorator_list.is_empty() {
            return None;
        }
        let class = info.class;
        let bases = class.map(|class| self.outside_bases(class));
        let is_same = |of: Option<Symbol>| match (of, &bases) {
            (Some(of), Some(bases)) => bases.contains(&of),
            (of, bases) => of.is_none() && bases.is_none(),
        };
        let handler = handlers.iter().find(|handler| is_same(handler.of))?;
        let first = u32::from(class.is_some());
        let declared = handler.takes.get(index.checked_sub(first)? as usize)?;
        Some(Value {
            open: false,
            ..self.instantiate(declared, None, &[], site)
        })
    }
}

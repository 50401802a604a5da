//! Bindings that may be missing, and code that has thought of it.

use ruff_python_ast::{Expr, ExprAttribute};

use super::Analysis;
use super::members::assignments;
use super::mentions::{assigned, last_name};
use super::state::State;
use crate::symbol::Symbol;
use crate::value::{Atom, Kind, Value};

impl<'a> Analysis<'a> {
    /// Whether a missing attribute is handled in the running function.
    pub fn catches_attribute_error(&self) -> bool {
        let known = self.known();
        let handling = [known.attribute_error, known.exception, known.any_exception];
        let mut caught = self.frame.tries.iter().flat_map(|around| &around.catches);
        caught.any(|caught| caught.is_some_and(|caught| handling.contains(&caught)))
    }

    /// Whether something is a binding.
    pub fn is_binding(&self, atom: &Atom) -> bool {
        match atom.kind {
            Kind::Instance(of, _) => self.platform().extends(of, self.known().binding),
            _ => false,
        }
    }

    /// Whether an expression is an attribute of what the constructor of the running method's class was passed as `env` and
    /// keeps. That it may be something else is only for want of knowing the callers.
    pub fn is_of_kept_env(&mut self, attribute: &ExprAttribute, value: &Value) -> bool {
        if !value.open || !value.atoms.iter().any(|atom| self.is_binding(atom)) {
            return false;
        }
        let Expr::Attribute(kept) = &*attribute.value else {
            return false;
        };
        let init = self.known().init;
        let Some(class) = self.owner_of(kept) else {
            return false;
        };
        let info = &self.classes[class.0 as usize];
        let Some(constructor) = info.methods.get(&init) else {
            return false;
        };
        let function = self.functions[constructor.0 as usize].node;
        let mut parameters = function.parameters.iter_non_variadic_params();
        let mut statements = function.body.iter().filter_map(assigned);
        let given = statements.find_map(|(target, value)| match value {
            Expr::Name(name) if last_name(target) == Some(kept.attr.as_str()) => Some(&name.id),
            _ => None,
        });
        let env = parameters.find(|one| Some(one.parameter.name.as_str()) == given.map(|id| &**id));
        let is_env = env.filter(|one| one.default.is_none()).is_some_and(|one| {
            let name = self.symbols.get(&one.parameter.name);
            name.is_some_and(|name| self.platform().parameters.contains_key(&name))
        });
        is_env && assignments(info.node, &kept.attr) == 1
    }

    /// Continues where `hasattr(owner, "name")` was true: the attribute raises nothing, and what it holds is not what the type
    /// of the owner promises alone.
    pub fn assume_present(&mut self, owner: &'a Expr, name: Symbol, state: &mut State) {
        let Some(path) = self.path(owner) else { return };
        let path = self.symbols.join(path, name);
        let value = match state.get(path) {
            Some(told) if !told.atoms.iter().any(|atom| self.is_binding(atom)) => return,
            Some(told) => told.clone(),
            None => {
                let site = self.site(owner);
                let owner = self.expr(owner, &mut state.clone());
                self.attribute(&owner, name, site)
            }
        };
        state.set_path(path, value.or_unknown());
    }
}

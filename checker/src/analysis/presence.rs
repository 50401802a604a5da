//! Bindings that may be missing, and code that has thought of it.

use ruff_python_ast::Expr;

use super::Analysis;
use super::state::State;
use crate::symbol::Symbol;
use crate::value::{Atom, Kind};

impl<'a> Analysis<'a> {
    /// Whether a missing attribute is handled in the running function.
    pub fn catches_attribute_error(&self) -> bool {
        let known = self.known();
        let handling = [known.attribute_error, known.exception, known.any_exception];
        let mut caught = self.frame.tries.iter().flat_map(|around| &around.catches);
        caught.any(|caught| caught.is_some_and(|caught| handling.contains(&caught)))
    }

    /// Continues where `hasattr(env, "DB")` was true: `env.DB` raises nothing, whatever it is.
    pub fn assume_present(&mut self, owner: &'a Expr, name: Symbol, state: &mut State) {
        let Some(path) = self.path(owner) else { return };
        let path = self.symbols.join(path, name);
        let site = self.site(owner);
        let mut value = match state.get(path) {
            Some(value) => value.clone(),
            None => {
                let owner = self.expr(owner, &mut state.clone());
                self.attribute(&owner, name, site)
            }
        };
        let is_binding = |atom: &Atom| match atom.kind {
            Kind::Instance(of, _) => self.platform().extends(of, self.known().binding),
            _ => false,
        };
        if value.atoms.iter().any(is_binding) {
            value.open = true;
            state.set_path(path, value);
        }
    }
}

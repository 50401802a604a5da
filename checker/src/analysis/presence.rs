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

    /// Continues where `hasattr(owner, "name")` was true: the attribute raises nothing, and what it holds is not what the type
    /// of the owner promises alone.
    pub fn assume_present(&mut self, owner: &'a Expr, name: Symbol, state: &mut State) {
        let Some(path) = self.path(owner) else { return };
        let path = self.symbols.join(path, name);
        let is_binding = |atom: &Atom| match atom.kind {
            Kind::Instance(of, _) => self.platform().extends(of, self.known().binding),
            _ => false,
        };
        let value = match state.get(path) {
            Some(told) if !told.atoms.iter().any(is_binding) => return,
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

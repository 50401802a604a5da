//! What decorators keep for the functions that they make: it lives as long as these do.

use ruff_python_ast::visitor::Visitor;
use ruff_python_ast::{Stmt, StmtFunctionDef};

use super::Analysis;
use super::mentions::Names;
use crate::value::{FunctionId, Kind, Value};

impl<'a> Analysis<'a> {
    /// A function or method is decorated while its module is imported.
    pub fn decorated_by(&mut self, decorators: &[Value]) {
        if !self.frame.is_import() {
            return;
        }
        let atoms = decorators.iter().flat_map(|value| &value.atoms);
        self.decorating
            .extend(atoms.filter_map(|atom| match atom.kind {
                Kind::Function(id, _) => Some(id),
                _ => None,
            }));
    }

    /// The running function, where it returns a function of its own that uses the name which is being bound.
    pub fn closure_of_target(&self) -> Option<FunctionId> {
        let (target, id) = (self.frame.target?, self.frame.function?);
        let body = &self.functions[id.0 as usize].node.body;
        let name = self.symbols.text(target);
        let keeps = |function: &StmtFunctionDef| {
            let mut names = Names::default();
            names.visit_body(&function.body);
            let is_used = names.loaded.contains(name) || names.bound.contains(name);
            is_used && self.is_returned(&function.name)
        };
        let mut inner = body.iter().filter_map(Stmt::as_function_def_stmt);
        inner.any(keeps).then_some(id)
    }

    /// Whether a function, or one that it makes, decorates what lives as long as its module.
    pub fn is_decorating(&self, id: FunctionId) -> bool {
        let mut decorating = self.decorating.iter();
        decorating.any(|one| *one == id || self.functions[one.0 as usize].parent == Some(id))
    }
}

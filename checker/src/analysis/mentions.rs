//! Which names a piece of code mentions.

use ruff_python_ast::Expr;
use ruff_python_ast::visitor::{Visitor, walk_expr};
use rustc_hash::FxHashSet;

/// The names that code reads and binds.
#[derive(Default)]
pub struct Names<'a> {
    pub loaded: FxHashSet<&'a str>,
    pub bound: FxHashSet<&'a str>,
}

impl<'a> Visitor<'a> for Names<'a> {
    fn visit_expr(&mut self, expression: &'a Expr) {
        if let Expr::Name(name) = expression {
            let names = match name.ctx.is_load() {
                true => &mut self.loaded,
                false => &mut self.bound,
            };
            names.insert(&name.id);
        }
        walk_expr(self, expression);
    }
}

//! Where in a function a name is used.

use ruff_python_ast::visitor::{Visitor, walk_expr, walk_stmt};
use ruff_python_ast::{ExceptHandler, Expr, Stmt};

use super::Analysis;

/// Counts uses of a name, in the bodies of `try` statements with handlers and outside of them.
struct Uses<'n> {
    name: &'n str,
    depth: usize,
    inside: usize,
    outside: usize,
}

impl<'a> Visitor<'a> for Uses<'_> {
    fn visit_stmt(&mut self, statement: &'a Stmt) {
        let Stmt::Try(node) = statement else {
            walk_stmt(self, statement);
            return;
        };
        let handled = usize::from(node.handlers.iter().any(goes_on));
        self.depth += handled;
        self.visit_body(&node.body);
        self.depth -= handled;
        for handler in &node.handlers {
            self.visit_except_handler(handler);
        }
        self.visit_body(&node.orelse);
        self.visit_body(&node.finalbody);
    }

    fn visit_expr(&mut self, expression: &'a Expr) {
        if let Expr::Name(name) = expression
            && name.ctx.is_load()
            && name.id.as_str() == self.name
        {
            let count = if self.depth > 0 {
                &mut self.inside
            } else {
                &mut self.outside
            };
            *count += 1;
        }
        walk_expr(self, expression);
    }
}

/// Whether a handler does something else than raise again.
fn goes_on(handler: &ExceptHandler) -> bool {
    let ExceptHandler::ExceptHandler(handler) = handler;
    !handler.body.iter().any(Stmt::is_raise_stmt)
}

impl Analysis<'_> {
    /// Whether the name that takes the result of the running call is used in `try` bodies with handlers only.
    pub fn target_used_in_try_only(&self) -> bool {
        let (Some(target), Some(function)) = (self.frame.target, self.frame.function) else {
            return false;
        };
        let mut uses = Uses {
            name: self.symbols.text(target),
            depth: 0,
            inside: 0,
            outside: 0,
        };
        uses.visit_body(&self.functions[function.0 as usize].node.body);
        uses.inside > 0 && uses.outside == 0
    }
}

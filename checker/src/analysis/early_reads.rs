//! Bindings that are read before the `try` that handles their being missing.

use ruff_python_ast::visitor::{Visitor, walk_expr, walk_stmt};
use ruff_python_ast::{ExceptHandler, Expr, Stmt, StmtTry};

use super::Analysis;
use super::mentions::last_name;
use crate::value::{Atom, Kind, Value};

impl<'a> Analysis<'a> {
    /// The value of an expression is bound to a name.
    pub fn read_before_try(&mut self, node: &'a Expr, value: &Value) {
        if self.rules().services.is_empty() || !node.is_attribute_expr() || value.open {
            return;
        }
        let passed = |atom: &Atom| matches!(atom.kind, Kind::Param(_));
        let mut atoms = value.atoms.iter();
        let certain = atoms.all(|atom| self.is_binding(atom) || passed(atom));
        if !certain || value.atoms.iter().all(passed) || !self.handles_missing_target() {
            return;
        }
        self.service_used(self.site(node));
    }

    /// Whether every `try` that uses the name which is being bound does nothing else, and has a handler for attributes that
    /// are missing: none but that of the environment can be.
    fn handles_missing_target(&self) -> bool {
        let (Some(target), Some(function)) = (self.frame.target, self.frame.function) else {
            return false;
        };
        let mut tries = Tries {
            name: self.symbols.text(target),
            handling: 0,
            others: 0,
        };
        tries.visit_body(&self.functions[function.0 as usize].node.body);
        tries.handling > 0 && tries.others == 0
    }
}

/// Counts the `try` statements that use a name.
struct Tries<'n> {
    name: &'n str,
    handling: usize,
    others: usize,
}

impl<'a> Visitor<'a> for Tries<'_> {
    fn visit_stmt(&mut self, statement: &'a Stmt) {
        if let Stmt::Try(node) = statement {
            let mut calls = Calls {
                name: self.name,
                mentions: 0,
                others: 0,
            };
            calls.visit_body(&node.body);
            if calls.mentions > 0 {
                let handles = calls.others == 0 && names_attribute_error(node);
                match handles {
                    true => self.handling += 1,
                    false => self.others += 1,
                }
            }
        }
        walk_stmt(self, statement);
    }

    fn visit_expr(&mut self, _expression: &'a Expr) {}
}

/// Counts what may lack an attribute, besides what a name stands for.
struct Calls<'n> {
    name: &'n str,
    mentions: usize,
    others: usize,
}

impl<'a> Visitor<'a> for Calls<'_> {
    fn visit_expr(&mut self, expression: &'a Expr) {
        match expression {
            Expr::Name(name) => self.mentions += usize::from(name.id.as_str() == self.name),
            Expr::Attribute(_) => self.others += usize::from(root(expression) != Some(self.name)),
            Expr::Call(call) => self.others += usize::from(!call.func.is_attribute_expr()),
            _ => {}
        }
        walk_expr(self, expression);
    }
}

/// The name that attributes and calls start from.
fn root(node: &Expr) -> Option<&str> {
    match node {
        Expr::Name(name) => Some(&name.id),
        Expr::Attribute(attribute) => root(&attribute.value),
        Expr::Call(call) => root(&call.func),
        _ => None,
    }
}

/// Whether a handler names `AttributeError`.
fn names_attribute_error(node: &StmtTry) -> bool {
    let named = |of: &Expr| last_name(of) == Some("AttributeError");
    node.handlers.iter().any(|handler| {
        let ExceptHandler::ExceptHandler(handler) = handler;
        handler.type_.as_deref().is_some_and(|of| match of {
            Expr::Tuple(several) => several.elts.iter().any(named),
            one => named(one),
        })
    })
}

//! Tests of attributes that are there or raise: `if env.CACHE: await env.CACHE.put(…)`.

use gotchas_catalog::detect::Operation;
use ruff_python_ast::visitor::{Visitor, walk_expr};
use ruff_python_ast::{Expr, ExprAttribute};

use super::Analysis;
use crate::value::Value;

impl<'a> Analysis<'a> {
    /// A value is tested for being true. A variable of the Worker may well be empty, a binding never is.
    pub fn probe(&mut self, value: &Value, node: &Expr) {
        let Expr::Attribute(attribute) = node else {
            return;
        };
        let binding = self.known().binding;
        let is_binding = |of| self.platform().extends(of, binding);
        let mut types = value.atoms.iter().filter_map(|atom| self.type_name(atom));
        if types.any(is_binding) && !self.is_forgiven() && self.is_used_as_binding(attribute) {
            self.operate(Operation::Probe, value, node, None);
        }
    }

    /// Whether the running function calls a method on an attribute that texts and numbers do not have.
    fn is_used_as_binding(&self, attribute: &ExprAttribute) -> bool {
        let Some(id) = self.frame.function else {
            return false;
        };
        let mut calls = Calls {
            analysis: self,
            owner: attribute,
            found: false,
        };
        calls.visit_body(&self.functions[id.0 as usize].node.body);
        calls.found
    }
}

/// Searches calls of methods of bindings.
struct Calls<'a, 'b> {
    analysis: &'b Analysis<'a>,
    owner: &'b ExprAttribute,
    found: bool,
}

impl<'a> Visitor<'a> for Calls<'_, '_> {
    fn visit_expr(&mut self, expression: &'a Expr) {
        if let Expr::Call(call) = expression
            && let Expr::Attribute(method) = &*call.func
            && let Expr::Attribute(owner) = &*method.value
            && owner.attr.as_str() == self.owner.attr.as_str()
        {
            let known = self.analysis.known();
            let platform = self.analysis.platform();
            let name = self.analysis.symbols.get(&method.attr);
            self.found |= name.is_some_and(|name| {
                platform.method(known.binding, name).is_some()
                    && platform.method(known.text, name).is_none()
            });
        }
        walk_expr(self, expression);
    }
}

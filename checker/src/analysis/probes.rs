//! Tests of attributes that are there or raise: `if env.CACHE: await env.CACHE.put(…)`.

use gotchas_catalog::detect::Operation;
use ruff_python_ast::Expr;
use ruff_python_ast::visitor::{Visitor, walk_expr};

use super::Analysis;
use super::mentions::last_name;
use crate::value::{Atom, Kind, Value};

impl<'a> Analysis<'a> {
    /// A value is tested for being true. A variable of the Worker may well be empty, a binding never is.
    pub fn probe(&mut self, value: &Value, node: &Expr) {
        let Some(name) = last_name(node) else {
            return;
        };
        if value.atoms.iter().any(|atom| self.is_binding(atom))
            && (node.is_attribute_expr() || self.is_read_from_env(value))
            && !self.is_forgiven()
            && !self.catches_attribute_error()
            && self.is_used_as_binding(name)
        {
            self.operate(Operation::Probe, value, node, None);
        }
    }

    /// Whether a value is what an attribute was read from, and nothing that was passed.
    fn is_read_from_env(&self, value: &Value) -> bool {
        let is_read = |atom: &Atom| {
            if matches!(atom.kind, Kind::Param(_)) {
                return true;
            }
            let source = self.modules[atom.site.file as usize].source.text;
            let text = &source[atom.site.range()];
            text.contains('.') && !text.contains(':')
        };
        value.atoms.iter().all(is_read)
    }

    /// Whether the running function calls a method on a name or attribute that texts and numbers do not have.
    fn is_used_as_binding(&self, name: &str) -> bool {
        let Some(id) = self.frame.function else {
            return false;
        };
        let mut calls = Calls {
            analysis: self,
            name,
            found: false,
        };
        calls.visit_body(&self.functions[id.0 as usize].node.body);
        calls.found
    }
}

/// Searches calls of methods of bindings.
struct Calls<'a, 'b> {
    analysis: &'b Analysis<'a>,
    name: &'b str,
    found: bool,
}

impl<'a> Visitor<'a> for Calls<'_, '_> {
    fn visit_expr(&mut self, expression: &'a Expr) {
        if let Expr::Call(call) = expression
            && let Expr::Attribute(method) = &*call.func
            && last_name(&method.value) == Some(self.name)
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

//! Executors that asyncio is handed: its loop calls the function itself and starts no thread.

use ruff_python_ast::visitor::{Visitor, walk_expr, walk_stmt};
use ruff_python_ast::{Expr, ExprCall, Stmt};
use ruff_text_size::{Ranged, TextRange};

use super::Analysis;
use super::mentions::{assigned, last_name};

impl<'a> Analysis<'a> {
    /// Whether what a call makes is bound to a name that the project uses for nothing but `run_in_executor`.
    pub fn is_for_the_loop(&self, call: &'a ExprCall) -> bool {
        let mut binding = Binding {
            call: call.range(),
            name: None,
            is_own: false,
        };
        match self.frame.function {
            Some(id) => binding.visit_body(&self.functions[id.0 as usize].node.body),
            None => binding.visit_body(self.modules[self.frame.module.0 as usize].body),
        }
        let Some(name) = binding.name else {
            return false;
        };
        let mut uses = Uses {
            name,
            lent: 0,
            others: 0,
        };
        match self.frame.function.filter(|_| binding.is_own) {
            Some(id) if !self.is_global(name) => {
                uses.visit_body(&self.functions[id.0 as usize].node.body);
            }
            _ => self.visit_mentions(&[name], &mut uses),
        }
        uses.lent > 0 && uses.others == 0
    }

    fn is_global(&self, name: &str) -> bool {
        let name = self.symbols.get(name);
        name.is_some_and(|name| self.frame.globals.contains(&name))
    }
}

/// Searches the name or attribute that the result of a call is bound to.
struct Binding<'a> {
    call: TextRange,
    name: Option<&'a str>,
    /// Whether it is a name and no attribute.
    is_own: bool,
}

impl<'a> Binding<'a> {
    fn bind(&mut self, target: &'a Expr, value: &'a Expr) {
        let is_call = |node: &Expr| node.range() == self.call;
        let gives = is_call(value)
            || match value {
                Expr::BoolOp(node) => node.values.iter().any(is_call),
                Expr::If(node) => is_call(&node.body) || is_call(&node.orelse),
                _ => false,
            };
        if gives {
            self.name = last_name(target);
            self.is_own = target.is_name_expr();
        }
    }
}

impl<'a> Visitor<'a> for Binding<'a> {
    fn visit_stmt(&mut self, statement: &'a Stmt) {
        if !statement.range().contains_range(self.call) {
            return;
        }
        if let Stmt::With(node) = statement {
            let items = node.items.iter();
            let named = items.filter_map(|item| Some((item.optional_vars.as_deref()?, item)));
            named.for_each(|(target, item)| self.bind(target, &item.context_expr));
        }
        match assigned(statement) {
            Some((target, value)) => self.bind(target, value),
            None => walk_stmt(self, statement),
        }
    }

    fn visit_expr(&mut self, _expression: &'a Expr) {}
}

/// Counts what is done with a name.
struct Uses<'a> {
    name: &'a str,
    lent: usize,
    others: usize,
}

impl<'a> Visitor<'a> for Uses<'_> {
    fn visit_stmt(&mut self, statement: &'a Stmt) {
        if let Stmt::ImportFrom(node) = statement {
            let mut names = node.names.iter();
            let renamed = names.any(|one| one.name.as_str() == self.name && one.asname.is_some());
            self.others += usize::from(renamed);
        }
        walk_stmt(self, statement);
    }

    fn visit_expr(&mut self, expression: &'a Expr) {
        if let Expr::Call(call) = expression
            && let Expr::Attribute(method) = &*call.func
        {
            let is_it = |node: &Expr| last_name(node) == Some(self.name);
            match (method.attr.as_str(), &*call.arguments.args) {
                ("run_in_executor", [executor, others @ ..]) if is_it(executor) => {
                    self.lent += 1;
                    others.iter().for_each(|one| self.visit_expr(one));
                    return self.visit_expr(&method.value);
                }
                ("shutdown", _) if is_it(&method.value) => return,
                _ => {}
            }
        }
        let loaded = match expression {
            Expr::Name(node) => node.ctx.is_load(),
            Expr::Attribute(node) => node.ctx.is_load(),
            _ => false,
        };
        if loaded && last_name(expression) == Some(self.name) {
            self.others += 1;
        }
        walk_expr(self, expression);
    }
}

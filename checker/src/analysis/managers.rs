//! `with`: what context managers give, and what they catch.

use gotchas_catalog::detect::Operation;
use ruff_python_ast::{self as ast, Expr};

use super::Analysis;
use super::mentions::last_name;
use super::state::State;
use crate::value::{Atom, Kind, Site, Value};

impl<'a> Analysis<'a> {
    pub fn with_statement(&mut self, node: &'a ast::StmtWith, state: &mut State) {
        let mut entered = Vec::new();
        for item in &node.items {
            let outer = self.frame.target.replace(self.known().any_text);
            let value = self.expr(&item.context_expr, state);
            self.frame.target = outer;
            self.operate(Operation::Enter, &value, &item.context_expr, None);
            let site = self.site(&item.context_expr);
            self.enters(&value, site, state);
            if let Some(target) = &item.optional_vars {
                let given = self.entered_value(&value, site);
                self.assign(target, &given, state);
            }
            entered.push((value, site));
        }
        // What `suppress` catches may have come before anything in it.
        let before = node.items.iter().any(suppresses).then(|| state.clone());
        self.block(&node.body, state);
        if let Some(before) = before {
            state.join(&before);
        }
        for (value, site) in entered.into_iter().rev() {
            self.exits(&value, site, state);
        }
    }

    fn entered_value(&mut self, value: &Value, site: Site) -> Value {
        let mut result = Value {
            open: value.open,
            ..Value::default()
        };
        let enter = self.known().enter;
        for atom in &value.atoms {
            let one = match &atom.kind {
                Kind::Object(_) => Value::only(atom.clone()),
                Kind::Instance(of, _) => match self.platform().method(*of, enter) {
                    Some(method) => {
                        let owner = Value::only(atom.clone());
                        self.instantiate(&method.returns, Some(&owner), &[], site)
                    }
                    None => self.items_if_yielded(atom),
                },
                _ => self.items_if_yielded(atom),
            };
            result.join(&one);
        }
        result
    }

    fn items_if_yielded(&self, atom: &Atom) -> Value {
        match &atom.kind {
            Kind::Record(record) if record.of == self.known().generator => record.any(),
            _ => Value::unknown(),
        }
    }
}

/// Whether an item of a `with` catches exceptions: `contextlib.suppress(TypeError)`.
fn suppresses(item: &ast::WithItem) -> bool {
    matches!(&item.context_expr, Expr::Call(call) if last_name(&call.func) == Some("suppress"))
}

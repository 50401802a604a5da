//! How long objects live: for a call of a function, or for as long as the isolate does.

use ruff_python_ast::visitor::{Visitor, walk_stmt};
use ruff_python_ast::{Expr, Stmt};

use super::Analysis;
use crate::symbol::Symbol;
use crate::value::ClassId;

/// Where objects of a class of the project are made.
#[derive(Debug, Clone, Copy, Default)]
pub struct Made {
    /// In a function that keeps them to itself.
    for_a_call: bool,
    /// Anywhere else.
    for_longer: bool,
}

impl Analysis<'_> {
    /// An object of a class is made.
    pub fn made(&mut self, class: ClassId) {
        if !self.descending {
            return;
        }
        let kept = self.frame.function.is_none()
            || self.frame.keeps
            || self
                .frame
                .target
                .is_some_and(|name| self.outlives(name, true));
        let made = self.made.entry(class).or_default();
        made.for_a_call |= !kept;
        made.for_longer |= kept;
    }

    /// Whether every object of a class that the project makes is gone when the function returns that made it.
    pub fn lives_for_a_call(&self, class: ClassId) -> bool {
        let mut extending = self.made.iter().filter(|(made, _)| {
            let above = self.classes_above(**made);
            above.contains(&class)
        });
        let mut found = false;
        let short = extending.all(|(_, made)| {
            found = true;
            made.for_a_call && !made.for_longer
        });
        short && found
    }

    /// Whether the result of the running call is bound to a name of the running function, and stays there.
    pub fn bound_locally(&self) -> bool {
        self.frame.function.is_some()
            && self
                .frame
                .target
                .is_some_and(|name| !self.outlives(name, false))
    }

    /// Whether what a name of the running function stands for goes elsewhere.
    fn outlives(&self, name: Symbol, returned: bool) -> bool {
        if self.frame.globals.contains(&name) {
            return true;
        }
        let Some(function) = self.frame.function else {
            return true;
        };
        let mut keeping = Keeping {
            name: self.symbols.text(name),
            returned,
            found: false,
        };
        keeping.visit_body(&self.functions[function.0 as usize].node.body);
        keeping.found
    }
}

/// Looks for statements that put what a name stands for into an attribute or a container.
struct Keeping<'n> {
    name: &'n str,
    /// Whether returning it counts.
    returned: bool,
    found: bool,
}

impl Keeping<'_> {
    fn is_it(&self, node: &Expr) -> bool {
        matches!(node, Expr::Name(name) if name.id.as_str() == self.name)
    }
}

impl<'a> Visitor<'a> for Keeping<'_> {
    fn visit_stmt(&mut self, statement: &'a Stmt) {
        match statement {
            Stmt::Assign(node) if self.is_it(&node.value) => {
                let mut targets = node.targets.iter();
                self.found |=
                    targets.any(|one| matches!(one, Expr::Attribute(_) | Expr::Subscript(_)));
            }
            Stmt::Return(node) if self.returned => {
                let value = node.value.as_deref();
                self.found |= value.is_some_and(|value| self.is_it(value));
            }
            _ => {}
        }
        walk_stmt(self, statement);
    }

    fn visit_expr(&mut self, _expression: &'a Expr) {}
}

//! Which names a piece of code mentions, and where a project mentions a name.

use ruff_python_ast::visitor::{Visitor, walk_expr};
use ruff_python_ast::{Decorator, Expr, Stmt};
use rustc_hash::FxHashSet;

use super::Analysis;
use crate::outline::{Part, Word, word};

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

/// The name that an expression ends with: `loads` of `loads` and of `json.loads`.
pub fn last_name(node: &Expr) -> Option<&str> {
    match node {
        Expr::Name(name) => Some(&name.id),
        Expr::Attribute(attribute) => Some(&attribute.attr),
        _ => None,
    }
}

/// The same of a decorator, called or not.
pub fn decorator_name(decorator: &Decorator) -> Option<&str> {
    match &decorator.expression {
        Expr::Call(call) => last_name(&call.func),
        other => last_name(other),
    }
}

/// The target and the value of an assignment to one target.
pub fn assigned(statement: &Stmt) -> Option<(&Expr, &Expr)> {
    match statement {
        Stmt::Assign(node) => match &node.targets[..] {
            [target] => Some((target, &node.value)),
            _ => None,
        },
        Stmt::AnnAssign(node) => Some((&node.target, node.value.as_deref()?)),
        _ => None,
    }
}

impl<'a> Analysis<'a> {
    /// Visits all code that may mention one of some names, also what was put aside.
    pub fn visit_mentions(&self, names: &[&str], visitor: &mut impl Visitor<'a>) {
        let words: Vec<Word> = names.iter().map(|name| word(name)).collect();
        let mentions = |part: &Part| {
            words
                .iter()
                .any(|one| part.words.binary_search(one).is_ok())
        };
        for info in &self.modules {
            let source = info.source;
            let Some(outline) = source.file.outline() else {
                visitor.visit_body(info.body);
                continue;
            };
            let aside = outline.functions.iter().filter(|part| part.is_aside);
            for part in aside.filter(|part| mentions(part)) {
                if let Some(function) = part.again(source.text) {
                    visitor.visit_body(&function.node.body);
                }
            }
            if outline.parts().any(|part| !part.is_aside || mentions(part)) {
                visitor.visit_body(source.file.awake(source.text));
            }
        }
    }
}

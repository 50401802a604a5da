//! Fields that a class puts right itself: in `__post_init__`, or in validators of pydantic.

use ruff_python_ast::visitor::{Visitor, walk_expr};
use ruff_python_ast::{Expr, Stmt, StmtClassDef, StmtFunctionDef};

use super::Analysis;
use super::mentions::decorator_name;
use crate::symbol::Symbol;
use crate::value::{ClassId, Value};

impl Analysis<'_> {
    /// What a field holds after the methods that see to it: whether it may be `None` is for them to say.
    pub fn after_validators(&self, class: ClassId, field: Symbol, value: &mut Value) {
        if !value.may_be_none() {
            return;
        }
        let name = self.symbols.text(field);
        if sees_to(self.classes[class.0 as usize].node, name) {
            value.retain(|atom| !atom.is_nothing());
            value.open = true;
        }
    }
}

/// Whether a method that runs when an object is made mentions a field.
fn sees_to(class: &StmtClassDef, field: &str) -> bool {
    class.body.iter().any(|statement| match statement {
        Stmt::FunctionDef(method) if is_validator(method) => {
            let mut mentions = Mentions {
                field,
                found: false,
            };
            let decorators = method.decorator_list.iter();
            decorators.for_each(|one| mentions.visit_expr(&one.expression));
            mentions.visit_body(&method.body);
            mentions.found
        }
        _ => false,
    })
}

fn is_validator(method: &StmtFunctionDef) -> bool {
    const VALIDATORS: [&str; 4] = [
        "field_validator",
        "model_validator",
        "root_validator",
        "validator",
    ];
    let mut decorators = method.decorator_list.iter();
    method.name.as_str() == "__post_init__"
        || decorators.any(|decorator| {
            decorator_name(decorator).is_some_and(|name| VALIDATORS.contains(&name))
        })
}

/// Searches attributes and texts of a name. Validators of `*` are for every field.
struct Mentions<'n> {
    field: &'n str,
    found: bool,
}

impl<'a> Visitor<'a> for Mentions<'_> {
    fn visit_expr(&mut self, expression: &'a Expr) {
        self.found |= match expression {
            Expr::Attribute(attribute) => attribute.attr.as_str() == self.field,
            Expr::StringLiteral(text) => [self.field, "*"].contains(&text.value.to_str()),
            _ => false,
        };
        walk_expr(self, expression);
    }
}

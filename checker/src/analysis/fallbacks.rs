//! Branches that are taken only where something else is missing.

use ruff_python_ast::{BoolOp, CmpOp, Expr, UnaryOp};

use super::Analysis;

impl Analysis<'_> {
    /// Whether a name is a parameter that is true or false, and so never missing.
    fn is_flag(&self, name: &str) -> bool {
        let Some(function) = self.frame.function else {
            return false;
        };
        let node = self.functions[function.0 as usize].node;
        let mut parameters = node.parameters.iter_non_variadic_params();
        parameters.any(|one| {
            let bool = |node: &Expr| matches!(node, Expr::Name(name) if name.id == "bool");
            let default = one.default.as_deref();
            one.parameter.name.as_str() == name
                && (default.is_some_and(Expr::is_boolean_literal_expr)
                    || one.parameter.annotation.as_deref().is_some_and(bool))
        })
    }

    /// Whether a branch is taken only where something tested is missing.
    pub fn is_fallback(&mut self, test: &Expr, truth: bool) -> bool {
        match test {
            Expr::UnaryOp(operation) if operation.op == UnaryOp::Not => {
                self.is_fallback(&operation.operand, !truth)
            }
            Expr::Name(name) => !truth && !self.is_flag(&name.id),
            Expr::Attribute(_) => !truth,
            Expr::Compare(compare) => match (&compare.ops[..], &compare.comparators[..]) {
                ([CmpOp::Is | CmpOp::Eq], [right]) if right.is_none_literal_expr() => truth,
                ([CmpOp::IsNot | CmpOp::NotEq], [right]) if right.is_none_literal_expr() => !truth,
                _ => false,
            },
            Expr::BoolOp(operation) => operation.values.iter().any(|operand| {
                (operation.op == BoolOp::And) == truth && self.is_fallback(operand, truth)
            }),
            Expr::Call(call) => {
                let Expr::Name(function) = &*call.func else {
                    return false;
                };
                !truth && matches!(function.id.as_str(), "hasattr")
            }
            _ => false,
        }
    }
}

//! Branches that are taken only where something else is missing.

use ruff_python_ast::{BoolOp, CmpOp, Expr, UnaryOp};

use super::Analysis;
use super::mentions::last_name;
use super::state::State;
use crate::value::{Atom, Kind};

/// How many tests around a point have shown that something else is missing.
#[derive(Debug, Clone, Copy, Default)]
pub struct Fallbacks {
    pub all: usize,
    /// Those of them that have shown that of a binding.
    pub of_bindings: usize,
}

impl Fallbacks {
    /// One more, or none.
    pub fn one(is_one: bool, of_binding: bool) -> Fallbacks {
        Fallbacks {
            all: usize::from(is_one),
            of_bindings: usize::from(is_one && of_binding),
        }
    }

    /// These and others.
    pub fn and(self, others: Fallbacks) -> Fallbacks {
        Fallbacks {
            all: self.all + others.all,
            of_bindings: self.of_bindings + others.of_bindings,
        }
    }
}

impl<'a> Analysis<'a> {
    /// What a branch adds to the fallbacks around it.
    pub fn fallback(&mut self, test: &'a Expr, truth: bool, state: &State) -> Fallbacks {
        let is_fallback = self.is_fallback(test, truth);
        Fallbacks::one(
            is_fallback,
            is_fallback && self.is_about_binding(test, state),
        )
    }

    /// Whether a test is about a binding, or whether there is one.
    fn is_about_binding(&mut self, test: &'a Expr, state: &State) -> bool {
        match test {
            Expr::Compare(compare) => self.is_about_binding(&compare.left, state),
            Expr::UnaryOp(operation) => self.is_about_binding(&operation.operand, state),
            Expr::BoolOp(operation) => {
                let mut operands = operation.values.iter();
                operands.any(|operand| self.is_about_binding(operand, state))
            }
            Expr::Call(call) => {
                let [subject, name] = &*call.arguments.args else {
                    return self.gives_binding(test, state);
                };
                let value = self.expr(subject, &mut state.clone());
                let env = self.known().runtime_env;
                let is_env = |atom: &Atom| matches!(atom.kind, Kind::Instance(of, _) if of == env);
                name.is_string_literal_expr() && value.atoms.iter().any(is_env)
            }
            Expr::Name(_) | Expr::Attribute(_) => self.gives_binding(test, state),
            _ => false,
        }
    }

    /// Whether an expression is a binding that is read from the environment.
    pub fn gives_binding(&mut self, node: &'a Expr, state: &State) -> bool {
        let is_read = match node {
            Expr::Call(call) => last_name(&call.func) == Some("getattr"),
            _ => node.is_name_expr() || node.is_attribute_expr(),
        };
        let value = match is_read {
            true => self.expr(node, &mut state.clone()),
            false => return false,
        };
        value.atoms.iter().any(|atom| self.is_binding(atom))
    }

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
            Expr::BoolOp(operation) => {
                let mut operands = operation.values.iter();
                match (operation.op == BoolOp::And) == truth {
                    true => operands.any(|operand| self.is_fallback(operand, truth)),
                    false => operands.all(|operand| self.is_fallback(operand, truth)),
                }
            }
            Expr::Call(call) => {
                let (Expr::Name(function), [subject, ..]) = (&*call.func, &*call.arguments.args)
                else {
                    return false;
                };
                !truth
                    && match function.id.as_str() {
                        "hasattr" => true,
                        "isinstance" => self.asked_for_attribute(subject).is_some(),
                        _ => false,
                    }
            }
            _ => false,
        }
    }

    /// Whether a test is about a parameter or the environment, or what is reached from them.
    pub fn is_given(&mut self, test: &'a Expr, state: &State) -> bool {
        let subject = match test {
            Expr::Compare(compare) => &*compare.left,
            Expr::UnaryOp(operation) => &*operation.operand,
            Expr::BoolOp(operation) => {
                let mut operands = operation.values.iter();
                return match operation.op {
                    BoolOp::And => operands.all(|operand| self.is_given(operand, state)),
                    BoolOp::Or => operands.any(|operand| self.is_given(operand, state)),
                };
            }
            Expr::Call(call) => match &*call.arguments.args {
                [subject, _] => subject,
                _ => return false,
            },
            other => other,
        };
        if !matches!(subject, Expr::Name(_) | Expr::Attribute(_)) {
            return false;
        }
        if let Some(asked) = self.asked_for_attribute(subject) {
            return self.is_given(asked, state);
        }
        let value = self.expr(subject, &mut state.clone());
        let env = self.known().runtime_env;
        let is_given = |atom: &Atom| match atom.kind {
            Kind::Param(_) => true,
            // What objects keep is given only where it is the environment.
            Kind::Instance(of, _) => of == env,
            _ => false,
        };
        let parameter = matches!(subject, Expr::Name(name) if self.is_parameter(&name.id));
        parameter || value.atoms.iter().any(is_given)
    }
}

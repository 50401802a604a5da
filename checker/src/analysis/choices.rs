//! Expressions that give one of several values: `a or b`, `a if test else b`.

use gotchas_catalog::detect::Operation;
use ruff_python_ast::{self as ast, BoolOp};

use super::Analysis;
use super::fallbacks::Fallbacks;
use super::platforms::known_truth;
use super::state::State;
use crate::value::{Atom, Kind, Value};

impl<'a> Analysis<'a> {
    /// The value of `a or b` or `a and b`.
    pub fn bool_op(&mut self, node: &'a ast::ExprBoolOp, state: &mut State) -> Value {
        let mut result = Value::never();
        let mut inner = state.clone();
        let fallbacks = self.frame.fallbacks;
        let last = node.values.len() - 1;
        // One operand that is always true, or false, decides the whole.
        let decisive = node.op == BoolOp::Or;
        let mut is_decided = false;
        for (index, operand) in node.values.iter().enumerate() {
            let mut value = self.expr(operand, &mut inner);
            is_decided |= known_truth(&value) == Some(decisive);
            if index < last {
                self.operate(Operation::Truth, &value, operand, None);
                let truth = node.op == BoolOp::And;
                self.assume(operand, truth, &mut inner);
                let of_binding = value.atoms.iter().any(|atom| self.is_binding(atom));
                self.keep_truth(&mut value, !truth);
                if node.op == BoolOp::Or {
                    let one = Fallbacks::one(true, of_binding);
                    self.frame.fallbacks = self.frame.fallbacks.and(one);
                }
            }
            result.join(&value);
            if inner.dead {
                break;
            }
        }
        self.frame.fallbacks = fallbacks;
        let boolean = self.known().boolean;
        let is_bool = |atom: &Atom| match atom.kind {
            Kind::Bool(_) => true,
            Kind::Instance(of, _) => of == boolean,
            _ => false,
        };
        if is_decided && !result.open && result.atoms.iter().all(is_bool) {
            return Value::of(Kind::Bool(decisive), self.site(node));
        }
        result
    }

    /// The value of `a if test else b`.
    pub fn choice(&mut self, node: &'a ast::ExprIf, state: &mut State) -> Value {
        let test = self.expr(&node.test, state);
        self.operate(Operation::Truth, &test, &node.test, None);
        let mut result = Value::never();
        for (branch, truth) in [(&node.body, true), (&node.orelse, false)] {
            let mut inner = state.clone();
            self.assume(&node.test, truth, &mut inner);
            if inner.dead {
                continue;
            }
            let fallback = self.fallback(&node.test, truth, state);
            let outer = self.frame.fallbacks;
            self.frame.fallbacks = outer.and(fallback);
            let value = self.expr(branch, &mut inner);
            self.frame.fallbacks = outer;
            result.join(&value);
        }
        result
    }
}

//! Tests of where the code runs, whose outcome on Workers is known.

use ruff_python_ast::{CmpOp, Expr};

use super::Analysis;
use super::state::State;
use crate::value::{Kind, Value};

/// What `sys.platform` is in Pyodide.
const PLATFORM: &str = "emscripten";

impl<'a> Analysis<'a> {
    /// The outcome of `left op right`, where Workers decides it: `sys.platform == "emscripten"`, `"pyodide" in sys.modules`.
    pub fn platform_outcome(&self, left: &Value, op: CmpOp, right: &Value) -> Option<bool> {
        let known = self.known();
        let (left, right) = (left.only_kind()?, right.only_kind()?);
        match (left, op, right) {
            (Kind::Name(name), CmpOp::Eq | CmpOp::NotEq, Kind::Text(text))
            | (Kind::Text(text), CmpOp::Eq | CmpOp::NotEq, Kind::Name(name))
                if *name == known.sys_platform =>
            {
                let same = self.symbols.text(*text) == PLATFORM;
                Some(same == (op == CmpOp::Eq))
            }
            // Whoever asks for one of them asks whether this is Pyodide.
            (Kind::Text(module), CmpOp::In | CmpOp::NotIn, Kind::Name(name))
                if *name == known.sys_modules
                    && self.platform().runtime_modules.contains(module) =>
            {
                Some(op == CmpOp::In)
            }
            _ => None,
        }
    }

    /// Whether a test calls a function, which may tell where it runs. What a method gives is for those that extend its class.
    pub fn asks_function(&mut self, test: &'a Expr, state: &State) -> bool {
        match test {
            Expr::UnaryOp(operation) if operation.op.is_not() => {
                self.asks_function(&operation.operand, state)
            }
            Expr::Call(call) => match &*call.func {
                Expr::Name(_) => true,
                Expr::Attribute(attribute) => {
                    let owner = self.expr(&attribute.value, &mut state.clone());
                    matches!(owner.only_kind(), Some(Kind::Module(_)))
                }
                _ => false,
            },
            _ => false,
        }
    }

    /// Continues where a comparison was true or false, unless Workers decides that it never is.
    pub fn assume_platform_comparison(
        &mut self,
        left: &'a Expr,
        op: CmpOp,
        right: &'a Expr,
        truth: bool,
        state: &mut State,
    ) {
        if asks_for_file(left, right) {
            state.dead |= matches!(op, CmpOp::In) != truth;
            return;
        }
        let is_name = |node: &Expr| matches!(node, Expr::Name(_) | Expr::Attribute(_));
        let compares_text =
            |one: &Expr, other: &Expr| is_name(one) && other.is_string_literal_expr();
        if !compares_text(left, right) && !compares_text(right, left) {
            return;
        }
        let left = self.expr(left, &mut state.clone());
        let right = self.expr(right, &mut state.clone());
        state.dead |= self
            .platform_outcome(&left, op, &right)
            .is_some_and(|outcome| outcome != truth);
    }
}

/// Whether a comparison is `"__file__" in globals()`: modules of a Worker have it, as those of any file.
fn asks_for_file(left: &Expr, right: &Expr) -> bool {
    let named = |node: &Expr| matches!(node, Expr::StringLiteral(text) if text.value.to_str() == "__file__");
    let names = |node: &Expr| match node {
        Expr::Call(call) => matches!(&*call.func, Expr::Name(function) if function.id == "globals"),
        _ => false,
    };
    named(left) && names(right)
}

/// Whether a value is known to be true, or to be false.
pub fn known_truth(value: &Value) -> Option<bool> {
    match value.only_kind()? {
        Kind::Bool(truth) => Some(*truth),
        _ => None,
    }
}

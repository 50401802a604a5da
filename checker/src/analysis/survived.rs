//! What it tells that an operation raised nothing: what had an attribute read, or went through `len` or `int`, is not `None`.

use ruff_python_ast::{Expr, ExprCall};

use super::Analysis;
use super::arguments::Arg;
use super::state::State;
use crate::triggers::is_special;
use crate::value::{Fact, Kind, Param, Value};

impl<'a> Analysis<'a> {
    /// Continues after an operation that raises for `None`. `value` is what the subject stood for before it.
    pub fn survived(&mut self, subject: &'a Expr, value: &Value, state: &mut State) {
        if state.dead || !self.may_be_none(value) {
            return;
        }
        let site = self.site(subject);
        self.narrow(subject, state, site, |analysis, value| {
            analysis.apply_fact(value, Fact::None(false));
            // What seems to be nothing but `None` and works all the same is something that was not seen.
            if value.is_never() {
                *value = Value::unknown();
            }
        });
    }

    /// Continues after a call of a function that raises where it is passed `None`.
    pub fn survived_call(
        &mut self,
        callee: &Value,
        args: &[Arg],
        node: &'a ExprCall,
        state: &mut State,
    ) {
        let Some(Kind::Name(name)) = callee.only_kind() else {
            return;
        };
        if !self.platform().refusing_none.contains(name) {
            return;
        }
        for (arg, passed) in args.iter().zip(&node.arguments.args) {
            if passed.is_starred_expr() {
                return;
            }
            self.survived(passed, &arg.value, state);
        }
    }

    /// Whether a value may be `None`, as far as the running function tells, and no test has told more. What the runtime passes
    /// never is.
    fn may_be_none(&self, value: &Value) -> bool {
        let is_untold = |param: &Param| param.path.is_empty() && param.facts.is_empty();
        let mut untold = false;
        for atom in &value.atoms {
            match &atom.kind {
                Kind::None | Kind::Missing => return true,
                Kind::Param(param) => untold |= is_untold(param),
                Kind::Instance(of, _) if is_special(self.symbols.text(*of)) => return false,
                _ => {}
            }
        }
        untold
    }
}

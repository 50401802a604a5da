//! Functions that only say whether what they are passed is as it has to be: `def valid(name): return name is not None and
//! len(name) > 2`.

use ruff_python_ast::{Expr, ExprCall, Stmt, StmtFunctionDef};

use super::Analysis;
use super::guards::common_facts;
use super::state::{Frame, State};
use crate::value::{Fact, FunctionId, Kind};

/// How many such functions may call each other.
const DEEPEST_PREDICATES: usize = 3;

impl<'a> Analysis<'a> {
    /// Continues where a function of the project that does nothing but test was true, or was not.
    pub fn assume_predicate(&mut self, call: &'a ExprCall, truth: bool, state: &mut State) {
        let Expr::Name(name) = &*call.func else {
            return;
        };
        let site = self.site(name);
        let symbol = self.symbols.intern(&name.id);
        let callee = self.lookup(symbol, site, state);
        let Some(&Kind::Function(id, None)) = callee.only_kind() else {
            return;
        };
        let definition = self.functions[id.0 as usize].node;
        let Some(test) = only_test(definition) else {
            return;
        };
        let facts = self.facts_of(id, test, truth);
        self.assume_of_arguments(definition, call, &facts, state);
    }

    /// `bool(value)` is what the value is tested for.
    pub fn assume_bool(&mut self, call: &'a ExprCall, truth: bool, state: &mut State) {
        if let (Expr::Name(name), [only]) = (&*call.func, &*call.arguments.args)
            && name.id == "bool"
        {
            self.assume(only, truth, state);
        }
    }

    /// What an outcome of a test shows of the parameters of its function.
    fn facts_of(&mut self, id: FunctionId, test: &'a Expr, truth: bool) -> Vec<(u32, Fact)> {
        // A test that calls itself shows nothing.
        if self.predicates >= DEEPEST_PREDICATES {
            return Vec::new();
        }
        let info = &self.functions[id.0 as usize];
        let node = info.node;
        let mut frame = Frame::new(info.module);
        frame.function = Some(id);
        frame.shift = info.shift;
        let outer = std::mem::replace(&mut self.frame, frame);
        let conditions = std::mem::take(&mut self.conditions);
        let displays = std::mem::take(&mut self.displays);
        self.predicates += 1;
        let mut state = State::default();
        self.bind_parameters(id, node, &mut state);
        self.assume(test, truth, &mut state);
        let mut facts = Vec::new();
        for (index, parameter) in node.parameters.iter_non_variadic_params().enumerate() {
            let name = self.symbols.intern(&parameter.parameter.name);
            if let Some(value) = state.get(name).filter(|_| !state.dead) {
                facts.extend(common_facts(value, id).map(|fact| (index as u32, fact)));
            }
        }
        self.predicates -= 1;
        self.displays = displays;
        self.conditions = conditions;
        self.frame = outer;
        facts
    }
}

/// The test that is all that a function returns.
fn only_test(function: &StmtFunctionDef) -> Option<&Expr> {
    let mut body = function.body.iter();
    let mut last = body.next()?;
    if let Stmt::Expr(text) = last
        && text.value.is_string_literal_expr()
    {
        last = body.next()?;
    }
    let Stmt::Return(node) = last else {
        return None;
    };
    let ends = body.next().is_none() && !function.is_async && function.decorator_list.is_empty();
    node.value.as_deref().filter(|_| ends)
}

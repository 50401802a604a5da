//! Helpers that raise unless what they are passed is as it has to be: `ensure(name is not None, "name")`, `abort(400)`.

use ruff_python_ast::{Expr, ExprCall, StmtFunctionDef};

use super::Analysis;
use super::index::Progress;
use super::state::State;
use crate::value::{Atom, Fact, FunctionId, Kind, Value};

impl<'a> Analysis<'a> {
    /// What is known of the parameters of a function where it ends without an exception, if that is the only way it ends.
    pub fn ensured(
        &mut self,
        id: FunctionId,
        node: &'a StmtFunctionDef,
        state: &State,
    ) -> Vec<(u32, Fact)> {
        if state.dead || !self.frame.raises || !self.frame.returns.is_never() {
            return Vec::new();
        }
        let mut ensured = Vec::new();
        for (index, parameter) in node.parameters.iter_non_variadic_params().enumerate() {
            let name = self.symbols.intern(&parameter.parameter.name);
            let place = self.site(&parameter.parameter);
            let Some(value) = state.get(name).filter(|value| !value.open) else {
                continue;
            };
            // What its default and its annotation promise is no other value.
            let own = |atom: &Atom| atom.site == place;
            if value.atoms.iter().all(own) {
                let index = index as u32;
                ensured.extend(common_facts(value, id).map(|fact| (index, fact)));
            }
        }
        ensured
    }

    /// Continues after a call that may have raised instead.
    pub fn survive(&mut self, callee: &Value, node: &'a ExprCall, state: &mut State) {
        let Some(Kind::Function(id, None)) = callee.only_kind() else {
            return;
        };
        // A method may be another one in a class that extends its own, and what is not awaited has not run.
        let info = &self.functions[id.0 as usize];
        if info.class.is_some() || info.node.is_async {
            return;
        }
        let (Progress::Done(summary), definition) = (&info.progress, info.node) else {
            return;
        };
        if summary.never_returns() {
            state.dead = true;
            self.frame.raises = true;
            return;
        }
        let ensures = summary.ensures.clone();
        self.assume_of_arguments(definition, node, &ensures, state);
    }

    /// Continues where facts about the parameters of a function hold for what a call passes.
    pub fn assume_of_arguments(
        &mut self,
        definition: &StmtFunctionDef,
        call: &'a ExprCall,
        facts: &[(u32, Fact)],
        state: &mut State,
    ) {
        for &(index, fact) in facts {
            match (argument(definition, call, index as usize), fact) {
                (Some(passed), Fact::Truth(truth)) => self.assume(passed, truth, state),
                (Some(passed), fact) => self.assume_fact(passed, fact, state),
                (None, _) => {}
            }
        }
    }
}

/// What is known of a parameter on every way that it came.
pub fn common_facts(value: &Value, function: FunctionId) -> impl Iterator<Item = Fact> {
    let ways = value.atoms.iter().filter_map(|atom| match &atom.kind {
        Kind::Param(param) => Some(param),
        _ => None,
    });
    let mut common: Option<Vec<Fact>> = None;
    for param in ways {
        let whole = param.function == function && param.path.is_empty();
        let known = |fact: &Fact| whole && param.facts.contains(fact);
        match &mut common {
            Some(common) => common.retain(known),
            None => common = Some(param.facts.iter().copied().filter(known).collect()),
        }
    }
    common.unwrap_or_default().into_iter()
}

/// The expression that a call passes for a parameter.
fn argument<'a>(
    definition: &StmtFunctionDef,
    call: &'a ExprCall,
    index: usize,
) -> Option<&'a Expr> {
    let mut parameters = definition.parameters.iter_non_variadic_params();
    let name = &parameters.nth(index)?.parameter.name;
    let mut keywords = call.arguments.keywords.iter();
    let by_name = keywords.find(|one| one.arg.as_ref().is_some_and(|own| own.id == name.id));
    let by_place = || {
        let args = &call.arguments.args;
        args.get(index)
            .filter(|_| !args.iter().any(Expr::is_starred_expr))
    };
    by_name.map(|one| &one.value).or_else(by_place)
}

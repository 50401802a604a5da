//! What a function returns where something that it is passed is true, is false, is `None` or is not: `def options(headers,
//! as_js=False)`.

use ruff_python_ast::{Expr, ExprIf, StmtFunctionDef};
use smallvec::SmallVec;

use super::Analysis;
use super::arguments::{Arg, Star};
use super::functions::Passed;
use super::guards::common_facts;
use super::implied::truth_of;
use super::state::State;
use super::summary::Summary;
use crate::symbol::Symbol;
use crate::value::{Atom, Fact, Kind, Value};

/// A way through a function that ends with a value.
#[derive(Debug)]
pub struct Way {
    /// What is known of parameters there, by their index.
    when: SmallVec<[(u32, Fact); 1]>,
    returns: Value,
}

/// Functions with more ways than this are not told apart.
const MOST_WAYS: usize = 8;

impl<'a> Analysis<'a> {
    /// The running function returns an expression with its value.
    pub fn note_ways(&mut self, node: Option<&'a Expr>, value: &Value, state: &State) {
        if self.frame.ways.len() > MOST_WAYS {
            return;
        }
        let branches = match node {
            Some(Expr::If(choice)) => self.branches(choice, state),
            Some(node @ Expr::Name(_)) => self.told_by_parameter(node, state),
            _ => Vec::new(),
        };
        if branches.is_empty() {
            return self.note_way(value, state);
        }
        for (node, mut state) in branches {
            if !state.dead {
                let value = self.again(node, &mut state);
                self.note_way(&value, &state);
            }
        }
    }

    /// The value of an expression that was watched before.
    fn again(&mut self, node: &'a Expr, state: &mut State) -> Value {
        let descending = std::mem::take(&mut self.descending);
        let (sinks, effects) = (self.frame.sinks.len(), self.frame.effects.len());
        let value = self.expr(node, state);
        self.frame.sinks.truncate(sinks);
        self.frame.effects.truncate(effects);
        self.descending = descending;
        value
    }

    /// The two expressions of a choice, where that is about a parameter.
    fn branches(&mut self, choice: &'a ExprIf, state: &State) -> Vec<(&'a Expr, State)> {
        let test = match &*choice.test {
            Expr::UnaryOp(operation) => &*operation.operand,
            other => other,
        };
        if !matches!(test, Expr::Name(name) if self.is_parameter(&name.id)) {
            return Vec::new();
        }
        let branches = [(&*choice.body, true), (&*choice.orelse, false)];
        let branches = branches.map(|(branch, truth)| {
            let mut inner = state.clone();
            self.assume(&choice.test, truth, &mut inner);
            (branch, inner)
        });
        branches.into()
    }

    /// A name that stands for one thing where a parameter is true, and for another where it is false.
    fn told_by_parameter(&mut self, node: &'a Expr, state: &State) -> Vec<(&'a Expr, State)> {
        let Some(name) = self.path(node) else {
            return Vec::new();
        };
        let Some(tested) = state
            .told_by(name)
            .find(|one| self.is_parameter(self.symbols.text(*one)))
        else {
            return Vec::new();
        };
        let branches = [true, false].map(|truth| {
            let mut inner = state.clone();
            self.assume_name(tested, truth, &mut inner);
            (node, inner)
        });
        branches.into()
    }

    fn assume_name(&mut self, name: Symbol, truth: bool, state: &mut State) {
        if let Some(mut value) = state.get(name).cloned() {
            self.apply_fact(&mut value, Fact::Truth(truth));
            state.dead |= value.is_never();
            state.learn(name, value);
            state.imply(name, truth);
        }
    }

    /// The running function returns a value.
    pub fn note_way(&mut self, value: &Value, state: &State) {
        let Some(id) = self.frame.function else {
            return;
        };
        let node = self.functions[id.0 as usize].node;
        let mut when = SmallVec::new();
        for (index, parameter) in node.parameters.iter_non_variadic_params().enumerate() {
            let name = self.symbols.intern(&parameter.parameter.name);
            let place = self.site(&parameter.parameter);
            // What is bound to its name since then is something else.
            let own = |value: &&Value| value.atoms.iter().all(|atom| atom.site == place);
            let known = state.get(name).filter(own).filter(|value| !value.open);
            let facts = known.into_iter().flat_map(|value| common_facts(value, id));
            let told = facts.filter(|fact| matches!(fact, Fact::Truth(_) | Fact::None(_)));
            when.extend(told.map(|fact| (index as u32, fact)));
        }
        let returns = value.clone();
        self.frame.ways.push(Way { when, returns });
    }

    /// The ways through the running function, if what it is passed tells them apart.
    pub fn take_ways(&mut self) -> Vec<Way> {
        let mut ways = std::mem::take(&mut self.frame.ways);
        if ways.len() > MOST_WAYS || ways.iter().all(|way| way.when.is_empty()) {
            return Vec::new();
        }
        for way in &mut ways {
            way.returns = self.unless_converted(std::mem::take(&mut way.returns));
        }
        ways
    }
}

impl Analysis<'_> {
    /// What a call of a function gives, if what it passes tells.
    pub fn returned(
        &self,
        summary: &Summary,
        definition: &StmtFunctionDef,
        passed: &Passed,
        args: &[Arg],
    ) -> Option<Value> {
        if summary.ways.is_empty() || args.iter().any(|arg| arg.star != Star::No) {
            return None;
        }
        let may_be = |&(index, fact): &(u32, Fact)| match fact {
            Fact::Truth(truth) => {
                let own = self.truth_passed(definition, passed, index as usize);
                own.is_none_or(|own| own == truth)
            }
            Fact::None(is_none) => {
                let own = none_passed(definition, passed, index as usize);
                own.is_none_or(|own| own == is_none)
            }
            _ => true,
        };
        let is_possible = |way: &&Way| way.when.iter().all(may_be);
        let mut returns = Value::never();
        for way in summary.ways.iter().filter(is_possible) {
            returns.join(&way.returns);
        }
        (!returns.is_never()).then_some(returns)
    }

    /// Whether a call passes something true or something false for a parameter.
    fn truth_passed(
        &self,
        definition: &StmtFunctionDef,
        passed: &Passed,
        index: usize,
    ) -> Option<bool> {
        if let Some((value, _)) = passed.get(index)? {
            return truth_of(value).or_else(|| self.truth_of_all(value));
        }
        match default(definition, index)? {
            Expr::BooleanLiteral(literal) => Some(literal.value),
            Expr::NoneLiteral(_) => Some(false),
            _ => None,
        }
    }

    fn truth_of_all(&self, value: &Value) -> Option<bool> {
        let mut truths = value.atoms.iter().map(|atom| self.truth_of(atom));
        let first = truths.next()?.filter(|_| !value.open)?;
        truths.all(|own| own == Some(first)).then_some(first)
    }
}

/// Whether a call passes `None` for a parameter, or something else.
fn none_passed(definition: &StmtFunctionDef, passed: &Passed, index: usize) -> Option<bool> {
    let Some((value, _)) = passed.get(index)? else {
        return Some(default(definition, index)?.is_none_literal_expr());
    };
    let is_passed = |atom: &Atom| matches!(atom.kind, Kind::Param(_));
    if value.open || value.is_never() || value.atoms.iter().any(is_passed) {
        return None;
    }
    match value.may_be_none() {
        true => value.atoms.iter().all(Atom::is_nothing).then_some(true),
        false => Some(false),
    }
}

fn default(definition: &StmtFunctionDef, index: usize) -> Option<&Expr> {
    let mut parameters = definition.parameters.iter_non_variadic_params();
    parameters.nth(index)?.default.as_deref()
}

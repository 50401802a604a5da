//! What a test shows about the values it tests.

use ruff_python_ast::{BoolOp, CmpOp, Expr, UnaryOp};

use super::Analysis;
use super::asked::{absolute_test, existence_test, length_test};
use super::implied::{MOST_NAMES, truth_of};
use super::state::State;
use crate::symbol::Symbol;
use crate::value::{Atom, Fact, Kind, Site, Value};

/// How deep tests joined by `or` within `and` are told apart.
const DEEPEST_ALTERNATIVES: usize = 4;
/// Where more is known than this, tests tell nothing: each of them would take a copy of it.
const MOST_NARROWED: usize = 2048;
/// How many tests joined by `or` are told apart.
const MOST_ALTERNATIVES: usize = 8;

impl<'a> Analysis<'a> {
    /// Continues where `test` was true or false.
    pub fn assume(&mut self, test: &'a Expr, truth: bool, state: &mut State) {
        if state.dead {
            return;
        }
        match test {
            Expr::UnaryOp(operation) if operation.op == UnaryOp::Not => {
                self.assume(&operation.operand, !truth, state)
            }
            Expr::BoolOp(operation) if (operation.op == BoolOp::And) == truth => {
                for operand in &operation.values {
                    self.assume(operand, truth, state);
                }
            }
            Expr::BoolOp(operation) => self.assume_some(&operation.values, truth, state),
            Expr::BooleanLiteral(literal) => state.dead |= literal.value != truth,
            Expr::Named(named) => {
                self.assume(&named.value, truth, state);
                self.assume(&named.target, truth, state);
            }
            Expr::Name(name) => {
                self.assume_truth(test, truth, state);
                self.assume_condition(name, truth, state);
            }
            Expr::Attribute(_) => self.assume_truth(test, truth, state),
            Expr::Compare(compare) => {
                if let ([op], [right]) = (&compare.ops[..], &compare.comparators[..]) {
                    self.assume_comparison(&compare.left, *op, right, truth, state);
                }
            }
            Expr::Call(call) if call.func.is_attribute_expr() => {
                self.assume_fact(test, Fact::Truth(truth), state);
                self.assume_answer(call, truth, state);
                if truth && let Some(path) = existence_test(call) {
                    self.assume_exists(path, state);
                }
                if let Some(path) = absolute_test(call) {
                    self.assume_absolute(path, truth, state);
                }
                match truth {
                    true => self.assume_keys_of_call(call, "issubset", state),
                    false => self.assume_no_difference(test, state),
                }
            }
            Expr::Call(call) => {
                self.assume_call(call, truth, state);
                self.assume_answer(call, truth, state);
                self.assume_repeated(test, truth, state);
                self.assume_predicate(call, truth, state);
                self.assume_bool(call, truth, state);
                self.vouched(call, state);
            }
            Expr::ListComp(_) | Expr::SetComp(_) => self.assume_repeated(test, truth, state),
            Expr::BinOp(_) if !truth => self.assume_no_difference(test, state),
            _ => {}
        }
    }

    /// Continues where a name or attribute was true or false.
    fn assume_truth(&mut self, subject: &'a Expr, truth: bool, state: &mut State) {
        self.assume_fact(subject, Fact::Truth(truth), state);
        if let Some(path) = self.path(subject) {
            state.imply(path, truth);
        }
    }

    /// Continues where one of several tests was the first to be true, or to be false.
    fn assume_some(&mut self, tests: &'a [Expr], truth: bool, state: &mut State) {
        // Tests inside of tests are looked at twice each, and each of them takes a copy of what is known.
        if self.alternatives >= DEEPEST_ALTERNATIVES
            || tests.len() > MOST_ALTERNATIVES
            || state.names().len() > MOST_NAMES
        {
            return;
        }
        self.alternatives += 1;
        let mut after = State::unreachable();
        let mut before = state.clone();
        for test in tests {
            let mut branch = before.clone();
            self.assume(test, truth, &mut branch);
            after.join(&branch);
            self.assume(test, !truth, &mut before);
            if before.dead {
                break;
            }
        }
        *state = after;
        self.alternatives -= 1;
        if let [first, second] = tests {
            self.one_of_two(first, second, truth, state);
            self.one_of_two(second, first, truth, state);
        }
    }

    /// Continues where one of two was there: if it is not the one, it is the other.
    fn one_of_two(&mut self, one: &'a Expr, other: &'a Expr, truth: bool, state: &mut State) {
        let (Some((one, _)), Some((other, fact))) = (there(one, truth), there(other, truth)) else {
            return;
        };
        let (Some(one), Some(other)) = (self.path(one), self.path(other)) else {
            return;
        };
        if let Some(mut value) = state.get(other).cloned() {
            self.apply_fact(&mut value, fact);
            state.imply_later(one, false, other, value);
        }
    }

    fn assume_comparison(
        &mut self,
        left: &'a Expr,
        op: CmpOp,
        right: &'a Expr,
        truth: bool,
        state: &mut State,
    ) {
        if let Some((subject, is_filled)) = length_test(left, op, right) {
            return self.assume_length(subject, truth == is_filled, state);
        }
        self.assume_platform_comparison(left, op, right, truth, state);
        let known = self.known();
        let same = match op {
            CmpOp::Is | CmpOp::Eq => truth,
            CmpOp::IsNot | CmpOp::NotEq => !truth,
            CmpOp::In | CmpOp::NotIn => {
                let is_in = (op == CmpOp::In) == truth;
                return match type_test(right) {
                    // `"JsProxy" in str(type(value))`
                    Some(subject) => self.assume_class(subject, left, is_in, state),
                    None => self.assume_member(left, right, is_in, state),
                };
            }
            _ if truth => return self.assume_subset(left, op, right, state),
            _ => return,
        };
        if let Some(subject) = type_test(left) {
            return self.assume_class(subject, right, same, state);
        }
        if right.is_none_literal_expr() {
            return self.assume_none(left, same, state);
        }
        let is_something = match right {
            Expr::StringLiteral(text) => !text.value.is_empty(),
            Expr::BooleanLiteral(literal) => literal.value,
            _ => false,
        };
        if same && is_something {
            self.assume_fact(left, Fact::None(false), state);
            if let Some(path) = self.path(left) {
                state.imply(path, true);
            }
        }
        // `if __name__ == "__main__"` does not run on Workers.
        if let Expr::Name(name) = left
            && self.symbols.intern(&name.id) == known.dunder_name
            && self.literal(right) == Some(known.main)
        {
            state.dead |= same;
        }
    }

    /// Continues where the class of a value was one that a text or a name stands for, or was not.
    fn assume_class(&mut self, subject: &'a Expr, class: &'a Expr, same: bool, state: &mut State) {
        let Some(text) = self.literal(class) else {
            return self.assume_instance(subject, class, same, state);
        };
        let known = self.known();
        let of = match self.symbols.text(text) {
            "JsProxy" | "pyodide.ffi.JsProxy" => known.js_proxy,
            "dict" => known.dict,
            _ => return,
        };
        self.assume_fact(subject, Fact::Type(of, same), state);
    }

    /// The value of a literal `None`. Where a test has shown a parameter to be `None` it stands for the parameter, since
    /// only the caller knows whether it ever is.
    pub fn none(&mut self, site: Site, state: &State) -> Value {
        self.parameter_shown_none(state)
            .unwrap_or_else(|| Value::of(Kind::None, site))
    }

    fn parameter_shown_none(&mut self, state: &State) -> Option<Value> {
        let id = self.frame.function?;
        let node = self.functions[id.0 as usize].node;
        let shown = |atom: &Atom| match &atom.kind {
            Kind::Param(param) => {
                param.function == id
                    && param.path.is_empty()
                    && param.facts.contains(&Fact::None(true))
            }
            _ => false,
        };
        node.parameters
            .iter_non_variadic_params()
            .find_map(|parameter| {
                let name = self.symbols.intern(&parameter.parameter.name);
                let value = state.get(name).filter(|value| !value.open)?;
                let only = value
                    .atoms
                    .iter()
                    .all(|atom| atom.kind == Kind::None || shown(atom));
                (only && value.atoms.iter().any(shown)).then(|| value.clone())
            })
    }

    /// Continues where a fact about an expression is known.
    pub fn assume_fact(&mut self, subject: &'a Expr, fact: Fact, state: &mut State) {
        let site = self.site(subject);
        self.narrow(subject, state, site, |analysis, value| {
            analysis.apply_fact(value, fact)
        });
        if let Some(path) = self.path(subject) {
            state.show(path, fact);
        }
    }

    pub fn narrow(
        &mut self,
        subject: &'a Expr,
        state: &mut State,
        site: Site,
        change: impl Fn(&Analysis<'a>, &mut Value),
    ) {
        let subject: &'a Expr = match subject {
            Expr::Named(named) => &named.target,
            other => other,
        };
        if state.names().len() > MOST_NARROWED {
            return;
        }
        let Some(mut path) = self.path(subject) else {
            return;
        };
        self.narrow_path(subject, path, state, site, &change);
        self.narrow_takers(path, state, &change);
        // What the name was taken from is the same thing.
        while let Some(of) = state.alias_of(path) {
            self.narrow_known(of, state, &change);
            path = of;
        }
    }

    /// Narrows what was taken from a name or path.
    pub fn narrow_takers(
        &mut self,
        path: Symbol,
        state: &mut State,
        change: &impl Fn(&Analysis<'a>, &mut Value),
    ) {
        for name in state.taken_from(path) {
            self.narrow_known(name, state, change);
        }
    }

    fn narrow_known(
        &mut self,
        path: Symbol,
        state: &mut State,
        change: &impl Fn(&Analysis<'a>, &mut Value),
    ) {
        if let Some(value) = state.get(path) {
            let mut value = value.clone();
            change(self, &mut value);
            state.refine(path, value, |value| change(self, value));
        }
    }

    fn narrow_path(
        &mut self,
        subject: &'a Expr,
        path: Symbol,
        state: &mut State,
        site: Site,
        change: &impl Fn(&Analysis<'a>, &mut Value),
    ) {
        let mut value = match (state.get(path), subject) {
            (_, Expr::Name(_)) => self.lookup(path, site, state),
            (Some(value), _) => value.clone(),
            (None, Expr::Attribute(attribute)) => {
                let Some(owner) = self.path(&attribute.value) else {
                    return;
                };
                let name = self.symbols.intern(&attribute.attr);
                let owner = match (state.get(owner), &*attribute.value) {
                    (Some(value), _) => value.clone(),
                    (None, Expr::Name(_)) => self.lookup(owner, site, state),
                    _ => return,
                };
                self.attribute(&owner, name, site)
            }
            (None, Expr::Call(_)) => self.expr(subject, &mut state.clone()),
            _ => return,
        };
        let possible = !value.is_never();
        let before = value.clone();
        change(self, &mut value);
        if possible && value.is_never() {
            state.dead = true;
        }
        let told = truth_of(&value);
        if value != before {
            if !subject.is_name_expr() {
                state.expect_paths();
            }
            state.refine(path, value, |value| change(self, value));
        }
        if let Some(truth) = told {
            state.imply(path, truth);
        }
    }

    /// The platform's type for a class that is named in an annotation or in `isinstance`.
    pub fn type_for_annotation(&self, name: Symbol) -> Symbol {
        let text = self.symbols.text(name);
        let python = text
            .strip_prefix("builtins.")
            .or(text.strip_prefix("typing."))
            .map(str::to_lowercase);
        let python = python.map(|short| match &*short {
            "int" | "float" => "python.number".to_owned(),
            "mapping" | "mutablemapping" => "python.dict".to_owned(),
            "bytearray" | "memoryview" => "python.bytes".to_owned(),
            short => format!("python.{short}"),
        });
        python
            .and_then(|python| self.symbols.get(&python))
            .unwrap_or(name)
    }
}

/// The value that is shown to be there where a test comes out so, and what is shown of it.
fn there(test: &Expr, truth: bool) -> Option<(&Expr, Fact)> {
    match test {
        Expr::Name(_) | Expr::Attribute(_) => truth.then_some((test, Fact::Truth(true))),
        Expr::UnaryOp(operation) if operation.op == UnaryOp::Not => {
            there(&operation.operand, !truth)
        }
        Expr::Compare(compare) => match (&*compare.ops, &*compare.comparators) {
            ([op], [Expr::NoneLiteral(_)]) => {
                let is_there = match op {
                    CmpOp::Is | CmpOp::Eq => !truth,
                    CmpOp::IsNot | CmpOp::NotEq => truth,
                    _ => false,
                };
                is_there.then_some((&*compare.left, Fact::None(false)))
            }
            _ => None,
        },
        _ => None,
    }
}

/// `value` of `type(value)`, `type(value).__name__`, `str(type(value))`, `value.__class__` and `value.__class__.__name__`.
fn type_test(node: &Expr) -> Option<&Expr> {
    match node {
        Expr::Call(call) => {
            let Expr::Name(function) = &*call.func else {
                return None;
            };
            let [only] = &call.arguments.args[..] else {
                return None;
            };
            match function.id.as_str() {
                "type" => Some(only),
                "str" | "repr" => type_test(only),
                _ => None,
            }
        }
        Expr::Attribute(attribute) => match attribute.attr.as_str() {
            "__class__" => Some(&attribute.value),
            "__name__" => type_test(&attribute.value),
            _ => None,
        },
        _ => None,
    }
}

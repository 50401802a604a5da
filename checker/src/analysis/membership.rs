//! What it tells that something is among the items or keys of a container, or was put there.

use std::rc::Rc;

use ruff_python_ast::{CmpOp, Expr, ExprCall, Operator};

use super::Analysis;
use super::repeated::listed;
use super::state::State;
use crate::record::Record;
use crate::symbol::Symbol;
use crate::value::{Atom, Fact, Kind, Value};

/// Sets of more keys than this are not looked into.
const MOST_KEYS: usize = 32;

impl<'a> Analysis<'a> {
    /// Continues where `left in right` was true or false.
    pub fn assume_member(
        &mut self,
        left: &'a Expr,
        right: &'a Expr,
        truth: bool,
        state: &mut State,
    ) {
        if left.is_none_literal_expr() && !truth {
            return self.assume_none_among(right, state);
        }
        self.assume_one_of(left, right, truth, state);
        if truth {
            self.assume_key(left, right, state);
        }
    }

    /// Continues where none of several was `None`.
    fn assume_none_among(&mut self, container: &'a Expr, state: &mut State) {
        let something = Fact::None(false);
        let written_out = listed(self.written_out(container)).unwrap_or_default();
        for value in written_out {
            self.assume_fact(value, something, state);
        }
        let site = self.site(container);
        self.narrow(container, state, site, |analysis, value| {
            for atom in &mut value.atoms {
                if let Kind::Record(record) = &mut atom.kind {
                    let record = Rc::make_mut(record);
                    let items = record.items.iter_mut().map(|item| &mut item.value);
                    let values = items.chain([&mut record.rest]);
                    values.for_each(|value| analysis.apply_fact(value, something));
                }
            }
        });
    }

    /// What is one of several is `None` only where `None` is among them.
    fn assume_one_of(&mut self, left: &'a Expr, right: &'a Expr, truth: bool, state: &mut State) {
        if self.path(left).is_none() {
            return;
        }
        let container = self.expr(right, &mut state.clone());
        let holds = |atom: &Atom| match &atom.kind {
            Kind::Record(record) if record.of != self.known().dict => holds_none(record),
            _ => Some(false),
        };
        let mut answers = container.atoms.iter().map(holds);
        let told = match truth {
            true => answers.all(|holds| holds == Some(false)),
            false => !container.atoms.is_empty() && answers.all(|holds| holds == Some(true)),
        };
        if told {
            self.assume_fact(left, Fact::None(false), state);
        }
    }

    /// Continues where a container had a key.
    fn assume_key(&mut self, key: &Expr, owner: &Expr, state: &mut State) {
        let (Some(key), Some(owner)) = (self.key_name(key), self.path(keyed(owner))) else {
            return;
        };
        let path = self.key_path(owner, key);
        self.narrow_takers(path, state, &|analysis, value| {
            analysis.apply_fact(value, Fact::None(false));
        });
        self.put_key(owner, key, Value::unknown(), state);
    }

    /// What `owner.get(key)` gives from here on.
    pub fn put_key(&mut self, owner: Symbol, key: Symbol, value: Value, state: &mut State) {
        let path = self.key_path(owner, key);
        state.set_path(path, value);
    }

    /// The name under which a state keeps what `owner.get(key)` gives.
    pub fn key_path(&mut self, owner: Symbol, key: Symbol) -> Symbol {
        let get = self.known().get;
        let method = self.symbols.join(owner, get);
        self.symbols.join(method, key)
    }

    /// Continues where `left <= right` or `left >= right` was true of sets of keys.
    pub fn assume_subset(&mut self, left: &'a Expr, op: CmpOp, right: &'a Expr, state: &mut State) {
        match op {
            CmpOp::LtE => self.assume_keys(left, right, state),
            CmpOp::GtE => self.assume_keys(right, left, state),
            _ => {}
        }
    }

    /// Continues where nothing was left of `keys - owner.keys()`.
    pub fn assume_no_difference(&mut self, node: &'a Expr, state: &mut State) {
        match node {
            Expr::BinOp(operation) if operation.op == Operator::Sub => {
                self.assume_keys(&operation.left, &operation.right, state);
            }
            Expr::Call(call) => self.assume_keys_of_call(call, "difference", state),
            _ => {}
        }
    }

    /// Continues where `keys.issubset(owner)` was true, or `keys.difference(owner)` empty.
    pub fn assume_keys_of_call(&mut self, call: &'a ExprCall, method: &str, state: &mut State) {
        if let (Expr::Attribute(function), [owner]) = (&*call.func, &*call.arguments.args)
            && function.attr.as_str() == method
        {
            self.assume_keys(&function.value, owner, state);
        }
    }

    /// Continues where a container had all of several keys.
    fn assume_keys(&mut self, keys: &'a Expr, owner: &'a Expr, state: &mut State) {
        let Some(owner) = self.path(keyed(owner)) else {
            return;
        };
        let keys = self.expr(keyed(keys), &mut state.clone());
        let Some(Kind::Record(record)) = keys.only_kind() else {
            return;
        };
        if record.of == self.known().dict || record.items.len() > MOST_KEYS {
            return;
        }
        let texts = record
            .items
            .iter()
            .filter_map(|item| item.value.only_text());
        let texts: Vec<Symbol> = texts.collect();
        for key in texts {
            self.put_key(owner, key, Value::unknown(), state);
        }
    }

    /// Continues after `owner.setdefault("key", value)`.
    pub fn filled(&mut self, node: &'a ExprCall, state: &mut State) {
        let (Expr::Attribute(function), [key, value]) = (&*node.func, &*node.arguments.args) else {
            return;
        };
        if function.attr.as_str() == "setdefault"
            && !value.is_none_literal_expr()
            && let (Some(key), Some(owner)) = (self.key_name(key), self.path(&function.value))
        {
            self.put_key(owner, key, Value::unknown(), state);
        }
    }
}

/// Whether `None` is among the items of a container; nothing where it may be.
fn holds_none(record: &Record) -> Option<bool> {
    let is = |value: &Value| !value.open && value.atoms.iter().all(Atom::is_nothing);
    let mut items = record.items.iter();
    if items.any(|item| item.is_sure && item.value.may_be_none() && is(&item.value)) {
        return Some(true);
    }
    let mut items = record.items.iter();
    let maybe = record.rest.may_be_none() || items.any(|item| item.value.may_be_none());
    (!maybe).then_some(false)
}

/// `owner` of `owner.keys()`, `set(owner)` and `owner` itself.
fn keyed(node: &Expr) -> &Expr {
    let Expr::Call(call) = node else { return node };
    match (&*call.func, &*call.arguments.args) {
        (Expr::Attribute(method), []) if method.attr.as_str() == "keys" => &method.value,
        (Expr::Name(function), [owner])
            if matches!(function.id.as_str(), "set" | "frozenset" | "list" | "tuple") =>
        {
            keyed(owner)
        }
        _ => node,
    }
}

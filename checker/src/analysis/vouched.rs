//! Helpers that look at the keys of what they are given: `problems = validate(body)`, and then `if problems: return`.
//!
//! What such a helper tests cannot be told from its result. So keys that it names count as looked at once its result was
//! tested, or where it raises.

use ruff_python_ast::visitor::{Visitor, walk_expr};
use ruff_python_ast::{Expr, ExprCall};
use rustc_hash::FxHashSet;

use super::Analysis;
use super::index::Progress;
use super::state::State;
use crate::symbol::Symbol;
use crate::value::{FunctionId, Kind, Value};

/// Functions that name more keys than this vouch for none.
const MOST_KEYS: usize = 64;

/// Texts that a function names, and names that may stand for more.
#[derive(Default)]
pub struct Named<'a> {
    texts: FxHashSet<&'a str>,
    names: FxHashSet<&'a str>,
}

impl<'a> Analysis<'a> {
    /// Whether a call is one of a function of the project that is not awaited.
    pub fn calls_helper(&mut self, call: &ExprCall, state: &State) -> bool {
        !self.helpers(call, state).is_empty()
    }

    fn helpers(&mut self, call: &ExprCall, state: &State) -> Vec<FunctionId> {
        let Expr::Name(function) = &*call.func else {
            return Vec::new();
        };
        if !call.arguments.args.iter().any(Expr::is_name_expr) {
            return Vec::new();
        }
        let site = self.site(function);
        let name = self.symbols.intern(&function.id);
        let callee = self.lookup(name, site, state);
        let functions = callee.atoms.iter().filter_map(|atom| match atom.kind {
            Kind::Function(id, _) => Some(id),
            _ => None,
        });
        functions
            .filter(|id| !self.functions[id.0 as usize].node.is_async)
            .collect()
    }

    /// A statement calls a helper for nothing but what it raises.
    pub fn vouched_by_raising(&mut self, call: &'a ExprCall, state: &mut State) {
        let helpers = self.helpers(call, state);
        let raises = |id: FunctionId| match &self.functions[id.0 as usize].progress {
            Progress::Done(summary) => summary.raises,
            _ => false,
        };
        if helpers.into_iter().any(raises) {
            self.vouched(call, state);
        }
    }

    /// Continues where the result of a helper was tested: the keys that it names are there, or their absence is fine.
    pub fn vouched(&mut self, call: &'a ExprCall, state: &mut State) {
        let mut keys: Vec<Symbol> = Vec::new();
        for id in self.helpers(call, state) {
            self.keys_named_by(id, &mut keys);
        }
        for argument in call.arguments.args.iter().filter(|one| !one.is_name_expr()) {
            let value = self.expr(argument, &mut state.clone());
            keys.extend(texts_in(&value));
        }
        if keys.len() > MOST_KEYS {
            return;
        }
        for argument in call.arguments.args.iter().filter(|one| one.is_name_expr()) {
            let Some(owner) = self.path(argument) else {
                continue;
            };
            for &key in &keys {
                let path = self.key_path(owner, key);
                if state.get(path).is_none() {
                    state.set_path(path, Value::unknown());
                }
            }
        }
    }

    fn keys_named_by(&mut self, id: FunctionId, keys: &mut Vec<Symbol>) {
        let info = &self.functions[id.0 as usize];
        let module = info.module;
        let named = info.named.get_or_init(|| {
            let mut named = Box::<Named<'_>>::default();
            named.visit_body(&info.node.body);
            named
        });
        if named.texts.len() > MOST_KEYS {
            return;
        }
        let globals = &self.modules[module.0 as usize].globals;
        let names = named.names.iter();
        let names = names.filter_map(|name| globals.get(&self.symbols.get(name)?));
        keys.extend(names.flat_map(texts_in));
        let texts: Vec<&str> = named.texts.iter().copied().collect();
        keys.extend(texts.into_iter().map(|text| self.symbols.intern(text)));
    }
}

/// The texts in a container.
fn texts_in(value: &Value) -> Vec<Symbol> {
    let records = value.atoms.iter().filter_map(|atom| match &atom.kind {
        Kind::Record(record) => Some(record),
        _ => None,
    });
    let items = records.flat_map(|record| &record.items);
    let texts = items.flat_map(|item| item.value.texts());
    texts.take(MOST_KEYS).collect()
}

impl<'a> Visitor<'a> for Named<'a> {
    fn visit_expr(&mut self, expression: &'a Expr) {
        match expression {
            Expr::StringLiteral(text) if text.value.to_str().len() < 40 => {
                self.texts.insert(text.value.to_str());
            }
            Expr::Name(name) => {
                self.names.insert(&name.id);
            }
            _ => {}
        }
        walk_expr(self, expression);
    }
}

//! Which key of what a function is passed an expression looks up: `user.get("name")`, and of nested dicts
//! `order["customer"].get("name")`, also under names that are bound once.

use ruff_python_ast::visitor::{Visitor, walk_expr, walk_stmt};
use ruff_python_ast::{BoolOp, Expr, ExprCall, Stmt};
use rustc_hash::FxHashMap;

use super::Analysis;
use super::state::State;
use crate::symbol::Symbol;
use crate::value::FunctionId;

/// How many lookups in one another are followed.
const DEEPEST_LOOKUP: usize = 6;

/// What the names of a function are bound to.
#[derive(Debug, Default)]
pub struct Bound<'a> {
    /// What a name was bound to last, by an assignment to it alone.
    values: FxHashMap<&'a str, &'a Expr>,
    /// How often names are bound.
    counts: FxHashMap<&'a str, usize>,
}

impl<'a> Analysis<'a> {
    /// The parameter of the running function that an expression starts from, and the keys that it looks up one in another.
    pub fn lookup_in_parameter(&mut self, node: &'a ExprCall) -> Option<(FunctionId, u32, Symbol)> {
        let id = self.frame.function?;
        let (owner, key) = looked_up(node)?;
        let mut keys = vec![key];
        let index = self.root_of(id, owner, &mut keys)?;
        let mut keys = keys.into_iter().rev();
        let first = self.symbols.intern(keys.next()?);
        let path = keys.fold(first, |path, key| {
            let key = self.symbols.intern(key);
            self.symbols.join(path, key)
        });
        Some((id, index, path))
    }

    /// A function is defined in the running one. What is known there of names that are bound once is known in it as well.
    pub fn known_around(&mut self, state: &State) {
        let Some(id) = self.frame.function else {
            return;
        };
        let bound = self.bound_in(id);
        let once = |name: &str| bound.counts.get(name).copied().unwrap_or_default() <= 1;
        let names = self.frame.joined.keys().copied();
        let names: Vec<Symbol> = names
            .filter(|name| once(self.symbols.text(*name)))
            .collect();
        for name in names {
            if let Some(value) = state.get(name) {
                self.frame.joined.insert(name, value.clone());
            }
        }
    }

    fn bound_in(&self, id: FunctionId) -> &Bound<'a> {
        let info = &self.functions[id.0 as usize];
        info.bound.get_or_init(|| {
            let mut bound = Box::<Bound<'_>>::default();
            bound.visit_body(&info.node.body);
            bound
        })
    }

    /// The parameter that a lookup starts from; its keys are collected, the last one first.
    fn root_of(&self, id: FunctionId, node: &'a Expr, keys: &mut Vec<&'a str>) -> Option<u32> {
        let info = &self.functions[id.0 as usize];
        let bound = self.bound_in(id);
        let mut node = node;
        for _ in 0..DEEPEST_LOOKUP {
            node = match node {
                Expr::Name(name) => {
                    let name = name.id.as_str();
                    match bound.counts.get(name) {
                        None => {
                            let mut parameters = info.node.parameters.iter_non_variadic_params();
                            let index = parameters.position(|one| one.parameter.name == *name)?;
                            return Some(index as u32);
                        }
                        Some(1) => bound.values.get(name)?,
                        Some(_) => return None,
                    }
                }
                Expr::Subscript(subscript) => {
                    keys.push(text_of(&subscript.slice)?);
                    &subscript.value
                }
                Expr::Call(call) => {
                    let (owner, key) = looked_up(call)?;
                    keys.push(key);
                    owner
                }
                // `order.get("customer") or {}`
                Expr::BoolOp(operation) if operation.op == BoolOp::Or => {
                    operation.values.first()?
                }
                _ => return None,
            };
        }
        None
    }
}

/// `owner` and `key` of `owner.get("key")`.
fn looked_up(call: &ExprCall) -> Option<(&Expr, &str)> {
    let Expr::Attribute(method) = &*call.func else {
        return None;
    };
    let key = call.arguments.args.first().and_then(text_of)?;
    (method.attr.as_str() == "get").then_some((&*method.value, key))
}

fn text_of(node: &Expr) -> Option<&str> {
    Some(node.as_string_literal_expr()?.value.to_str())
}

impl<'a> Visitor<'a> for Bound<'a> {
    fn visit_stmt(&mut self, statement: &'a Stmt) {
        if let Stmt::Assign(node) = statement
            && let [Expr::Name(name)] = &node.targets[..]
        {
            self.values.insert(&name.id, &node.value);
        }
        walk_stmt(self, statement);
    }

    fn visit_expr(&mut self, expression: &'a Expr) {
        if let Expr::Name(name) = expression
            && !name.ctx.is_load()
        {
            *self.counts.entry(&name.id).or_default() += 1;
        }
        walk_expr(self, expression);
    }
}

//! Names that stand for a test: `is_proxy = hasattr(row, "to_py")`, `convert = getattr(row, "to_py", None)`.

use ruff_python_ast::visitor::Visitor;
use ruff_python_ast::{Expr, ExprCall, ExprName, Operator};

use super::Analysis;
use super::displayed::is_display;
use super::mentions::Names;
use super::state::State;
use crate::symbol::Symbol;

/// A name and the test that gave it its value.
#[derive(Debug)]
pub struct Condition<'a> {
    name: Symbol,
    test: &'a Expr,
    /// The names in it.
    mentions: Box<[Symbol]>,
}

/// A name that stands for things that are written out: `fields = {"name": name}`.
#[derive(Debug)]
pub struct Display<'a> {
    name: Symbol,
    of: &'a Expr,
    /// The names in it.
    mentions: Box<[Symbol]>,
}

/// More conditions than this in one function are forgotten.
const MOST_CONDITIONS: usize = 32;

impl<'a> Analysis<'a> {
    /// A name was bound: conditions that it was part of no longer hold.
    pub fn forget_conditions(&mut self, name: Symbol) {
        self.conditions
            .retain(|one| one.name != name && !one.mentions.contains(&name));
        self.displays
            .retain(|one| one.name != name && !one.mentions.contains(&name));
    }

    fn remember_display(&mut self, name: &ExprName, of: &'a Expr) {
        if self.displays.len() >= MOST_CONDITIONS {
            return;
        }
        let name = self.symbols.intern(&name.id);
        let mentions = self.names_in(of);
        if !mentions.contains(&name) {
            self.displays.push(Display { name, of, mentions });
        }
    }

    fn names_in(&mut self, node: &'a Expr) -> Box<[Symbol]> {
        let mut names = Names::default();
        names.visit_expr(node);
        let found = names.loaded.union(&names.bound);
        found.map(|name| self.symbols.intern(name)).collect()
    }

    /// What a name stands for, if it is written out.
    pub fn display_of(&mut self, name: &ExprName) -> Option<&'a Expr> {
        let name = self.symbols.get(&name.id)?;
        let mut displays = self.displays.iter();
        Some(displays.find(|display| display.name == name)?.of)
    }

    /// Remembers the test that a name was bound to.
    pub fn remember_condition(&mut self, targets: &'a [Expr], test: &'a Expr, state: &State) {
        let [target] = targets else { return };
        if let Expr::Name(name) = target
            && is_display(test)
        {
            self.remember_display(name, test);
        }
        let helped = matches!(test, Expr::Call(call) if self.calls_helper(call, state));
        if !(helped || is_test(test)) {
            return;
        }
        let targets = match target {
            // A helper may give whether it is content and what to say.
            Expr::Tuple(tuple) if helped => &tuple.elts[..],
            one => std::slice::from_ref(one),
        };
        for target in targets {
            let Expr::Name(name) = target else { continue };
            let name = self.symbols.intern(&name.id);
            if self.conditions.len() >= MOST_CONDITIONS {
                return;
            }
            let mentions = self.names_in(test);
            if !mentions.contains(&name) {
                self.conditions.push(Condition {
                    name,
                    test,
                    mentions,
                });
            }
        }
    }

    /// The object that a name's value was read from by `getattr(object, key, None)`.
    pub fn asked_for_attribute(&mut self, name: &Expr) -> Option<&'a Expr> {
        let Expr::Name(name) = name else { return None };
        let name = self.symbols.intern(&name.id);
        let condition = self.conditions.iter().find(|one| one.name == name)?;
        match condition.test {
            Expr::Call(call) if is_call_of(condition.test, "getattr") => {
                call.arguments.args.first()
            }
            _ => None,
        }
    }

    /// Continues where the test that a name stands for was true or false.
    pub fn assume_condition(&mut self, name: &ExprName, truth: bool, state: &mut State) {
        let name = self.symbols.intern(&name.id);
        let Some(at) = self.conditions.iter().position(|one| one.name == name) else {
            return;
        };
        // A test may mention names that stand for other tests, never itself.
        let condition = self.conditions.remove(at);
        self.assume(condition.test, truth, state);
        self.conditions.push(condition);
    }

    /// The object and the attribute that `getattr(object, "name", None)` asks for, or that a name was bound to by it.
    pub fn attribute_asked(&mut self, node: &'a Expr) -> Option<(&'a Expr, Symbol)> {
        let asked = match node {
            Expr::Named(named) => &*named.value,
            Expr::Name(name) => {
                let name = self.symbols.get(&name.id)?;
                self.conditions.iter().find(|one| one.name == name)?.test
            }
            other => other,
        };
        self.attribute_of_call(asked.as_call_expr()?)
    }

    /// The object and the attribute of `getattr(object, "name", None)`.
    pub fn attribute_of_call(&mut self, call: &'a ExprCall) -> Option<(&'a Expr, Symbol)> {
        let is_getattr = matches!(&*call.func, Expr::Name(name) if name.id == "getattr");
        match &*call.arguments.args {
            [subject, attribute, Expr::NoneLiteral(_)] if is_getattr => {
                Some((subject, self.literal(attribute)?))
            }
            _ => None,
        }
    }
}

/// Whether an expression is a test whose outcome says something about what it tests.
fn is_test(node: &Expr) -> bool {
    match node {
        Expr::Compare(_) => true,
        Expr::UnaryOp(operation) => operation.op.is_not(),
        Expr::BoolOp(operation) => operation.values.iter().all(is_test),
        Expr::Call(call) if is_call_of(node, "getattr") => {
            matches!(&*call.arguments.args, [_, _, Expr::NoneLiteral(_)])
        }
        Expr::BinOp(operation) => operation.op == Operator::Sub && operation.right.is_call_expr(),
        Expr::ListComp(node) => node.generators.iter().any(|one| !one.ifs.is_empty()),
        _ => ["hasattr", "isinstance", "any", "all", "bool", "callable"]
            .iter()
            .any(|function| is_call_of(node, function)),
    }
}

fn is_call_of(node: &Expr, function: &str) -> bool {
    let Expr::Call(call) = node else { return false };
    matches!(&*call.func, Expr::Name(name) if name.id.as_str() == function)
}

//! `try`: what handlers catch, and which of them run on Workers.

use std::rc::Rc;

use ruff_python_ast::visitor::{Visitor, walk_expr};
use ruff_python_ast::{self as ast, ExceptHandler, Expr, Stmt};
use rustc_hash::FxHashSet;

use super::Analysis;
use super::fallbacks::Fallbacks;
use super::mentions::{Names, assigned};
use super::state::{State, Try};
use crate::symbol::Symbol;
use crate::value::{Kind, Site, Value};

impl<'a> Analysis<'a> {
    pub fn try_statement(&mut self, node: &'a ast::StmtTry, state: &mut State) {
        let before = state.clone();
        let named = self.named_by_handlers(&node.handlers, state);
        let widest = named.iter().map(|names| self.widest(names));
        let catches: Vec<Option<Symbol>> = widest.collect();
        if !node.handlers.is_empty() {
            let retried = self.retried(&node.handlers);
            self.frame.tries.push(Try {
                single: matches!(
                    &node.body[..],
                    [Stmt::Expr(_) | Stmt::Assign(_) | Stmt::AnnAssign(_) | Stmt::Return(_)]
                ),
                forgives: self.forgives(&node.handlers, &catches),
                retried,
                catches: named.into_iter().flatten().collect(),
            });
        }
        self.block(&node.body, state);
        let fallback = Fallbacks::one(true, self.tries_binding(&node.body, &before));
        if !node.handlers.is_empty() {
            self.frame.tries.pop();
        }
        // Where the body always leaves, what follows is for those for whom it failed.
        let left = state.dead;
        let mut anywhere = before;
        anywhere.join(state);
        // Even if the body always leaves, what it did before it was interrupted is known.
        self.block(&node.orelse, state);
        let platform_import = self.imports_runtime(&node.body);
        for (handler, caught) in node.handlers.iter().zip(catches) {
            let ExceptHandler::ExceptHandler(handler) = handler;
            let known = self.known();
            let import_error = matches!(caught, Some(name) if name == known.import_error || name == known.module_not_found);
            if platform_import && (import_error || caught == Some(known.any_exception)) {
                continue;
            }
            let mut branch = anywhere.clone();
            if let Some(name) = &handler.name {
                let name = self.symbols.intern(name);
                self.set_name(name, Value::unknown(), &mut branch);
            }
            self.assume_conversion_failed(&node.body, &mut branch);
            let outer = self.frame.fallbacks;
            self.frame.fallbacks = outer.and(fallback);
            self.block(&handler.body, &mut branch);
            self.frame.fallbacks = outer;
            state.join(&branch);
        }
        if left && !state.dead {
            self.frame.fallbacks = self.frame.fallbacks.and(fallback);
        }
        if state.dead && !node.finalbody.is_empty() {
            let mut cleanup = anywhere;
            self.block(&node.finalbody, &mut cleanup);
        } else {
            self.block(&node.finalbody, state);
        }
    }

    /// Whether all that a `try` does is to read a binding.
    fn tries_binding(&mut self, body: &'a [Stmt], state: &State) -> bool {
        let value = match body {
            [Stmt::Return(node)] => node.value.as_deref(),
            [one] => assigned(one).map(|(_, value)| value),
            _ => None,
        };
        value.is_some_and(|value| self.gives_binding(value, state))
    }

    /// Whether a handler takes a `TypeError` and goes on.
    fn forgives(&self, handlers: &[ExceptHandler], catches: &[Option<Symbol>]) -> bool {
        let known = self.known();
        let forgiving = [known.any_exception, known.exception, known.type_error];
        handlers.iter().zip(catches).any(|(handler, caught)| {
            let ExceptHandler::ExceptHandler(handler) = handler;
            let goes_on = !handler.body.iter().any(Stmt::is_raise_stmt);
            goes_on && caught.is_some_and(|caught| forgiving.contains(&caught))
        })
    }

    /// The names that handlers use.
    fn retried(&mut self, handlers: &'a [ExceptHandler]) -> Rc<FxHashSet<Symbol>> {
        let mut used = FxHashSet::default();
        for handler in handlers {
            let ExceptHandler::ExceptHandler(handler) = handler;
            let mut names = Retried::default();
            names.visit_body(&handler.body);
            // What a handler binds itself is not what failed.
            let names = names.names.loaded.difference(&names.names.bound);
            used.extend(names.map(|name| self.symbols.intern(name)));
        }
        Rc::new(used)
    }

    /// Whether the failure of an expression is handled in the running function by trying something else with the same name.
    pub fn is_retried(&mut self, site: Site) -> bool {
        let mut tries = self.frame.tries.iter();
        if !tries.any(|around| around.forgives) {
            return false;
        }
        let source = self.modules[site.file as usize].source.text;
        let text = &source[site.range()];
        let name = text.split('.').next().unwrap_or(text);
        let is_word = |c: char| c.is_alphanumeric() || c == '_' || c == '.';
        let Some(name) = self.symbols.get(name).filter(|_| text.chars().all(is_word)) else {
            return false;
        };
        let mut tries = self.frame.tries.iter();
        tries.any(|around| around.forgives && around.retried.contains(&name))
    }

    /// What each handler names; a bare `except` and `Exception` catch everything.
    fn named_by_handlers(
        &mut self,
        handlers: &'a [ExceptHandler],
        state: &mut State,
    ) -> Vec<Vec<Option<Symbol>>> {
        let mut caught = Vec::new();
        for handler in handlers {
            let ExceptHandler::ExceptHandler(handler) = handler;
            let Some(of) = &handler.type_ else {
                caught.push(vec![Some(self.known().any_exception)]);
                continue;
            };
            let nodes: Vec<&'a Expr> = match &**of {
                Expr::Tuple(tuple) => tuple.elts.iter().collect(),
                one => vec![one],
            };
            let mut names = Vec::new();
            for node in nodes {
                let value = self.expr(node, state);
                let name = match &value.atoms[..] {
                    [only] => match only.kind {
                        Kind::Name(name) => Some(name),
                        Kind::Class(class) => Some(
                            self.symbols
                                .intern(&self.classes[class.0 as usize].node.name),
                        ),
                        _ => None,
                    },
                    _ => None,
                };
                if let Some(name) = name {
                    self.caught(name, node);
                }
                names.push(name);
            }
            caught.push(names);
        }
        caught
    }

    /// A handler of several exceptions counts as one of the widest of them.
    fn widest(&self, names: &[Option<Symbol>]) -> Option<Symbol> {
        let known = self.known();
        let everything = [Some(known.any_exception), Some(known.exception)];
        let widest = names.iter().find(|name| everything.contains(name));
        let import = || names.iter().find(|name| **name == Some(known.import_error));
        match widest.or_else(import) {
            Some(name) => *name,
            None if names.contains(&None) => None,
            None => names.first().copied().flatten(),
        }
    }

    /// Whether statements import a module that Workers has for certain.
    fn imports_runtime(&self, body: &'a [Stmt]) -> bool {
        body.iter().any(|statement| {
            let names: Vec<&str> = match statement {
                Stmt::Import(node) => node.names.iter().map(|alias| alias.name.as_str()).collect(),
                Stmt::ImportFrom(node) if node.level == 0 => {
                    node.module.iter().map(|name| name.as_str()).collect()
                }
                _ => return false,
            };
            names.iter().any(|name| self.is_of_runtime_alone(name))
        })
    }
}

/// Collects what a handler goes on with; what it only writes about it does not.
#[derive(Default)]
struct Retried<'a> {
    names: Names<'a>,
}

impl<'a> Visitor<'a> for Retried<'a> {
    fn visit_expr(&mut self, expression: &'a Expr) {
        match expression {
            Expr::FString(_) => {}
            Expr::Call(call) if writes(&call.func) => {}
            Expr::Name(_) => self.names.visit_expr(expression),
            _ => walk_expr(self, expression),
        }
    }
}

/// Whether a function writes to a log, going by its name.
fn writes(function: &Expr) -> bool {
    const LOGGING: [&str; 8] = [
        "debug",
        "info",
        "warning",
        "warn",
        "error",
        "exception",
        "critical",
        "log",
    ];
    match function {
        Expr::Name(name) => name.id == "print",
        Expr::Attribute(method) => {
            LOGGING.contains(&method.attr.as_str()) || method.attr.starts_with("capture_")
        }
        _ => false,
    }
}

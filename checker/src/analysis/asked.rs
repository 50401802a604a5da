//! Tests that are made by calling something: `isinstance(value, dict)`, `len(items) > 0`, `path.exists()`.

use ruff_python_ast::{self as ast, CmpOp, Expr, ExprCall};

use super::Analysis;
use super::mentions::last_name;
use super::state::State;
use crate::symbol::Symbol;
use crate::value::{Atom, ClassId, Fact, Kind};

impl<'a> Analysis<'a> {
    /// Continues where there was a file of a name: of several that were tried, only the one beside the code is there.
    pub fn assume_exists(&mut self, subject: &'a Expr, state: &mut State) {
        let site = self.site(subject);
        self.narrow(subject, state, site, |analysis, value| {
            let bundled = |atom: &Atom| analysis.is_bundled(atom);
            if value.atoms.iter().any(bundled) {
                value.retain(|atom| bundled(atom));
            }
        });
    }

    /// Continues where a call was true or false that asks about the platform, or about what it is passed.
    pub fn assume_answer(&mut self, call: &'a ExprCall, truth: bool, state: &mut State) {
        self.assume_platform_asked(call, truth, state);
        self.assume_awaitable(call, truth, state);
    }

    /// Continues where something was there to be awaited, or was not: `inspect.isawaitable(value)`.
    fn assume_awaitable(&mut self, call: &'a ExprCall, truth: bool, state: &mut State) {
        let Some(name) = last_name(&call.func) else {
            return;
        };
        match (name, &*call.arguments.args) {
            ("isawaitable" | "iscoroutine", [subject]) => {
                self.keep_awaitable(subject, truth, state)
            }
            ("isinstance", [subject, of]) if names_awaitable(of) => {
                self.keep_awaitable(subject, truth, state);
            }
            _ => {}
        }
    }

    fn keep_awaitable(&mut self, subject: &'a Expr, truth: bool, state: &mut State) {
        let site = self.site(subject);
        self.narrow(subject, state, site, |analysis, value| {
            value.retain(|atom| {
                analysis.is_awaitable(atom) == truth || matches!(atom.kind, Kind::Param(_))
            });
        });
    }

    /// Whether an alternative is one of what can be awaited.
    pub fn is_awaitable(&self, atom: &Atom) -> bool {
        let platform = self.platform();
        let awaited = |of| platform.inherited(of, |one| one.awaited.as_ref()).is_some();
        let of = self.type_name(atom);
        of.is_some_and(|of| awaited(of) || platform.extends(of, self.known().coroutine))
    }

    /// Continues where a path was absolute, or was not.
    pub fn assume_absolute(&mut self, subject: &'a Expr, truth: bool, state: &mut State) {
        let site = self.site(subject);
        let known = self.known();
        let impossible = match truth {
            true => known.path_relative,
            false => known.path_bundle,
        };
        self.narrow(subject, state, site, |analysis, value| {
            value.retain(|atom| !analysis.is_path(atom, impossible));
        });
    }

    /// Whether a path was made from `__file__`.
    fn is_bundled(&self, atom: &Atom) -> bool {
        self.is_path(atom, self.known().path_bundle)
    }

    /// Whether a text or an object is a path of a kind.
    fn is_path(&self, atom: &Atom, kind: Symbol) -> bool {
        match &atom.kind {
            Kind::Instance(of, Some(text)) if *of == self.known().path => {
                text.atoms.iter().any(|atom| self.is_path(atom, kind))
            }
            _ => self.is_named(atom, kind),
        }
    }

    /// Continues where a container had items, or had none.
    pub fn assume_length(&mut self, subject: &'a Expr, is_filled: bool, state: &mut State) {
        let site = self.site(subject);
        self.narrow(subject, state, site, |_, value| {
            value.retain(|atom| match &atom.kind {
                Kind::Record(record) => is_filled || !record.is_filled(),
                kind => !matches!(kind, Kind::None | Kind::Missing),
            });
        });
        if let Some(path) = self.path(subject) {
            state.imply(path, is_filled);
        }
    }

    /// Continues where a value was `None`, or was not.
    pub fn assume_none(&mut self, subject: &'a Expr, is_none: bool, state: &mut State) {
        self.assume_fact(subject, Fact::None(is_none), state);
        self.assume_asked(subject, !is_none, state);
    }

    /// Continues where `getattr(object, "name", None)` found something, or did not.
    fn assume_asked(&mut self, node: &'a Expr, has: bool, state: &mut State) {
        if let Some((subject, attribute)) = self.attribute_asked(node) {
            self.assume_fact(subject, Fact::Attribute(attribute, has), state);
        }
    }

    /// Continues where `callable(value)` was true or false. Where it is about an attribute, that is a method or is not there.
    fn assume_callable(&mut self, subject: &'a Expr, truth: bool, state: &mut State) {
        if truth {
            self.assume_fact(subject, Fact::None(false), state);
        }
        self.assume_asked(subject, truth, state);
    }

    /// Continues where a call of `hasattr`, `isinstance` and their like gave true or false.
    pub fn assume_call(&mut self, call: &'a ExprCall, truth: bool, state: &mut State) {
        let Expr::Name(function) = &*call.func else {
            return;
        };
        if let [Expr::List(ast::ExprList { elts, .. }) | Expr::Tuple(ast::ExprTuple { elts, .. })] =
            &call.arguments.args[..]
        {
            return self.assume_several(function, elts, truth, state);
        }
        if let Some((subject, attribute)) = self.attribute_of_call(call) {
            return self.assume_fact(subject, Fact::Attribute(attribute, truth), state);
        }
        if let ("callable", [subject]) = (function.id.as_str(), &*call.arguments.args) {
            return self.assume_callable(subject, truth, state);
        }
        let [subject, what] = &call.arguments.args[..] else {
            return;
        };
        let name = self.symbols.intern(&function.id);
        let builtin = self.knowledge.builtins.get(&name).copied();
        if builtin == Some(self.known().builtin_hasattr) {
            if let Some(attribute) = self.literal(what) {
                self.assume_fact(subject, Fact::Attribute(attribute, truth), state);
                if truth {
                    self.assume_present(subject, attribute, state);
                }
            }
        } else if builtin == Some(self.known().builtin_isinstance) && !names_awaitable(what) {
            self.assume_instance(subject, what, truth, state);
        }
    }

    /// Continues where `all([…])` was true, or `any([…])` was not.
    fn assume_several(
        &mut self,
        function: &ast::ExprName,
        tests: &'a [Expr],
        truth: bool,
        state: &mut State,
    ) {
        let known = self.known();
        let name = self.symbols.intern(&function.id);
        let builtin = self.knowledge.builtins.get(&name).copied();
        let wanted = if truth {
            known.builtin_all
        } else {
            known.builtin_any
        };
        if builtin == Some(wanted) {
            tests
                .iter()
                .for_each(|test| self.assume(test, truth, state));
        }
    }

    /// Continues where a value was of one of several types, or was not.
    pub fn assume_instance(
        &mut self,
        subject: &'a Expr,
        what: &'a Expr,
        truth: bool,
        state: &mut State,
    ) {
        let site = self.site(what);
        let types: Vec<&'a Expr> = match what {
            Expr::Tuple(tuple) => tuple.elts.iter().collect(),
            one => vec![one],
        };
        let mut names = Vec::new();
        let single = types.len() == 1;
        for node in types {
            let value = self.expr(node, &mut state.clone());
            if let (
                [
                    Atom {
                        kind: Kind::Class(class),
                        ..
                    },
                ],
                true,
            ) = (&value.atoms[..], single)
            {
                return self.assume_own_class(subject, *class, truth, state);
            }
            let [
                Atom {
                    kind: Kind::Name(name),
                    ..
                },
            ] = &value.atoms[..]
            else {
                if truth {
                    self.assume_fact(subject, Fact::None(false), state);
                }
                return;
            };
            names.push(self.type_for_annotation(*name));
        }
        match (&names[..], truth) {
            ([name], _) => self.assume_fact(subject, Fact::Type(*name, truth), state),
            (names, false) => {
                for name in names {
                    self.assume_fact(subject, Fact::Type(*name, false), state);
                }
            }
            (names, true) => {
                let names = names.to_vec();
                self.narrow(subject, state, site, |analysis, value| {
                    value.retain(|atom| {
                        matches!(atom.kind, Kind::Param(_))
                            || names.iter().any(|name| analysis.is_named(atom, *name))
                    });
                });
            }
        }
    }

    /// Continues where a value was an object of a class of the project, or was not.
    fn assume_own_class(
        &mut self,
        subject: &'a Expr,
        class: ClassId,
        truth: bool,
        state: &mut State,
    ) {
        let site = self.site(subject);
        self.narrow(subject, state, site, |analysis, value| {
            let before = value.atoms.len();
            value.retain(|atom| match atom.kind {
                Kind::Object(own) => analysis.classes_above(own).contains(&class) == truth,
                Kind::Param(_) => true,
                _ => !truth,
            });
            // What is known may still be one of a class that is not.
            value.open |= truth && value.atoms.len() < before;
        });
    }
}

/// The container of `len(container) > 0` and its like, and whether it has items where that is true.
pub fn length_test<'n>(left: &'n Expr, op: CmpOp, right: &Expr) -> Option<(&'n Expr, bool)> {
    let (Expr::Call(call), Expr::NumberLiteral(number)) = (left, right) else {
        return None;
    };
    let is_len = matches!(&*call.func, Expr::Name(name) if name.id == "len");
    let ([subject], ast::Number::Int(number)) = (&*call.arguments.args, &number.value) else {
        return None;
    };
    let is_filled = match (op, number.as_u8()?) {
        (CmpOp::Gt | CmpOp::NotEq, 0) | (CmpOp::GtE, 1) => true,
        (CmpOp::Eq | CmpOp::LtE, 0) | (CmpOp::Lt, 1) => false,
        _ => return None,
    };
    is_len.then_some((subject, is_filled))
}

/// The path of `path.exists()`, `os.path.isfile(path)` and their like.
pub fn existence_test(call: &ExprCall) -> Option<&Expr> {
    let Expr::Attribute(function) = &*call.func else {
        return None;
    };
    match (function.attr.as_str(), &*call.arguments.args) {
        ("exists" | "is_file" | "is_dir", []) => Some(&function.value),
        ("exists" | "isfile" | "isdir", [path]) => Some(path),
        _ => None,
    }
}

/// The path that a call asks about, whether it is absolute.
pub fn absolute_test(call: &ExprCall) -> Option<&Expr> {
    let Expr::Attribute(function) = &*call.func else {
        return None;
    };
    match (function.attr.as_str(), &*call.arguments.args) {
        ("is_absolute", []) => Some(&function.value),
        ("isabs", [path]) => Some(path),
        _ => None,
    }
}

/// Whether a class is one of what can be awaited.
fn names_awaitable(class: &Expr) -> bool {
    const CLASSES: [&str; 5] = ["Awaitable", "Coroutine", "CoroutineType", "Future", "Task"];
    match class {
        Expr::Tuple(tuple) => tuple.elts.iter().any(names_awaitable),
        other => last_name(other).is_some_and(|name| CLASSES.contains(&name)),
    }
}

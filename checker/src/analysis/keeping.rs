//! Where a value goes: under a name, into an attribute or a container, to who called.

use ruff_python_ast::visitor::{Visitor, walk_expr, walk_stmt};
use ruff_python_ast::{Expr, ExprAttribute, Stmt, StmtFunctionDef};
use rustc_hash::FxHashSet;

use super::Analysis;
use super::index::Binding;
use super::mentions::{assigned, last_name};
use super::state::State;
use crate::symbol::Symbol;
use crate::value::ClassId;

/// What becomes of the value of an expression.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Keeps {
    /// It is not kept, or only under a name.
    #[default]
    Nothing,
    /// It is put into an attribute or a container.
    Somewhere,
    /// It is put into an attribute of an object of a class.
    InObject(ClassId),
    /// It is returned.
    Returned,
}

/// Methods that put what they are passed into a container.
const STORING: [&str; 6] = ["setdefault", "append", "add", "insert", "update", "put"];

impl<'a> Analysis<'a> {
    /// What becomes of what is assigned to targets.
    pub fn kept_by(&self, targets: &[Expr]) -> Keeps {
        let owner = match targets {
            [Expr::Attribute(attribute)] => self.owner_of(attribute),
            [Expr::Subscript(item)] => self.owner_of_container(&item.value),
            _ => None,
        };
        match owner {
            Some(class) => Keeps::InObject(class),
            None if targets.iter().all(Expr::is_name_expr) => Keeps::Nothing,
            None => Keeps::Somewhere,
        }
    }

    /// What becomes of what a call is passed.
    pub fn kept_by_call(&self, function: &Expr, state: &State) -> Keeps {
        let Expr::Attribute(method) = function else {
            return Keeps::Nothing;
        };
        if !is_storing(function) {
            return Keeps::Nothing;
        }
        match (self.owner_of_container(&method.value), &*method.value) {
            (Some(class), _) => Keeps::InObject(class),
            (None, Expr::Attribute(shared)) if self.owner_of(shared).is_some() => Keeps::Somewhere,
            (None, Expr::Name(name)) if self.is_of_module(&name.id, state) => Keeps::Somewhere,
            _ => Keeps::Nothing,
        }
    }

    /// Whether a name that the running function has not bound is one of its module.
    fn is_of_module(&self, name: &str, state: &State) -> bool {
        let Some(id) = self.frame.function else {
            return false;
        };
        let bound = self.symbols.get(name).and_then(|name| state.get(name));
        bound.is_none() && self.functions[id.0 as usize].parent.is_none()
    }

    /// The class whose object an attribute belongs to, if that is the one whose method runs.
    pub fn owner_of(&self, attribute: &ExprAttribute) -> Option<ClassId> {
        let info = &self.functions[self.frame.function?.0 as usize];
        let class = info.class?;
        let own = own_name(info.node)?;
        let is_own = matches!(&*attribute.value, Expr::Name(owner) if owner.id.as_str() == own);
        let bound = matches!(info.binding, Binding::Class | Binding::Static);
        (is_own && !bound).then_some(class)
    }

    /// The same of a container in an attribute, unless it is one that all objects of the class share.
    fn owner_of_container(&self, container: &Expr) -> Option<ClassId> {
        let Expr::Attribute(attribute) = container else {
            return None;
        };
        let class = self.owner_of(attribute)?;
        let mut body = self.classes[class.0 as usize].node.body.iter();
        let shared = body.any(|statement| {
            let assigned = assigned(statement);
            assigned.is_some_and(|(target, value)| {
                last_name(target) == Some(attribute.attr.as_str()) && is_container(value)
            })
        });
        (!shared).then_some(class)
    }

    /// Whether what the running call gives is put elsewhere than into the object whose method runs.
    pub fn is_kept_elsewhere(&self) -> bool {
        let name = self.frame.target;
        self.frame.keeps == Keeps::Somewhere
            || (self.frame.keeps == Keeps::Nothing
                && name.is_some_and(|name| self.is_handed_out(name)))
    }

    /// Whether the result of the running call is bound to a name of the running function, and stays there.
    pub fn bound_locally(&self) -> bool {
        self.frame.function.is_some() && self.frame.target.is_some_and(|name| !self.is_stored(name))
    }

    /// Whether the result of the running call is bound to a global by the running function, which puts no rows into it.
    pub fn is_bound_globally(&self) -> bool {
        let name = self.frame.target;
        self.frame.keeps == Keeps::Nothing
            && name.is_some_and(|name| self.frame.globals.contains(&name))
            && !self.inserts_rows()
    }

    /// Whether the running function puts rows into a database: what it makes of what it has, any isolate makes again.
    pub fn inserts_rows(&self) -> bool {
        let mut rows = Rows { found: false };
        if let Some(id) = self.frame.function {
            rows.visit_body(&self.functions[id.0 as usize].node.body);
        }
        rows.found
    }

    /// Whether what a name of the running function stands for is put into an attribute, a container or a global.
    pub fn is_stored(&self, name: Symbol) -> bool {
        self.frame.globals.contains(&name)
            || self
                .kept_names()
                .is_none_or(|kept| kept.stored.contains(self.symbols.text(name)))
    }

    fn is_handed_out(&self, name: Symbol) -> bool {
        self.frame.globals.contains(&name)
            || self
                .kept_names()
                .is_some_and(|kept| kept.handed_out.contains(self.symbols.text(name)))
    }

    /// Whether the running function returns what a name of it stands for.
    pub fn is_returned(&self, name: &str) -> bool {
        let kept = self.kept_names();
        kept.is_some_and(|kept| kept.returned.contains(name))
    }

    fn kept_names(&self) -> Option<&Kept<'a>> {
        let info = &self.functions[self.frame.function?.0 as usize];
        let read = || Box::new(Kept::new(info.node));
        Some(info.kept.get_or_init(read))
    }
}

/// Whether a function is a method that puts what it is passed into a container, going by its name.
pub fn is_storing(function: &Expr) -> bool {
    matches!(function, Expr::Attribute(method) if STORING.contains(&method.attr.as_str()))
}

/// The name by which a method knows its object.
fn own_name(method: &StmtFunctionDef) -> Option<&str> {
    let first = method.parameters.iter_non_variadic_params().next()?;
    let makes = method.name.as_str() == "__new__";
    (!makes).then_some(first.parameter.name.as_str())
}

/// Whether an expression is a container that is made here.
fn is_container(node: &Expr) -> bool {
    const MAKING: [&str; 6] = [
        "dict",
        "list",
        "set",
        "defaultdict",
        "OrderedDict",
        "WeakValueDictionary",
    ];
    match node {
        Expr::Call(call) => last_name(&call.func).is_some_and(|name| MAKING.contains(&name)),
        _ => node.is_dict_expr() || node.is_list_expr() || node.is_set_expr(),
    }
}

/// Searches statements of SQL that insert rows.
struct Rows {
    found: bool,
}

impl<'a> Visitor<'a> for Rows {
    fn visit_expr(&mut self, expression: &'a Expr) {
        if let Expr::StringLiteral(text) = expression {
            let text = text.value.to_str().trim_start();
            let verb = text.get(.."insert".len());
            self.found |= verb.is_some_and(|verb| verb.eq_ignore_ascii_case("insert"));
        }
        walk_expr(self, expression);
    }
}

/// The names of a function that stand for what goes elsewhere.
#[derive(Default)]
pub struct Kept<'a> {
    own: Option<&'a str>,
    /// Those that are put into attributes or containers.
    stored: FxHashSet<&'a str>,
    /// Those of them that are put elsewhere than into the object whose method it is.
    handed_out: FxHashSet<&'a str>,
    /// Those that are returned.
    returned: FxHashSet<&'a str>,
}

impl<'a> Kept<'a> {
    fn new(function: &'a StmtFunctionDef) -> Kept<'a> {
        let mut kept = Kept {
            own: own_name(function),
            ..Kept::default()
        };
        kept.visit_body(&function.body);
        kept
    }

    fn is_own(&self, target: &Expr) -> bool {
        match target {
            Expr::Attribute(attribute) => {
                matches!(&*attribute.value, Expr::Name(name) if Some(name.id.as_str()) == self.own)
            }
            Expr::Subscript(item) => self.is_own(&item.value),
            _ => false,
        }
    }
}

impl<'a> Visitor<'a> for Kept<'a> {
    fn visit_stmt(&mut self, statement: &'a Stmt) {
        match statement {
            Stmt::Assign(node) => {
                let stores = |one: &&Expr| matches!(one, Expr::Attribute(_) | Expr::Subscript(_));
                let mut targets = node.targets.iter().filter(stores).peekable();
                if let Expr::Name(name) = &*node.value
                    && targets.peek().is_some()
                {
                    self.stored.insert(&name.id);
                    if !targets.all(|target| self.is_own(target)) {
                        self.handed_out.insert(&name.id);
                    }
                }
            }
            Stmt::Return(node) => {
                if let Some(Expr::Name(name)) = node.value.as_deref() {
                    self.returned.insert(&name.id);
                }
            }
            _ => {}
        }
        walk_stmt(self, statement);
    }

    fn visit_expr(&mut self, _expression: &'a Expr) {}
}

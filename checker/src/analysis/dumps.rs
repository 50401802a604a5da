//! Fields of an object that are taken all at once: `astuple(order)`, `asdict(order).values()`, `order.model_dump().values()`.
//!
//! A dict that has a name may be looked at before it is used, so only what is taken out of it on the spot counts.

use std::rc::Rc;

use ruff_python_ast::{Decorator, Expr, ExprCall, Stmt, StmtClassDef};

use super::Analysis;
use super::assign::is_below;
use super::members::{assignments, fields, is_dataclass};
use super::mentions::last_name;
use super::state::State;
use crate::record::{Key, Record};
use crate::symbol::Symbol;
use crate::value::{Atom, ClassId, Kind, Site, Value};

impl<'a> Analysis<'a> {
    /// What a call gives that takes all fields of an object: those that may be `None` say so.
    pub fn dumped(&mut self, node: &'a ExprCall, result: &Value, state: &State) -> Option<Value> {
        // What the project's own functions of these names give is known better.
        let plain = |atom: &Atom| matches!(atom.kind, Kind::Instance(..) | Kind::Param(_));
        if !result.atoms.iter().all(plain) {
            return None;
        }
        let (subject, class) = match last_name(&node.func)? {
            "astuple" => self.only_argument(node, state)?,
            "values" => {
                let Expr::Attribute(method) = &*node.func else {
                    return None;
                };
                let inner = method.value.as_call_expr()?;
                match last_name(&inner.func)? {
                    "asdict" => self.only_argument(inner, state)?,
                    "model_dump" => self.only_owner(inner, state)?,
                    _ => return None,
                }
            }
            _ => return None,
        };
        let path = self.path(subject)?;
        // Where a field was looked at or set before, it is no longer what its class says.
        if self.has_below(path, state) {
            return None;
        }
        self.field_values(class, self.site(node))
    }

    fn only_argument(&mut self, node: &'a ExprCall, state: &State) -> Option<(&'a Expr, ClassId)> {
        let ([subject], []) = (&*node.arguments.args, &*node.arguments.keywords) else {
            return None;
        };
        let class = self.class_passed(subject, state)?;
        is_dataclass(self.classes[class.0 as usize].node).then_some((subject, class))
    }

    fn only_owner(&mut self, node: &'a ExprCall, state: &State) -> Option<(&'a Expr, ClassId)> {
        let Expr::Attribute(method) = &*node.func else {
            return None;
        };
        if !node.arguments.is_empty() {
            return None;
        }
        let class = self.class_passed(&method.value, state)?;
        let known = self.known();
        let info = &self.classes[class.0 as usize];
        let base = |atom: &Atom| match atom.kind {
            Kind::Name(base) => self.platform().extends(base, known.pydantic_model),
            _ => false,
        };
        let bases = &info.bases;
        let plain = bases
            .iter()
            .all(|one| !one.open && one.atoms.iter().all(base));
        (plain && !bases.is_empty() && !is_processed(info.node)).then_some((&*method.value, class))
    }

    /// The class of an object that the running function was passed.
    fn class_passed(&mut self, subject: &'a Expr, state: &State) -> Option<ClassId> {
        let Expr::Name(name) = subject else {
            return None;
        };
        let name = self.symbols.intern(&name.id);
        let value = self.lookup(name, self.site(subject), state);
        let info = &self.functions[self.frame.function?.0 as usize];
        let mut class = None;
        for atom in &value.atoms {
            match atom.kind {
                Kind::Param(_) => {}
                Kind::Object(own) if class.is_none() && info.may_declare(atom.site) => {
                    class = Some(own);
                }
                _ => return None,
            }
        }
        class
    }

    fn has_below(&self, path: Symbol, state: &State) -> bool {
        let path = self.symbols.text(path);
        let mut names = state.names();
        names.any(|(name, _)| is_below(self.symbols.text(name), path))
    }

    fn field_values(&mut self, class: ClassId, site: Site) -> Option<Value> {
        let node = self.classes[class.0 as usize].node;
        if !node.body.iter().all(is_plain) {
            return None;
        }
        let mut record = Record::new(self.known().tuple);
        for (field, _) in fields(node) {
            if assignments(node, &field.id) > 0 {
                return None;
            }
            let name = self.symbols.intern(&field.id);
            let declared = self.classes[class.0 as usize].attributes.get(&name);
            let mut value = declared.cloned().unwrap_or_default().or_unknown();
            value.retain(|atom| atom.kind == Kind::None);
            let place = value.atoms.first().map_or(site, |atom| atom.site);
            record.set(Key::Index(record.items.len() as u32), value, place);
        }
        Some(Value::of(Kind::Record(Rc::new(record)), site))
    }
}

/// Whether a statement of a class declares no field, or one that every dump has.
fn is_plain(statement: &Stmt) -> bool {
    let Stmt::AnnAssign(field) = statement else {
        return true;
    };
    let annotation = match &*field.annotation {
        Expr::Subscript(generic) => &*generic.value,
        other => other,
    };
    let name = last_name(annotation).unwrap_or_default();
    let is_private = matches!(&*field.target, Expr::Name(name) if name.id.starts_with('_'));
    let is_left_out = match field.value.as_deref() {
        Some(Expr::Call(call)) => call.arguments.find_keyword("exclude").is_some(),
        _ => false,
    };
    !is_private && !is_left_out && !["ClassVar", "InitVar", "KW_ONLY"].contains(&name)
}

/// Whether a model may make something else of what it is passed.
fn is_processed(node: &StmtClassDef) -> bool {
    let plain = |decorator: &Decorator| match &decorator.expression {
        Expr::Name(name) => ["classmethod", "staticmethod", "property"].contains(&name.id.as_str()),
        _ => false,
    };
    node.body.iter().any(|statement| match statement {
        Stmt::FunctionDef(method) => {
            let name = method.name.as_str();
            name.starts_with("__")
                || name.starts_with("model_")
                || !method.decorator_list.iter().all(plain)
        }
        _ => false,
    })
}

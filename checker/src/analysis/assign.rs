//! Binding names, attributes and items.

use std::rc::Rc;

use ruff_python_ast::{self as ast, Expr};

use super::index::ClassInfo;
use super::repeated::VARIABLE;
use super::state::State;
use super::{Analysis, ModuleInfo};
use crate::record::{Key, Record};
use crate::symbol::Symbol;
use crate::value::{Atom, Kind, Value};

impl<'a> Analysis<'a> {
    /// Binds a target to a value.
    pub fn assign(&mut self, target: &'a Expr, value: &Value, state: &mut State) {
        match target {
            Expr::Name(name) => {
                let name = self.symbols.intern(&name.id);
                self.set_name(name, value.clone(), state);
            }
            Expr::Tuple(tuple) => self.unpack(&tuple.elts, value, state),
            Expr::List(list) => self.unpack(&list.elts, value, state),
            Expr::Starred(starred) => {
                let mut rest = Record::new(self.known().list);
                rest.rest = value.clone();
                let site = self.site(starred);
                self.assign(
                    &starred.value,
                    &Value::of(Kind::Record(Rc::new(rest)), site),
                    state,
                );
            }
            Expr::Attribute(attribute) => self.assign_attribute(attribute, value, state),
            Expr::Subscript(subscript) => self.assign_item(subscript, value, state),
            _ => {}
        }
    }

    /// Binds a name in the running body.
    pub fn set_name(&mut self, name: Symbol, value: Value, state: &mut State) {
        self.forget_below(name, state);
        self.forget_conditions(name);
        if self.frame.running.is_some_and(|(own, _)| own == name) {
            self.frame.running = None;
        }
        let global = self.frame.globals.contains(&name);
        let module_body = self.frame.function.is_none() && self.frame.class.is_none();
        if global || module_body {
            self.modules[self.frame.module.0 as usize].bind(name, &value);
        }
        if self.frame.function.is_none()
            && let Some(class) = self.frame.class
        {
            self.classes[class.0 as usize].bind(name, &value);
        }
        if global {
            return;
        }
        if self.frame.function.is_some() {
            self.frame.joined.entry(name).or_default().join(&value);
        }
        state.set(name, value);
    }

    /// A name now stands for what an expression stands for.
    pub fn take_from(&mut self, name: Symbol, node: &Expr, value: &Value, state: &mut State) {
        let nothing = |atom: &Atom| atom.is_nothing() || matches!(atom.kind, Kind::Param(_));
        let taken = match node {
            Expr::Name(_) => true,
            // `body.get("name")`, of which nothing is known but that it may be missing.
            Expr::Call(_) => value.open && value.atoms.iter().all(nothing),
            _ => false,
        };
        let Some(of) = taken.then(|| self.path(node)).flatten() else {
            return;
        };
        if node.is_call_expr() && state.get(of).is_none() {
            state.set_path(of, value.clone());
        }
        state.alias(name, of);
    }

    /// Forgets what was known about what is reached from a name or path.
    fn forget_below(&self, name: Symbol, state: &mut State) {
        if state.has_paths() {
            let prefix = self.symbols.text(name);
            let is_below = |other: Symbol| {
                let text = self.symbols.text(other);
                let key = || text.rsplit_once(VARIABLE).map(|(_, key)| key);
                is_below(text, prefix) || key() == Some(prefix)
            };
            state.forget(is_below);
        }
    }

    fn unpack(&mut self, targets: &'a [Expr], value: &Value, state: &mut State) {
        let exact = !targets.iter().any(Expr::is_starred_expr);
        for (index, target) in targets.iter().enumerate() {
            let site = self.site(target);
            let key = exact.then_some(Key::Index(index as u32));
            let item = match key {
                Some(key) => self.unpacked(value, key, site),
                None => self.items_of(value, site),
            };
            self.assign(target, &item, state);
        }
    }

    fn unpacked(&mut self, value: &Value, key: Key, site: crate::value::Site) -> Value {
        let mut result = Value {
            open: value.open,
            ..Value::default()
        };
        for atom in &value.atoms {
            let one = Value::only(atom.clone());
            let item = match &atom.kind {
                Kind::Record(record) if record.get(key).is_some() => {
                    self.item_at(&one, Some(key), site)
                }
                _ => self.items_of(&one, site),
            };
            result.join(&item);
        }
        result
    }

    fn assign_attribute(&mut self, node: &'a ast::ExprAttribute, value: &Value, state: &mut State) {
        let owner = self.expr(&node.value, state);
        let name = self.symbols.intern(&node.attr);
        let known = |kind: &Kind| matches!(kind, Kind::Object(_) | Kind::Class(_));
        if owner.open || !owner.atoms.iter().all(|atom| known(&atom.kind)) {
            self.refute_attribute(name, value);
        }
        for atom in &owner.atoms {
            match atom.kind {
                Kind::Object(class) | Kind::Class(class) => {
                    self.carry_over(class, name, value);
                    let kept = self.kept_parameter(class, &node.attr, value);
                    let info = &mut self.classes[class.0 as usize];
                    info.bind(name, &strip(value));
                    info.bind(name, &kept.unwrap_or_default());
                }
                Kind::Module(module) => {
                    self.modules[module.0 as usize].bind(name, value);
                }
                _ => {}
            }
        }
        self.set_property(node, owner, value, state);
        if let Some(owner) = self.path(&node.value) {
            let path = self.symbols.join(owner, name);
            self.forget_below(path, state);
            state.set_path(path, value.clone());
        }
    }

    /// An object of JavaScript that has a name gets a property.
    fn set_property(
        &mut self,
        node: &'a ast::ExprAttribute,
        mut owner: Value,
        value: &Value,
        state: &mut State,
    ) {
        let js_object = self.known().js_object;
        let site = self.site(node);
        let [Atom { kind, .. }] = &mut owner.atoms[..] else {
            return;
        };
        let mut record = match kind {
            Kind::Instance(of, None) if *of == js_object => Record::new(js_object),
            Kind::Record(record) if record.of == js_object => Record::clone(record),
            _ => return,
        };
        let name = self.symbols.intern(&node.attr);
        record.set(Key::Name(name), value.clone(), site);
        *kind = Kind::Record(Rc::new(record));
        if node.value.is_name_expr() {
            self.replace(&node.value, owner, state);
        }
    }

    fn assign_item(&mut self, node: &'a ast::ExprSubscript, value: &Value, state: &mut State) {
        let owner = self.expr(&node.value, state);
        let index = self.expr(&node.slice, state);
        let key = self.key(&node.slice);
        let site = self.site(node);
        self.set_item_called(&owner, &index, value, node, state);
        let mut changed = self.opened(&owner);
        let mut any = false;
        for atom in &mut changed.atoms {
            let Kind::Record(record) = &mut atom.kind else {
                continue;
            };
            let record = Rc::make_mut(record);
            any = true;
            if node.slice.is_slice_expr() {
                record.doubt();
            }
            match key {
                Some(key) => record.set(key, value.clone(), site),
                None => record.rest.join(value),
            }
        }
        if any {
            let grown = self.path(&node.value);
            let grown = grown.filter(|_| !node.slice.is_slice_expr());
            state.while_growing(grown, |state| self.replace(&node.value, changed, state));
        } else if owner.open
            && let (Some(key), Some(path)) = (self.key_name(&node.slice), self.path(&node.value))
        {
            self.put_key(path, key, value.clone(), state);
        }
    }

    /// `del owner[key]`.
    pub fn delete_item(&mut self, node: &ast::ExprSubscript, state: &mut State) {
        let Some(owner) = self.path(&node.value) else {
            return;
        };
        let Some(value) = state.get(owner) else {
            return;
        };
        let mut changed = self.opened(value);
        let key = self.key(&node.slice);
        for atom in &mut changed.atoms {
            if let Kind::Record(record) = &mut atom.kind {
                let record = Rc::make_mut(record);
                match key.filter(|key| matches!(key, Key::Name(_))) {
                    Some(key) => record.remove(key, atom.site),
                    None => record.doubt(),
                }
            }
        }
        self.replace(&node.value, changed, state);
    }

    /// Lets a name or path stand for a container that a method has changed.
    pub fn replace_by(&mut self, method: Symbol, owner: &Expr, changed: Value, state: &mut State) {
        let known = self.known();
        let adding = [known.append, known.extend, known.update, known.setdefault];
        let grown = self.path(owner).filter(|_| adding.contains(&method));
        state.while_growing(grown, |state| self.replace(owner, changed, state));
    }

    /// Lets a name or path stand for a changed container.
    pub fn replace(&mut self, owner: &Expr, changed: Value, state: &mut State) {
        let Some(path) = self.path(owner) else { return };
        match owner {
            Expr::Name(_) => self.set_name(path, changed, state),
            _ => state.set_path(path, changed),
        }
    }
}

impl ModuleInfo<'_> {
    fn bind(&mut self, name: Symbol, value: &Value) {
        self.is_changed = true;
        self.globals.entry(name).or_default().join(&strip(value));
    }
}

impl ClassInfo<'_> {
    pub fn bind(&mut self, name: Symbol, value: &Value) {
        self.is_changed = true;
        self.attributes.entry(name).or_default().join(value);
    }
}

/// Whether a path is reached from a name or another path.
pub fn is_below(path: &str, owner: &str) -> bool {
    let rest = path.strip_prefix(owner);
    rest.is_some_and(|rest| rest.starts_with('.'))
}

/// A value without what only makes sense within its function: parameters, and that containers are not empty, since others
/// may change them.
pub fn strip(value: &Value) -> Value {
    let mut value = value.clone();
    let before = value.atoms.len();
    value.retain(|atom| {
        if let Kind::Record(record) = &mut atom.kind
            && record.is_filled()
        {
            Rc::make_mut(record).doubt();
        }
        !matches!(atom.kind, Kind::Param(_))
    });
    value.open |= value.atoms.len() < before;
    value
}

//! Attributes of values, by type, class, module or name.

use std::rc::Rc;

use ruff_python_ast::{self as ast, Expr};

use super::Analysis;
use super::arguments::Arg;
use super::index::Binding;
use super::state::State;
use crate::outline::is_abstract;
use crate::record::Key;
use crate::symbol::Symbol;
use crate::value::{Atom, ClassId, FunctionId, Kind, ModuleId, Param, Site, Step, Value};

/// Longest access path that is followed from a parameter.
const LONGEST_PATH: usize = 4;
/// Methods that more classes have than this are not searched for in those that extend a class.
const MOST_SUBCLASSES: usize = 16;
/// How many base classes are searched.
const DEEPEST_CLASS: usize = 16;

impl<'a> Analysis<'a> {
    /// The name under which a state keeps a dotted path such as `self.db`.
    pub fn path(&mut self, node: &Expr) -> Option<Symbol> {
        match node {
            Expr::Name(name) => Some(self.symbols.intern(&name.id)),
            Expr::Attribute(attribute) => {
                let owner = self.path(&attribute.value)?;
                let name = self.symbols.intern(&attribute.attr);
                Some(self.symbols.join(owner, name))
            }
            Expr::Call(call) => self.path_of_get(call),
            _ => None,
        }
    }

    /// The name under which a state keeps what `owner.get("key")` gives, as far as a test has told.
    pub fn path_of_get(&mut self, node: &ast::ExprCall) -> Option<Symbol> {
        let ([key], []) = (&*node.arguments.args, &*node.arguments.keywords) else {
            return None;
        };
        let Expr::Attribute(method) = &*node.func else {
            return None;
        };
        if method.attr.as_str() != "get" {
            return None;
        }
        let key = self.key_name(key)?;
        let owner = self.path(&method.value)?;
        Some(self.key_path(owner, key))
    }

    /// The value of `owner.attribute`, watched as a read.
    pub fn attribute_expr(&mut self, node: &'a ast::ExprAttribute, state: &mut State) -> Value {
        let owner = self.expr(&node.value, state);
        let site = self.site(node);
        let name = self.symbols.intern(&node.attr);
        if let Some(path) = self.path_of_attribute(node)
            && let Some(value) = state.get(path)
        {
            let value = value.clone();
            self.read_attribute(&owner, name, node);
            return value;
        }
        self.read_attribute(&owner, name, node);
        let mut value = self.attribute(&owner, name, site);
        value.open &= !self.is_of_kept_env(node, &value);
        self.read(&value, site);
        self.survived(&node.value, &owner, state);
        value
    }

    fn path_of_attribute(&mut self, node: &ast::ExprAttribute) -> Option<Symbol> {
        let owner = self.path(&node.value)?;
        let name = self.symbols.intern(&node.attr);
        Some(self.symbols.join(owner, name))
    }

    /// The value of an attribute of a value.
    pub fn attribute(&mut self, owner: &Value, name: Symbol, site: Site) -> Value {
        let mut result = Value {
            open: owner.open,
            ..Value::default()
        };
        for atom in &owner.atoms {
            let value = self.attribute_of(atom, name, site);
            result.absorb(value);
        }
        result
    }

    fn attribute_of(&mut self, atom: &Atom, name: Symbol, site: Site) -> Value {
        match &atom.kind {
            Kind::Name(owner) => {
                let full = self.symbols.join(*owner, name);
                self.named(full, site)
            }
            Kind::Instance(of, _) => self.attribute_of_type(*of, name, atom, site),
            Kind::Record(record) => {
                if record.of == self.known().js_object
                    && let Some(item) = record.get(Key::Name(name))
                {
                    return item.value.clone();
                }
                self.attribute_of_type(record.of, name, atom, site)
            }
            Kind::Text(_) | Kind::Beginning(_) => {
                self.attribute_of_type(self.known().text, name, atom, site)
            }
            Kind::Module(module) => self.attribute_of_module(*module, name, site),
            Kind::Class(class) => self.attribute_of_class(*class, name, None, site),
            Kind::Object(class) => self.attribute_of_class(*class, name, Some(atom), site),
            Kind::Param(param) => Self::reach(param, Step::Attribute(name), atom.site),
            Kind::None | Kind::Missing => Value::never(),
            _ => Value::unknown(),
        }
    }

    /// What a step from a parameter reaches.
    pub fn reach(param: &Param, step: Step, site: Site) -> Value {
        if param.path.len() >= LONGEST_PATH {
            return Value::unknown();
        }
        let mut param = param.clone();
        // Facts are about the object itself, not about what is reached from it.
        let facts = std::mem::take(&mut param.facts);
        if param.path.is_empty() {
            param.given = facts;
        }
        param.path.push(step);
        Value::of(Kind::Param(Rc::new(param)), site)
    }

    fn attribute_of_type(&mut self, of: Symbol, name: Symbol, atom: &Atom, site: Site) -> Value {
        let platform = self.platform();
        let owner = || Value::only(atom.clone());
        if let Some(declared) = platform.inherited(of, |declared| declared.attributes.get(&name)) {
            // What belongs to an object is told apart by the object.
            return self.instantiate(declared, Some(&owner()), &[], atom.site);
        }
        let any = platform.inherited(of, |declared| declared.any_attribute.as_ref());
        match any {
            Some(declared) if platform.method(of, name).is_none() => {
                self.instantiate(declared, Some(&owner()), &[], site)
            }
            // What is not declared may be anything; its name still tells detectors what is called.
            _ => {
                let method = Value::of(Kind::Method(name, Rc::new(owner())), site);
                Value {
                    open: platform.method(of, name).is_none(),
                    ..method
                }
            }
        }
    }

    fn attribute_of_module(&mut self, module: ModuleId, name: Symbol, site: Site) -> Value {
        self.open_on_demand(module);
        if self.modules[module.0 as usize].globals.contains_key(&name) {
            return self.global(module, name, site);
        }
        let source = self.modules[module.0 as usize].source;
        // The package that the entry file lies in has no name but those by which it is imported.
        let other = source.aliases.first().map_or("", String::as_str);
        let package = match source.name {
            "" => self.symbols.intern(other),
            name => self.symbols.intern(name),
        };
        let full = self.symbols.join(package, name);
        match self.by_name.get(&full) {
            Some(&module) => Value::of(Kind::Module(module), site),
            None => self.global(module, name, site),
        }
    }

    fn attribute_of_class(
        &mut self,
        class: ClassId,
        name: Symbol,
        object: Option<&Atom>,
        site: Site,
    ) -> Value {
        let mut result = Value::never();
        let mut found = false;
        for class in self.classes_above(class) {
            if object.is_some() {
                self.run_constructor(class);
            }
            let info = &self.classes[class.0 as usize];
            if let Some(value) = info.attributes.get(&name) {
                let mut value = value.clone();
                if object.is_some() {
                    self.after_validators(class, name, &mut value);
                }
                result.join(&value);
                found = true;
            }
            if let Some(&method) = self.classes[class.0 as usize].methods.get(&name) {
                let is_abstract = object.is_some() && self.is_abstract(method);
                let value = match object.filter(|_| is_abstract) {
                    Some(object) => self.left_to_subclasses(class, name, object, site),
                    None => self.bound(method, object, site),
                };
                result.join(&value);
                found = true;
            }
            if found {
                return result;
            }
        }
        let Some(object) = object else {
            return Value::unknown();
        };
        self.inherited_from_outside(class, name, object, site)
            .unwrap_or_else(|| self.left_to_subclasses(class, name, object, site))
    }

    /// Whether a method only says that those who extend its class have one.
    fn is_abstract(&self, method: FunctionId) -> bool {
        let info = &self.functions[method.0 as usize];
        let outline = self.modules[info.module.0 as usize].source.file.outline();
        match outline.zip(info.part).filter(|_| info.is_aside) {
            Some((outline, part)) => outline.functions[part as usize].is_abstract,
            None => is_abstract(info.node),
        }
    }

    /// A method that a class calls and leaves to those that extend it.
    fn left_to_subclasses(
        &mut self,
        class: ClassId,
        name: Symbol,
        object: &Atom,
        site: Site,
    ) -> Value {
        let mut result = Value::unknown();
        let classes = match self.having.get(&name) {
            Some(classes) if classes.len() <= MOST_SUBCLASSES => classes.clone(),
            _ => return result,
        };
        for sub in classes {
            if sub != class
                && self.classes_above(sub).contains(&class)
                && let Some(&method) = self.classes[sub.0 as usize].methods.get(&name)
            {
                let value = self.bound(method, Some(object), site);
                result.join(&value);
            }
        }
        result
    }

    fn inherited_from_outside(
        &mut self,
        class: ClassId,
        name: Symbol,
        object: &Atom,
        site: Site,
    ) -> Option<Value> {
        let platform = self.platform();
        for outside in self.outside_bases(class) {
            let attribute = platform.inherited(outside, |declared| declared.attributes.get(&name));
            if let Some(declared) = attribute {
                return Some(self.instantiate(declared, None, &[], site));
            }
            if platform.method(outside, name).is_some() {
                let owner = Value::of(Kind::Instance(outside, None), object.site);
                return Some(Value::of(Kind::Method(name, Rc::new(owner)), site));
            }
        }
        None
    }

    /// A class and the project's classes it extends, nearest first.
    pub fn classes_above(&self, class: ClassId) -> Vec<ClassId> {
        let mut above = vec![class];
        let mut next = 0;
        while next < above.len() && above.len() < DEEPEST_CLASS {
            for base in &self.classes[above[next].0 as usize].bases {
                for atom in &base.atoms {
                    if let Kind::Class(base) = atom.kind
                        && !above.contains(&base)
                    {
                        above.push(base);
                    }
                }
            }
            next += 1;
        }
        above
    }

    /// The classes from outside the project that a class extends.
    pub fn outside_bases(&self, class: ClassId) -> Vec<Symbol> {
        let above = self.classes_above(class);
        let bases = above
            .iter()
            .flat_map(|class| &self.classes[class.0 as usize].bases);
        let atoms = bases.flat_map(|base| &base.atoms);
        atoms
            .filter_map(|atom| match atom.kind {
                Kind::Name(name) => Some(name),
                _ => None,
            })
            .collect()
    }

    fn bound(&mut self, method: FunctionId, object: Option<&Atom>, site: Site) -> Value {
        let receiver = object.map(|atom| Rc::new(Value::only(atom.clone())));
        let info = &self.functions[method.0 as usize];
        if info.is_replaced {
            return Value::unknown();
        }
        match info.binding {
            Binding::Property if receiver.is_some() => {
                let kind = Kind::Function(method, receiver);
                self.call_function_plainly(&kind, site)
            }
            Binding::Static => Value::of(Kind::Function(method, None), site),
            Binding::Class => {
                let class = info
                    .class
                    .map(|class| Rc::new(Value::of(Kind::Class(class), site)));
                Value::of(Kind::Function(method, class), site)
            }
            _ => Value::of(Kind::Function(method, receiver), site),
        }
    }

    /// The value of a qualified name from outside the project.
    pub fn named(&mut self, name: Symbol, site: Site) -> Value {
        // `a.b`, where `a` is a folder without a file of its own.
        if let Some(&module) = self.by_name.get(&name) {
            return Value::of(Kind::Module(module), site);
        }
        let platform = self.platform();
        let name = platform.resolve(name);
        match platform.values.get(&name) {
            Some(declared) => self.instantiate(declared, None, &[], site),
            None => Value::of(Kind::Name(name), site),
        }
    }

    pub fn get_attribute(&mut self, args: &[Arg], site: Site) -> Value {
        let [owner, name, rest @ ..] = args else {
            return Value::unknown();
        };
        let mut value = match name.value.text() {
            Some(name) => {
                self.may_convert(name, &owner.value);
                self.attribute(&owner.value, name, site)
            }
            None => Value::unknown(),
        };
        if let Some(default) = rest.first() {
            value.join(&default.value);
        }
        value
    }
}

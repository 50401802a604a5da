//! Calls: of the platform, of the project, of what is not known.

use std::rc::Rc;

use gotchas_catalog::detect::Operation;
use ruff_python_ast::{Expr, ExprCall};
use smallvec::SmallVec;

use super::Analysis;
use super::arguments::Arg;
use super::keeping::is_storing;
use super::state::State;
use crate::record::Record;
use crate::symbol::Symbol;
use crate::value::{Atom, ClassId, Kind, Site, Step, Value};

/// A call of a platform function, as the detectors see it.
pub struct PlatformCall<'a, 'c> {
    /// The qualified name, then those of the same method of the types above.
    pub names: SmallVec<[Symbol; 4]>,
    pub receiver: Option<&'c Value>,
    pub args: &'c [Arg],
    pub node: &'a ExprCall,
    pub site: Site,
}

impl<'a, 'c> PlatformCall<'a, 'c> {
    /// A call of something that is no method.
    fn of_function(name: Symbol, args: &'c [Arg], node: &'a ExprCall, site: Site) -> Self {
        PlatformCall {
            names: std::iter::once(name).collect(),
            receiver: None,
            args,
            node,
            site,
        }
    }
}

impl<'a> Analysis<'a> {
    /// The value of a call.
    pub fn call(&mut self, node: &'a ExprCall, state: &mut State) -> Value {
        let site = self.site(node);
        let target = self.frame.target.take();
        let passed = self.kept_by_call(&node.func, state);
        let keeps = std::mem::take(&mut self.frame.keeps);
        let (callee, owner) = self.callee(&node.func, state);
        // What is passed on belongs to whoever takes it, unless it is put into a container.
        let passes_on = !is_storing(&node.func);
        self.frame.target = passes_on.then_some(self.known().any_text);
        self.frame.keeps = passed;
        let args = self.arguments(node, state);
        self.frame.target = target;
        self.frame.keeps = keeps;
        self.converts_by_name(node, &args);
        state.unmark(|mark| mark.receivers.contains(&site));
        let mut result = Value::never();
        for atom in &callee.atoms {
            let value = self.call_atom(atom, owner.as_ref(), &args, node, state);
            result.absorb(value);
        }
        let unresolved = callee
            .atoms
            .iter()
            .any(|atom| matches!(atom.kind, Kind::Param(_)));
        if callee.open || unresolved {
            let value = self.call_unknown(&callee, owner.as_ref(), &args, node, state);
            result.join(&value);
        }
        if let (Some((owner, method)), [first, ..]) = (&owner, &*node.arguments.args)
            && *method == self.known().update
            && self.is_dict(owner)
        {
            self.operate(Operation::Spread, &args[0].value, first, None);
        }
        if let (Some((owner, method)), Expr::Attribute(attribute)) = (&owner, &*node.func) {
            if let Some(changed) = self.changed(owner, *method, &args) {
                self.replace_by(*method, &attribute.value, changed, state);
            }
            self.grow_item(&attribute.value, *method, &args, state);
        }
        self.frame.target = target;
        self.frame.keeps = keeps;
        self.survive(&callee, node, state);
        self.filled(node, state);
        self.survived_call(&callee, &args, node, state);
        let told = self.told(node, state);
        told.or_else(|| self.dumped(node, &result, state))
            .unwrap_or(result)
    }

    /// What a test has shown about `owner.get("key")`, which gives the same when it is called again.
    fn told(&mut self, node: &ExprCall, state: &State) -> Option<Value> {
        if !state.has_paths() {
            return None;
        }
        let path = self.path_of_get(node)?;
        state.get(path).cloned()
    }

    fn callee(&mut self, node: &'a Expr, state: &mut State) -> (Value, Option<(Value, Symbol)>) {
        match node {
            Expr::Attribute(attribute) => {
                let owner = self.expr(&attribute.value, state);
                let name = self.symbols.intern(&attribute.attr);
                let site = self.site(attribute);
                self.read_attribute(&owner, name, attribute);
                let value = match self.path(node).and_then(|path| state.get(path)) {
                    Some(value) => value.clone(),
                    None => self.attribute(&owner, name, site),
                };
                self.survived(&attribute.value, &owner, state);
                (value, Some((owner, name)))
            }
            Expr::Name(name) => {
                let symbol = self.symbols.intern(&name.id);
                let site = self.site(name);
                (self.lookup(symbol, site, state), None)
            }
            other => (self.expr(other, state), None),
        }
    }

    fn is_dict(&self, value: &Value) -> bool {
        let dict = self.known().dict;
        let atoms = &value.atoms;
        !atoms.is_empty() && atoms.iter().all(|atom| self.type_name(atom) == Some(dict))
    }

    /// The value of calling one alternative.
    pub fn call_atom(
        &mut self,
        atom: &Atom,
        owner: Option<&(Value, Symbol)>,
        args: &[Arg],
        node: &'a ExprCall,
        state: &mut State,
    ) -> Value {
        let site = self.site(node);
        let known = self.known();
        match &atom.kind {
            Kind::Name(name) => self.call_name(*name, args, node, state),
            Kind::Method(method, receiver) => {
                self.may_convert(*method, receiver);
                self.call_method(*method, receiver, args, node, state)
            }
            Kind::Function(id, receiver) => {
                self.call_function(*id, receiver.as_deref(), args, Some(node), site, state)
            }
            Kind::Lambda(id) => self.call_lambda(*id, args, state),
            Kind::Class(class) if self.is_typed_dict(*class) => self.make_dict(args, site),
            Kind::Class(class) => {
                self.made(*class);
                self.constructed(*class, args, node, state);
                self.pass_fields(*class, args);
                let object = Value::of(Kind::Object(*class), site);
                let method = self.attribute(&object, known.init, site);
                self.call_methods(&method, args, node, state);
                object
            }
            Kind::Object(_) => {
                let object = Value::only(atom.clone());
                let method = self.attribute(&object, known.call, site);
                self.call_methods(&method, args, node, state)
            }
            Kind::Instance(..) => {
                let receiver = Rc::new(Value::only(atom.clone()));
                self.call_method(known.call, &receiver, args, node, state)
            }
            Kind::Param(param) => match (param.path.last(), owner) {
                (Some(Step::Attribute(name)), Some((owner, method))) if name == method => {
                    self.may_convert(*method, owner);
                    let owner_param = owner.atoms.iter().find_map(|atom| match &atom.kind {
                        Kind::Param(param) => Some(param),
                        _ => None,
                    });
                    owner_param.map_or_else(Value::unknown, |param| {
                        Self::reach(param, Step::Result(*method), site)
                    })
                }
                _ => Value::unknown(),
            },
            _ => Value::unknown(),
        }
    }

    /// A class of the project is called that extends classes from outside.
    fn constructed(&mut self, class: ClassId, args: &[Arg], node: &'a ExprCall, state: &mut State) {
        let site = self.site(node);
        for name in self.outside_bases(class) {
            let call = PlatformCall::of_function(name, args, node, site);
            self.called(&call, None, state);
        }
    }

    /// A field of a class is declared whose default is made for each object.
    fn made_by_default(&mut self, name: Symbol, args: &[Arg], node: &'a ExprCall) {
        const FACTORIES: [&str; 2] = ["default_factory", "factory"];
        let text = self.symbols.text(name);
        if !text.ends_with("ield") && !text.ends_with(".PrivateAttr") {
            return;
        }
        let is_factory = |arg: &&Arg| {
            let keyword = arg.keyword.map(|keyword| self.symbols.text(keyword));
            keyword.is_some_and(|keyword| FACTORIES.contains(&keyword))
        };
        let Some(factory) = args.iter().find(is_factory) else {
            return;
        };
        let (Some(Kind::Name(made)), site) = (factory.value.only_kind(), factory.site) else {
            return;
        };
        let call = PlatformCall::of_function(*made, &[], node, site);
        self.frame.lambdas += 1;
        self.made_later(&call, *made);
        self.frame.lambdas -= 1;
    }

    fn call_methods(
        &mut self,
        method: &Value,
        args: &[Arg],
        node: &'a ExprCall,
        state: &mut State,
    ) -> Value {
        let mut result = Value {
            open: method.open,
            ..Value::default()
        };
        let site = self.site(node);
        for atom in &method.atoms {
            if let Kind::Function(id, receiver) = &atom.kind {
                let value =
                    self.call_function(*id, receiver.as_deref(), args, Some(node), site, state);
                result.join(&value);
            }
        }
        result
    }

    fn call_name(
        &mut self,
        name: Symbol,
        args: &[Arg],
        node: &'a ExprCall,
        state: &mut State,
    ) -> Value {
        let known = self.known();
        let site = self.site(node);
        let call = PlatformCall::of_function(name, args, node, site);
        let platform = self.platform();
        let function = platform.functions.get(&name);
        self.called(&call, function, state);
        self.may_convert_argument(name, args.first().map(|arg| &arg.value));
        if name == known.builtin_dict {
            return self.make_dict(args, site);
        }
        if name == known.default_dict
            && let Some(Kind::Name(made)) = args.first().and_then(|arg| arg.value.only_kind())
        {
            // It fills itself with what it is passed to make.
            let call = PlatformCall::of_function(*made, &[], node, site);
            self.called(&call, platform.functions.get(made), state);
            let groups = Record {
                rest: Value::unknown(),
                ..Record::new(known.dict)
            };
            return Value::of(Kind::Record(Rc::new(groups)), site);
        }
        if self.frame.class.is_some() {
            self.made_by_default(name, args, node);
        }
        if let Some(value) = self.asked_platform(name, args, site) {
            return value;
        }
        if name == known.builtin_getattr {
            return self.get_attribute(args, site);
        }
        if name == known.builtin_super {
            return self.super_object(site);
        }
        if name == known.asgi_fetch
            && let Some(env) = args.get(2)
        {
            self.refute_asgi_env(&env.value);
        }
        if name == known.depends {
            return self.depends(node, state);
        }
        if name == known.to_thread {
            return self.hand_on(args, node, state);
        }
        if let Some(value) = self.higher_order(name, args, node, state) {
            return value;
        }
        if name == known.builtin_str
            && let Some(first) = args.first()
        {
            return self.text_of(&first.value, site);
        }
        match function {
            Some(function) => {
                let later = self.made_of_parameters(name, args);
                self.result(function, None, args, site).or(&later)
            }
            None if self.is_class_name(name) => Value::of(Kind::Instance(name, None), site),
            None => Value::unknown(),
        }
    }

    /// What calling the first argument with the others gives, when it is awaited.
    fn hand_on(&mut self, args: &[Arg], node: &'a ExprCall, state: &mut State) -> Value {
        let Some((callee, args)) = args.split_first() else {
            return Value::unknown();
        };
        let mut result = Value {
            open: callee.value.open,
            ..Value::default()
        };
        for atom in &callee.value.atoms {
            let value = self.call_atom(atom, None, args, node, state);
            result.join(&value);
        }
        let coroutine = self.known().coroutine;
        let site = self.site(node);
        Value::of(Kind::Instance(coroutine, Some(Rc::new(result))), site)
    }

    fn is_class_name(&self, name: Symbol) -> bool {
        let last = self
            .symbols
            .text(name)
            .rsplit('.')
            .next()
            .unwrap_or_default();
        last.starts_with(|c: char| c.is_uppercase())
            && !last.chars().all(|c| c.is_uppercase() || c == '_')
    }

    pub fn call_method(
        &mut self,
        method: Symbol,
        receiver: &Rc<Value>,
        args: &[Arg],
        node: &'a ExprCall,
        state: &mut State,
    ) -> Value {
        let site = self.site(node);
        let Some(of) = receiver.atoms.first().and_then(|atom| self.type_name(atom)) else {
            return Value::unknown();
        };
        let platform = self.platform();
        let mut names = SmallVec::new();
        for of in platform.lineage(of) {
            names.push(self.symbols.join(of, method));
        }
        let call = PlatformCall {
            names,
            receiver: Some(receiver),
            args,
            node,
            site,
        };
        let function = platform.method(of, method);
        self.called(&call, function, state);
        if let Some(value) = self.mapping_method(method, receiver, args, site) {
            return value;
        }
        if method == self.known().get {
            self.note_get(node, site);
        }
        if method == self.known().format
            && let [
                Atom {
                    kind: Kind::Text(text),
                    ..
                },
            ] = &receiver.atoms[..]
        {
            return Value::of(self.beginning_until(*text, '{'), site);
        }
        match function {
            Some(function) => self.result(function, Some(receiver), args, site),
            None => Value::unknown(),
        }
    }

    fn super_object(&mut self, site: Site) -> Value {
        let class = self
            .frame
            .function
            .and_then(|id| self.functions[id.0 as usize].class);
        let above = class.map(|class| self.classes_above(class));
        match above.as_deref() {
            Some([_, base, ..]) => Value::of(Kind::Object(*base), site),
            _ => Value::unknown(),
        }
    }
}

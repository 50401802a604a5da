//! Calls: of the platform, of the project, of what is not known.

use std::rc::Rc;

use gotchas_catalog::detect::Operation;
use ruff_python_ast::{Expr, ExprCall};
use smallvec::SmallVec;

use super::Analysis;
use super::findings::Words;
use super::flows::Arrival;
use super::state::State;
use crate::platform::{CompiledCase, CompiledFunction, Place};
use crate::rules::Rules;
use crate::symbol::Symbol;
use crate::value::{Atom, Item, Key, Kind, Record, Site, Step, Value};

/// An argument of a call.
pub struct Arg {
    pub keyword: Option<Symbol>,
    pub star: Star,
    pub value: Value,
    pub site: Site,
}

/// Whether an argument stands for several.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Star {
    /// It stands for itself.
    No,
    /// `*argument`.
    Items,
    /// `**argument`.
    Options,
}

impl Arg {
    /// Whether it is given by position.
    pub fn is_positional(&self) -> bool {
        self.keyword.is_none() && self.star != Star::Options
    }
}

/// A call of a platform function, as the detectors see it.
pub struct PlatformCall<'a, 'c> {
    /// The qualified name, then those of the same method of the types above.
    pub names: SmallVec<[Symbol; 4]>,
    pub receiver: Option<&'c Value>,
    pub args: &'c [Arg],
    pub node: &'a ExprCall,
    pub site: Site,
}

impl<'a> Analysis<'a> {
    /// The value of a call.
    pub fn call(&mut self, node: &'a ExprCall, state: &mut State) -> Value {
        let site = self.site(node);
        let target = self.frame.target.take();
        let (callee, owner) = self.callee(&node.func, state);
        let args = self.arguments(node, state);
        self.frame.target = target;
        state.unmark(|mark| mark.receivers.contains(&site));
        let mut result = Value::never();
        for atom in &callee.atoms {
            let value = self.call_atom(atom, owner.as_ref(), &args, node, state);
            result.join(&value);
        }
        let unresolved = callee
            .atoms
            .iter()
            .any(|atom| matches!(atom.kind, Kind::Param(_)));
        if callee.open || unresolved {
            let value = self.call_unknown(&callee, owner.as_ref(), &args, node, state);
            result.join(&value);
        }
        if let (Some((owner, method)), Expr::Attribute(attribute)) = (&owner, &*node.func)
            && let Some(changed) = self.changed(owner, *method, &args)
        {
            self.replace(&attribute.value, changed, state);
        }
        self.frame.target = None;
        result
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

    fn arguments(&mut self, node: &'a ExprCall, state: &mut State) -> Vec<Arg> {
        let mut args =
            Vec::with_capacity(node.arguments.args.len() + node.arguments.keywords.len());
        for argument in &node.arguments.args {
            let value = self.expr(argument, state);
            let star = if argument.is_starred_expr() {
                Star::Items
            } else {
                Star::No
            };
            let site = self.site(argument);
            args.push(Arg {
                keyword: None,
                star,
                value,
                site,
            });
        }
        for keyword in &node.arguments.keywords {
            let value = self.expr(&keyword.value, state);
            let star = if keyword.arg.is_some() {
                Star::No
            } else {
                Star::Options
            };
            let name = keyword.arg.as_ref().map(|name| self.symbols.intern(name));
            let site = self.site(&keyword.value);
            if star == Star::Options {
                self.operate(Operation::Spread, &value, &keyword.value, None);
            }
            args.push(Arg {
                keyword: name,
                star,
                value,
                site,
            });
        }
        args
    }

    fn call_atom(
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
                self.call_method(*method, receiver, args, node, state)
            }
            Kind::Function(id, receiver) => {
                self.call_function(*id, receiver.as_deref(), args, Some(node), site, state)
            }
            Kind::Class(class) => {
                let object = Value::of(Kind::Object(*class), site);
                let method = self.attribute(&object, known.init, site);
                self.call_methods(&method, args, node, state);
                object
            }
            Kind::Object(_) => {
                let object = Value {
                    atoms: std::iter::once(atom.clone()).collect(),
                    open: false,
                };
                let method = self.attribute(&object, known.call, site);
                self.call_methods(&method, args, node, state)
            }
            Kind::Instance(..) => {
                let receiver = Rc::new(Value {
                    atoms: std::iter::once(atom.clone()).collect(),
                    open: false,
                });
                self.call_method(known.call, &receiver, args, node, state)
            }
            Kind::Param(param) => match (param.path.last(), owner) {
                (Some(Step::Attribute(name)), Some((owner, method))) if name == method => {
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

    fn call_unknown(
        &mut self,
        callee: &Value,
        owner: Option<&(Value, Symbol)>,
        args: &[Arg],
        node: &'a ExprCall,
        state: &mut State,
    ) -> Value {
        let Some((owner, method)) = owner else {
            return Value::unknown();
        };
        let params_only = callee
            .atoms
            .iter()
            .all(|atom| matches!(atom.kind, Kind::Param(_)));
        let Some(&of) = self
            .platform()
            .methods_of_unknown
            .get(method)
            .filter(|_| params_only)
        else {
            return Value::unknown();
        };
        // The object keeps its place, so that two calls on it are known to be on the same.
        let sites: Vec<Site> = owner.atoms.iter().map(|atom| atom.site).collect();
        let own = self.receiver_site(node);
        let site = sites.first().copied().unwrap_or(own);
        let receiver = Rc::new(Value::of(Kind::Instance(of, None), site));
        self.call_method(*method, &receiver, args, node, state)
    }

    /// A stable place for an object about which nothing is known: where its name was bound, or the expression.
    fn receiver_site(&mut self, node: &'a ExprCall) -> Site {
        match &*node.func {
            Expr::Attribute(attribute) => self.site(&*attribute.value),
            other => self.site(other),
        }
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
        let call = PlatformCall {
            names: std::iter::once(name).collect(),
            receiver: None,
            args,
            node,
            site,
        };
        let platform = self.platform();
        let function = platform.functions.get(&name);
        self.called(&call, function, state);
        if name == known.builtin_dict {
            return self.make_dict(args, site);
        }
        if name == known.builtin_getattr {
            return self.get_attribute(args, site);
        }
        if name == known.builtin_super {
            return self.super_object(site);
        }
        if name == known.depends {
            return self.depends(node, state);
        }
        match function {
            Some(function) => self.result(function, None, args, site),
            None if self.is_class_name(name) => Value::of(Kind::Instance(name, None), site),
            None => Value::unknown(),
        }
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

    fn call_method(
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
        match function {
            Some(function) => self.result(function, Some(receiver), args, site),
            None => Value::unknown(),
        }
    }

    /// `items`, `values`, `copy`, `get` and `pop` of dicts with known items.
    fn mapping_method(
        &mut self,
        method: Symbol,
        receiver: &Value,
        args: &[Arg],
        site: Site,
    ) -> Option<Value> {
        let known = self.known();
        let [
            Atom {
                kind: Kind::Record(record),
                ..
            },
        ] = &receiver.atoms[..]
        else {
            return None;
        };
        if record.of != known.dict {
            return None;
        }
        if method == known.copy {
            return Some(Value::of(Kind::Record(Rc::clone(record)), site));
        }
        if method == known.items && record.rest.is_never() {
            let mut pairs = Record::new(known.list);
            for (index, item) in record.items.iter().enumerate() {
                let Key::Name(key) = item.key else { continue };
                let mut pair = Record::new(known.tuple);
                pair.set(
                    Key::Index(0),
                    Value::of(Kind::Text(key), item.site),
                    item.site,
                );
                pair.set(Key::Index(1), item.value.clone(), item.site);
                pairs.set(
                    Key::Index(index as u32),
                    Value::of(Kind::Record(Rc::new(pair)), item.site),
                    item.site,
                );
            }
            return Some(Value::of(Kind::Record(Rc::new(pairs)), site));
        }
        if method == known.values {
            let mut values = Record::new(known.list);
            values.rest = record.any();
            return Some(Value::of(Kind::Record(Rc::new(values)), site));
        }
        let text = args
            .first()?
            .value
            .atoms
            .iter()
            .find_map(|atom| match atom.kind {
                Kind::Text(text) => Some(text),
                _ => None,
            });
        let item = text.and_then(|text| record.get(Key::Name(text)));
        let reads = self.symbols.text(method) == "get" || method == known.pop;
        item.filter(|_| reads).map(|item| item.value.clone())
    }

    fn make_dict(&mut self, args: &[Arg], site: Site) -> Value {
        let mut record = Record::new(self.known().dict);
        for arg in args {
            match (arg.keyword, arg.star) {
                (Some(keyword), _) => record.set(Key::Name(keyword), arg.value.clone(), arg.site),
                (None, Star::Options) => self.spread_into(&mut record, &arg.value),
                (None, _) => {
                    let entries = self.entries(&arg.value);
                    for Item { key, value, site } in entries {
                        record.set(key, value, site);
                    }
                    record.rest.open = true;
                }
            }
        }
        Value::of(Kind::Record(Rc::new(record)), site)
    }

    fn get_attribute(&mut self, args: &[Arg], site: Site) -> Value {
        let [owner, name, rest @ ..] = args else {
            return Value::unknown();
        };
        let text = name.value.atoms.iter().find_map(|atom| match atom.kind {
            Kind::Text(text) => Some(text),
            _ => None,
        });
        let mut value = match text {
            Some(name) => self.attribute(&owner.value, name, site),
            None => Value::unknown(),
        };
        if let Some(default) = rest.first() {
            value.join(&default.value);
        }
        value
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

    /// What a declared function returns.
    pub fn result(
        &mut self,
        function: &CompiledFunction,
        receiver: Option<&Value>,
        args: &[Arg],
        site: Site,
    ) -> Value {
        let case = function.cases.iter().find(|case| self.applies(case, args));
        let returns = case.map_or(&function.returns, |case| &case.returns);
        self.instantiate(returns, receiver, args, site)
    }

    fn applies(&self, case: &CompiledCase, args: &[Arg]) -> bool {
        let given = |place: Place| self.argument_at(args, place).is_some();
        case.given.is_none_or(given)
            && case.absent.is_none_or(|place| !given(place))
            && case.first_is.as_ref().is_none_or(|wanted| {
                let first = args.iter().find(|arg| arg.is_positional());
                first.is_some_and(|arg| arg.value.atoms.iter().any(|atom| self.is(atom, wanted)))
            })
    }

    /// The argument at a place.
    pub fn argument_at<'c>(&self, args: &'c [Arg], place: Place) -> Option<&'c Arg> {
        match place {
            Place::Keyword(keyword) => args.iter().find(|arg| arg.keyword == Some(keyword)),
            Place::Position(position) => {
                args.iter().filter(|arg| arg.is_positional()).nth(position)
            }
        }
    }

    /// Arguments of a platform call arrive at its parameters.
    pub fn pass(&mut self, call: &PlatformCall<'a, '_>, function: Option<&CompiledFunction>) {
        let rules = self.rules();
        let receiver = self.receiver_place(call);
        for &name in &call.names {
            if let (Some(value), Some(site)) = (call.receiver, receiver) {
                for &detector in Rules::waiting(&rules.receivers, name) {
                    let words = self.words(call, name);
                    self.arrive(
                        detector,
                        &Arrival {
                            value,
                            site,
                            item: None,
                            words,
                        },
                    );
                }
            }
            for &(detector, place) in Rules::waiting(&rules.arguments, name) {
                for (index, arg) in call.args.iter().enumerate() {
                    let here = match place {
                        None => true,
                        Some(Place::Position(position)) => arg.is_positional() && index == position,
                        Some(Place::Keyword(keyword)) => arg.keyword == Some(keyword),
                    };
                    if here {
                        let words = self.words(call, name);
                        self.arrive(
                            detector,
                            &Arrival {
                                value: &arg.value,
                                site: arg.site,
                                item: None,
                                words,
                            },
                        );
                    }
                }
            }
        }
        if let Some(function) = function {
            self.pass_declared(call, function);
        }
    }

    fn pass_declared(&mut self, call: &PlatformCall<'a, '_>, function: &CompiledFunction) {
        let name = call.names[0];
        let mut position = 0;
        for arg in call.args {
            if arg.is_positional() {
                let declared = function.takes.get(position).or(function.rest.as_ref());
                position += usize::from(arg.star == Star::No);
                for alternative in declared
                    .into_iter()
                    .flat_map(|declared| &declared.alternatives)
                {
                    let crate::types::Head::Named(of) = alternative.head else {
                        continue;
                    };
                    let words = self.words(call, name);
                    self.arrive_at_parameter(
                        of,
                        &Arrival {
                            value: &arg.value,
                            site: arg.site,
                            item: None,
                            words,
                        },
                    );
                }
                continue;
            }
            self.pass_options(arg, function);
        }
    }

    fn pass_options(&mut self, arg: &Arg, function: &CompiledFunction) {
        let platform = self.platform();
        let declared = function.keywords_are.and_then(|of| platform.types.get(&of));
        let option = |key: Symbol| {
            function
                .keywords
                .get(&key)
                .or_else(|| declared?.options.get(&key))
        };
        if let Some(keyword) = arg.keyword {
            if let Some(of) = option(keyword) {
                let item = Item {
                    key: Key::Name(keyword),
                    value: arg.value.clone(),
                    site: arg.site,
                };
                self.arrive_at_option(of, &item, keyword, arg.site);
            }
            return;
        }
        for item in self.entries(&arg.value) {
            if let Key::Name(key) = item.key
                && let Some(of) = option(key)
            {
                self.arrive_at_option(of, &item, key, arg.site);
            }
        }
    }

    fn receiver_place(&self, call: &PlatformCall<'a, '_>) -> Option<Site> {
        match &*call.node.func {
            Expr::Attribute(attribute) => Some(self.site(&*attribute.value)),
            _ => None,
        }
    }

    /// The user's words for a call.
    pub fn words(&self, call: &PlatformCall<'a, '_>, name: Symbol) -> Words {
        Words {
            qualified: Some(self.symbols.text(name).to_owned()),
            receiver: self.receiver_place(call),
            ..Words::default()
        }
    }
}

//! Class and function definitions, decorators and annotations.

use std::rc::Rc;

use ruff_python_ast::{Expr, ExprCall, Parameters, StmtClassDef, StmtFunctionDef};

use super::Analysis;
use super::index::{Binding, Progress};
use super::state::State;
use crate::record::{Key, Record};
use crate::value::{Atom, ClassId, FunctionId, Kind, Site, Value};

impl<'a> Analysis<'a> {
    /// `class X(…): …`; the body runs here, its methods later.
    pub fn class_definition(&mut self, node: &'a StmtClassDef, state: &mut State) {
        let Some(&id) = self.ids.get(&Self::address(node)) else {
            return;
        };
        let id = ClassId(id);
        for decorator in &node.decorator_list {
            self.expr(&decorator.expression, state);
        }
        let bases: Vec<Value> = node
            .bases()
            .iter()
            .map(|base| match base {
                // `Base[int]` is `Base` with a promise about types.
                Expr::Subscript(generic) => self.expr(&generic.value, state),
                base => self.expr(base, state),
            })
            .collect();
        self.classes[id.0 as usize].bases = bases;
        let site = self.site(&node.name);
        let outer_class = self.frame.class.replace(id);
        let outer_function = self.frame.function.take();
        let mut inner = state.clone();
        self.block(&node.body, &mut inner);
        self.frame.class = outer_class;
        self.frame.function = outer_function;
        let name = self.symbols.intern(&node.name);
        self.set_name(name, Value::of(Kind::Class(id), site), state);
    }

    /// `def f(…): …`; the body runs when it is called, or at the end.
    pub fn function_definition(&mut self, node: &'a StmtFunctionDef, state: &mut State) {
        let Some(&id) = self.ids.get(&Self::address(node)) else {
            return;
        };
        let id = FunctionId(id);
        let decorators = node.decorator_list.iter();
        let decorators: Vec<Value> = decorators
            .map(|decorator| self.expr(&decorator.expression, state))
            .collect();
        let binding = self.binding(&decorators);
        self.decorated_by(&decorators);
        let watched = decorators.iter().flat_map(|value| &value.atoms);
        let watched = watched.filter_map(|atom| self.type_name(atom));
        let decorated_as = watched
            .filter(|of| self.rules().returned.contains_key(of))
            .collect();
        let mut atoms = decorators.iter().flat_map(|value| &value.atoms);
        let is_replaced = atoms.any(is_own_callable);
        let info = &mut self.functions[id.0 as usize];
        info.binding = binding;
        info.is_replaced = is_replaced;
        info.decorated_as = decorated_as;
        info.is_reached = true;
        self.known_around(state);
        self.defaults(&node.parameters, state);
        let site = self.site(&node.name);
        let name = self.symbols.intern(&node.name);
        if self.frame.class.is_some() && self.frame.function.is_none() {
            state.set(name, Value::of(Kind::Function(id, None), site));
            return;
        }
        let value = match is_replaced {
            true => Value::unknown(),
            false => Value::of(Kind::Function(id, None), site),
        };
        self.set_name(name, value, state);
    }

    fn defaults(&mut self, parameters: &'a Parameters, state: &mut State) {
        for parameter in parameters.iter_non_variadic_params() {
            if let Some(default) = &parameter.default {
                self.expr(default, state);
            }
        }
    }

    fn binding(&self, decorators: &[Value]) -> Binding {
        let known = self.known();
        let mut binding = Binding::Plain;
        for value in decorators {
            for atom in &value.atoms {
                binding = match atom.kind {
                    Kind::Name(name) if name == known.static_method => Binding::Static,
                    Kind::Name(name) if name == known.class_method => Binding::Class,
                    Kind::Name(name) if name == known.property || name == known.cached_property => {
                        Binding::Property
                    }
                    Kind::Name(name)
                        if name == known.context_manager || name == known.async_context_manager =>
                    {
                        Binding::ContextManager
                    }
                    _ => binding,
                };
            }
        }
        binding
    }

    /// The value that an annotation promises, as far as it helps.
    pub fn annotation(&mut self, node: &'a Expr, state: &mut State) -> Value {
        let site = self.site(node);
        match node {
            Expr::NoneLiteral(_) => Value::of(Kind::None, site),
            Expr::BinOp(operation) => {
                let left = self.annotation(&operation.left, state);
                let right = self.annotation(&operation.right, state);
                left.or(&right)
            }
            Expr::Subscript(subscript) => {
                let owner = self.expr(&subscript.value, state);
                let arguments: Vec<&'a Expr> = match &*subscript.slice {
                    Expr::Tuple(tuple) => tuple.elts.iter().collect(),
                    one => vec![one],
                };
                self.generic(&owner, &arguments, site, state)
            }
            Expr::Name(_) | Expr::Attribute(_) => {
                let value = self.expr(node, state);
                self.instance_of(&value, site)
            }
            Expr::StringLiteral(literal) => self.quoted(literal.value.to_str(), site, state),
            _ => Value::unknown(),
        }
    }

    fn quoted(&mut self, text: &str, site: Site, state: &mut State) -> Value {
        let optional = text
            .strip_prefix("Optional[")
            .and_then(|rest| rest.strip_suffix(']'));
        let mut result = Value::never();
        if optional.is_some() {
            result.join(&Value::of(Kind::None, site));
        }
        for part in optional.unwrap_or(text).split('|').map(str::trim) {
            if part == "None" {
                result.join(&Value::of(Kind::None, site));
                continue;
            }
            let mut names = part.split('.');
            let Some(first) = names.next() else {
                return Value::unknown();
            };
            let first = self.symbols.intern(first);
            let mut value = self.lookup(first, site, state);
            for name in names {
                let name = self.symbols.intern(name);
                value = self.attribute(&value, name, site);
            }
            let value = self.instance_of(&value, site);
            result.join(&value);
        }
        result
    }

    fn generic(
        &mut self,
        owner: &Value,
        arguments: &[&'a Expr],
        site: Site,
        state: &mut State,
    ) -> Value {
        let known = self.known();
        let names: Vec<_> = owner
            .atoms
            .iter()
            .filter_map(|atom| match atom.kind {
                Kind::Name(name) => Some(name),
                _ => None,
            })
            .collect();
        if names.contains(&known.optional) {
            let mut value = Value::of(Kind::None, site);
            for argument in arguments {
                let inner = self.annotation(argument, state);
                value.join(&inner);
            }
            return value;
        }
        if names.contains(&known.union) {
            let mut value = Value::never();
            for argument in arguments {
                let inner = self.annotation(argument, state);
                value.join(&inner);
            }
            return value;
        }
        if names.contains(&known.annotated) {
            let more = arguments.iter().skip(1).copied();
            return match (self.dependency_among(more, state), arguments.first()) {
                (Some(given), _) => given,
                (None, Some(first)) => self.annotation(first, state),
                (None, None) => Value::unknown(),
            };
        }
        let mut value = self.instance_of(owner, site);
        self.told_items(&mut value, arguments, site, state);
        value
    }

    /// What the annotation of a container says of its items, where that is bytes: `list[bytes]`, `tuple[bytes, str]`.
    fn told_items(
        &mut self,
        value: &mut Value,
        arguments: &[&'a Expr],
        site: Site,
        state: &mut State,
    ) {
        let known = self.known();
        let [Atom { kind, .. }] = &mut value.atoms[..] else {
            return;
        };
        let is_list = *kind == Kind::Instance(known.list, None);
        let is_tuple = *kind == Kind::Instance(known.tuple, None);
        if !(is_list && arguments.len() == 1 || is_tuple) {
            return;
        }
        let is_bytes = Kind::Instance(known.bytes, None);
        let mut record = Record::new(if is_list { known.list } else { known.tuple });
        for (index, argument) in arguments.iter().enumerate() {
            let mut item = self.annotation(argument, state);
            let before = item.atoms.len();
            item.retain(|atom| atom.kind == is_bytes);
            item.open |= item.atoms.len() < before;
            match is_list
                || arguments
                    .get(1)
                    .is_some_and(|next| next.is_ellipsis_literal_expr())
            {
                true => record.rest.join(&item),
                false => record.set(Key::Index(index as u32), item, site),
            }
        }
        if record.any().atoms.iter().any(|atom| atom.kind == is_bytes) {
            *kind = Kind::Record(record.into());
        }
    }

    /// What a FastAPI dependency gives.
    pub fn depends(&mut self, call: &'a ExprCall, state: &mut State) -> Value {
        let function = self.expr(&call.func, state);
        let known = self.known();
        let is_depends = function
            .atoms
            .iter()
            .any(|atom| atom.kind == Kind::Name(known.depends));
        let Some(dependency) = call.arguments.args.first().filter(|_| is_depends) else {
            return Value::unknown();
        };
        let site = self.site(call);
        let dependency = self.expr(dependency, state);
        for atom in &dependency.atoms {
            if let Kind::Class(class) = atom.kind {
                self.made_for_a_request(class);
            }
        }
        let given = self.call_value_plainly(&dependency, site);
        self.await_dependency(&given, site)
    }

    fn await_dependency(&mut self, value: &Value, site: Site) -> Value {
        let known = self.known();
        let mut result = Value {
            open: value.open,
            ..Value::default()
        };
        for atom in &value.atoms {
            let one = match &atom.kind {
                Kind::Instance(of, _) if [known.coroutine, known.d1_coroutine].contains(of) => {
                    self.await_atom(atom, site)
                }
                Kind::Record(record) if record.of == known.generator => record.any(),
                _ => Value::only(atom.clone()),
            };
            result.join(&one);
        }
        result
    }

    /// What the first dependency gives of what follows a type in `Annotated`.
    fn dependency_among(
        &mut self,
        more: impl IntoIterator<Item = &'a Expr>,
        state: &mut State,
    ) -> Option<Value> {
        let mut calls = more.into_iter().filter_map(Expr::as_call_expr);
        calls.find_map(|call| Some(self.depends(call, state)).filter(|given| !given.is_unknown()))
    }

    /// `Annotated[Store, Depends(store)]` under a name of its own: a `Store`, or what the dependency gives.
    pub fn annotated_alias(
        &mut self,
        of: &'a Expr,
        more: &'a [Expr],
        site: Site,
        state: &mut State,
    ) -> Value {
        more.iter().for_each(|one| drop(self.expr(one, state)));
        match self.dependency_among(more, state) {
            Some(given) => {
                let held = Some(Rc::new(given));
                Value::of(Kind::Instance(self.known().annotated, held), site)
            }
            None => self.expr(of, state),
        }
    }

    /// An object of the classes that a value may be.
    fn instance_of(&mut self, value: &Value, site: Site) -> Value {
        let known = self.known();
        let mut result = Value::never();
        for atom in &value.atoms {
            match atom.kind {
                // What only says which methods something has says nothing about what it is.
                Kind::Class(class) if self.is_protocol(class) => result.open = true,
                Kind::Class(class) if self.is_typed_dict(class) => {
                    result.join(&Value::of(Kind::Instance(known.dict, None), site));
                }
                Kind::Class(class) => result.join(&Value::of(Kind::Object(class), site)),
                Kind::Instance(of, Some(ref given)) if of == known.annotated => {
                    result.join(given);
                }
                Kind::Name(name) => {
                    let of = self.type_for_annotation(name);
                    let declared = self.platform().types.contains_key(&of);
                    if declared
                        || [
                            known.bytes,
                            known.dict,
                            known.text,
                            known.number,
                            known.list,
                        ]
                        .contains(&of)
                    {
                        result.join(&Value::of(Kind::Instance(of, None), site));
                    } else {
                        result.open = true;
                    }
                }
                _ => result.open = true,
            }
        }
        result.open |= value.open;
        if result.is_never() {
            Value::unknown()
        } else {
            result
        }
    }

    /// Whether objects of a class are dicts whose keys it promises.
    pub fn is_typed_dict(&self, class: ClassId) -> bool {
        let bases = self.outside_bases(class);
        let known = self.known();
        bases
            .iter()
            .any(|base| [known.typed_dict, known.typed_dict_extension].contains(base))
    }

    fn is_protocol(&self, class: ClassId) -> bool {
        let bases = self.outside_bases(class);
        let known = self.known();
        bases
            .iter()
            .any(|base| [known.protocol, known.protocol_extension].contains(base))
    }

    /// Analyses the constructor of a class, which sets the attributes of its objects.
    pub fn run_constructor(&mut self, class: ClassId) {
        let init = self.known().init;
        let Some(&constructor) = self.classes[class.0 as usize].methods.get(&init) else {
            return;
        };
        if matches!(
            self.functions[constructor.0 as usize].progress,
            Progress::Waiting
        ) {
            self.summary(constructor);
        }
    }
}

/// Whether calling something runs code of the project.
fn is_own_callable(atom: &Atom) -> bool {
    use Kind::{Class, Function, Lambda, Object};
    matches!(atom.kind, Function(..) | Lambda(_) | Class(_) | Object(_))
}

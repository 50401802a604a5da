//! Functions of the project: their summaries, and calls that apply them.

use std::rc::Rc;

use ruff_python_ast::{ExprCall, Parameter, ParameterWithDefault, StmtFunctionDef};
use rustc_hash::FxHashMap;
use smallvec::SmallVec;

use super::arguments::{Arg, Star};
use super::index::{Binding, Progress};
use super::state::{Frame, State};
use super::summary::Summary;
use super::{Analysis, DEEPEST_CALLS};
use crate::record::{Key, Record};
use crate::symbol::Symbol;
use crate::value::{FunctionId, Kind, Param, Site, Value};

/// Stack that a function's analysis may need, and how much is added when it is not there.
pub const RED_ZONE: usize = 2 << 20;
pub const MORE_STACK: usize = 8 << 20;

/// What a call passes for each parameter.
pub type Passed = Vec<Option<(Value, Site)>>;

impl<'a> Analysis<'a> {
    /// What a function does; it is analysed now if it was not yet.
    pub fn summary(&mut self, id: FunctionId) -> Rc<Summary> {
        let info = &self.functions[id.0 as usize];
        match &info.progress {
            Progress::Done(summary) => return Rc::clone(summary),
            Progress::Waiting if self.descending && self.call_depth < DEEPEST_CALLS => {}
            _ => {
                return Rc::new(Summary {
                    returns: Value::unknown(),
                    ..Summary::default()
                });
            }
        }
        let (is_aside, parent) = (info.is_aside, info.parent);
        if is_aside {
            self.bring_back(id);
        }
        // The function around it still runs; what its names stand for so far is what they stand for inside.
        let around = parent.filter(|_| parent == self.frame.function);
        if let Some(around) = around {
            let so_far = Box::new(std::mem::take(&mut self.frame.joined));
            self.functions[around.0 as usize].locals = Some(so_far);
        }
        self.functions[id.0 as usize].progress = Progress::Running;
        self.call_depth += 1;
        let depth = std::mem::take(&mut self.tree_depth);
        let summary = stacker::maybe_grow(RED_ZONE, MORE_STACK, || self.analyse(id));
        self.tree_depth = depth;
        self.call_depth -= 1;
        if let Some(around) = around {
            let so_far = self.functions[around.0 as usize].locals.take();
            self.frame.joined = so_far.map(|so_far| *so_far).unwrap_or_default();
        }
        let summary = Rc::new(summary.finish());
        self.functions[id.0 as usize].progress = Progress::Done(Rc::clone(&summary));
        self.finished.push(id);
        summary
    }

    fn analyse(&mut self, id: FunctionId) -> Summary {
        let info = &self.functions[id.0 as usize];
        let node = info.node;
        let mut frame = Frame::new(info.module);
        frame.function = Some(id);
        frame.shift = info.shift;
        frame.is_async = node.is_async;
        let outer = std::mem::replace(&mut self.frame, frame);
        let unrolling = std::mem::take(&mut self.unrolling);
        let in_turn = std::mem::take(&mut self.in_turn);
        let conditions = std::mem::take(&mut self.conditions);
        let displays = std::mem::take(&mut self.displays);
        let mut state = State::default();
        self.bind_parameters(id, node, &mut state);
        self.block(&node.body, &mut state);
        let ensures = self.ensured(id, node, &state);
        let leaves = self.left_on_result(&state);
        if !state.dead {
            let site = self.site(&node.name);
            let nothing = Value::of(Kind::None, site);
            self.note_ways(None, &nothing, &state);
            self.frame.returns.join(&nothing);
        }
        self.promise_return(node, &mut state);
        self.unrolling = unrolling;
        self.in_turn = in_turn;
        self.conditions = conditions;
        self.displays = displays;
        let returns = std::mem::take(&mut self.frame.returns);
        let returns = self.unless_converted(returns);
        let ways = self.take_ways();
        let frame = std::mem::replace(&mut self.frame, outer);
        let info = &mut self.functions[id.0 as usize];
        if info.has_inner {
            info.locals = Some(Box::new(frame.joined));
        }
        let mut effects = frame.effects;
        effects.sort_unstable();
        effects.dedup();
        Summary {
            returns,
            ways,
            yields: frame.yields,
            sinks: frame.sinks,
            effects,
            converts: frame.converts,
            raises: frame.raises,
            ensures,
            leaves,
            asks_d1: frame.asks_d1,
            depends: true,
        }
    }

    /// Where the body does not tell what is returned, the annotation does.
    fn promise_return(&mut self, node: &'a StmtFunctionDef, state: &mut State) {
        let told = self
            .frame
            .returns
            .atoms
            .iter()
            .any(|atom| atom.kind != Kind::None);
        if told || !self.frame.returns.open {
            return;
        }
        if let Some(annotation) = &node.returns {
            let promised = self.annotation(annotation, state);
            self.frame.returns.join(&promised);
            self.frame.ways.clear();
        }
    }

    pub fn bind_parameters(
        &mut self,
        id: FunctionId,
        node: &'a StmtFunctionDef,
        state: &mut State,
    ) {
        let info = &self.functions[id.0 as usize];
        let (class, binding) = (info.class, info.binding);
        let parameters = &node.parameters;
        let positional = parameters.posonlyargs.iter().chain(&parameters.args);
        let mut index = 0;
        for parameter in positional.chain(&parameters.kwonlyargs) {
            let site = self.site(&parameter.parameter);
            let value = match (index, class, binding) {
                (0, Some(class), Binding::Class) => Value::of(Kind::Class(class), site),
                (0, Some(class), binding) if binding != Binding::Static => {
                    Value::of(Kind::Object(class), site)
                }
                _ => self.parameter(id, index, parameter, state),
            };
            self.bind_parameter(&parameter.parameter, value, state);
            index += 1;
        }
        if let Some(parameter) = &parameters.vararg {
            let site = self.site(&**parameter);
            let value = Self::param_value(id, index, site);
            self.bind_parameter(parameter, value, state);
            index += 1;
        }
        if let Some(parameter) = &parameters.kwarg {
            let site = self.site(&**parameter);
            let mut value = Self::param_value(id, index, site);
            // Whatever is passed, it arrives in a dict.
            value.join(&Value::of(Kind::Instance(self.known().dict, None), site));
            self.bind_parameter(parameter, value, state);
        }
    }

    fn bind_parameter(&mut self, parameter: &'a Parameter, value: Value, state: &mut State) {
        let name = self.symbols.intern(&parameter.name);
        self.set_name(name, value, state);
    }

    pub fn param_value(function: FunctionId, index: u32, site: Site) -> Value {
        let param = Param {
            function,
            index,
            path: SmallVec::new(),
            given: SmallVec::new(),
            facts: SmallVec::new(),
        };
        Value::of(Kind::Param(Rc::new(param)), site)
    }

    /// Applies a function of the project to arguments.
    pub fn call_function(
        &mut self,
        id: FunctionId,
        receiver: Option<&Value>,
        args: &[Arg],
        node: Option<&'a ExprCall>,
        site: Site,
        state: &mut State,
    ) -> Value {
        let summary = self.summary(id);
        let info = &self.functions[id.0 as usize];
        let (definition, binding) = (info.node, info.binding);
        let objects = args.iter().any(|arg| self.tells(&arg.value));
        let constructs = definition.name.as_str() == "__init__" && node.is_some();
        let passed = match summary.depends || objects || constructs {
            true => self.passed(definition, receiver, args, site),
            false => Passed::new(),
        };
        if let Some(node) = node {
            self.note_call(id, &passed, args, node);
        }
        if constructs {
            self.pass_members(id, &passed);
        }
        if objects {
            self.refute_parameters(id, &passed, receiver.is_some());
        }
        self.apply_sinks(&summary.sinks, &passed);
        self.converts_arguments(&summary.converts, &passed);
        self.caused(&summary.effects, &passed, site, state);
        summary.hand_over(site, state);
        // Who calls it without looking at the arguments may mean any way through it.
        let told = node.and_then(|_| self.returned(&summary, definition, &passed, args));
        let returns = told.as_ref().unwrap_or(&summary.returns);
        let returns = self.substitute(returns, id, &passed, site, 0);
        self.given_by(id, &returns, node.is_some());
        if let Some(node) = node {
            self.served(&summary, &returns, node);
        }
        if !summary.yields.is_never() || binding == Binding::ContextManager {
            self.gave_within.insert(site);
            let mut generator = Record::new(self.known().generator);
            generator.rest = self.substitute(&summary.yields, id, &passed, site, 0);
            return Value::of(Kind::Record(Rc::new(generator)), site);
        }
        if definition.is_async {
            // A decorator may make something else of it.
            let plain = definition.decorator_list.is_empty() || binding != Binding::Plain;
            let of = match summary.asks_d1 && plain {
                true => self.known().d1_coroutine,
                false => self.known().coroutine,
            };
            return Value::of(Kind::Instance(of, Some(Rc::new(returns))), site);
        }
        returns
    }

    fn passed(
        &mut self,
        node: &'a StmtFunctionDef,
        receiver: Option<&Value>,
        args: &[Arg],
        site: Site,
    ) -> Passed {
        let parameters = &node.parameters;
        let positional: Vec<&ParameterWithDefault> = parameters
            .posonlyargs
            .iter()
            .chain(&parameters.args)
            .collect();
        let count = positional.len() + parameters.kwonlyargs.len();
        let mut names: FxHashMap<Symbol, usize> = FxHashMap::default();
        // Most calls pass by position only, and most functions are called often.
        if !args.iter().all(Arg::is_positional) {
            let parameters = positional.iter().copied().chain(&parameters.kwonlyargs);
            for (index, parameter) in parameters.enumerate() {
                names.insert(self.symbols.intern(&parameter.parameter.name), index);
            }
        }
        let mut passed: Passed = vec![None; count + 2];
        let known = self.known();
        let mut variadic = Record::new(known.tuple);
        let mut options = Record::new(known.dict);
        let mut next = 0;
        if let Some(receiver) = receiver {
            let site = receiver.atoms.first().map(|atom| atom.site);
            passed[0] = site.map(|site| (receiver.clone(), site));
            next = 1;
        }
        for arg in args {
            let given = Some((arg.value.clone(), arg.site));
            match (
                arg.keyword.and_then(|keyword| names.get(&keyword)),
                arg.star,
            ) {
                (Some(&index), _) => passed[index] = given,
                (None, Star::Items) => {
                    // However many they are: they may be any of the parameters that follow.
                    for slot in passed.iter_mut().take(positional.len()).skip(next) {
                        slot.clone_from(&given);
                    }
                    variadic.rest.join(&arg.value);
                    next = positional.len();
                }
                (None, Star::Options) => {
                    for item in self.entries(&arg.value) {
                        match item.key {
                            Key::Name(key) if names.contains_key(&key) => {
                                passed[names[&key]] = Some((item.value, item.site));
                            }
                            _ => options.put(item),
                        }
                    }
                }
                (None, Star::No) => match arg.keyword {
                    Some(keyword) => options.set(Key::Name(keyword), arg.value.clone(), arg.site),
                    None if next < positional.len() => {
                        passed[next] = given;
                        next += 1;
                    }
                    None => {
                        let key = Key::Index(variadic.items.len() as u32);
                        variadic.set(key, arg.value.clone(), arg.site);
                    }
                },
            }
        }
        let mut index = count;
        if parameters.vararg.is_some() {
            passed[index] = Some((Value::of(Kind::Record(Rc::new(variadic)), site), site));
            index += 1;
        }
        if parameters.kwarg.is_some() {
            passed[index] = Some((Value::of(Kind::Record(Rc::new(options)), site), site));
        }
        passed
    }
}

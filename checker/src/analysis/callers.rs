//! What the project's own calls pass, where it takes all of them to tell whether something can happen.
//!
//! A default of `None` matters only if some call leaves the argument out, and a key of a dict is missing only if some call
//! passes a dict without it. That can be said of functions of which every mention is a call that was followed.

use ruff_python_ast::visitor::{Visitor, walk_expr, walk_stmt};
use ruff_python_ast::{Expr, ExprCall, Stmt};
use rustc_hash::{FxHashMap, FxHashSet};

use super::Analysis;
use super::arguments::{Arg, Star};
use super::functions::Passed;
use super::mentions::last_name;
use crate::record::Key;
use crate::symbol::Symbol;
use crate::value::{Atom, FunctionId, Kind, Site, Value};

/// How deep dicts in dicts are looked into.
const DEEPEST_KEYS: usize = 2;
/// Through how many functions what is handed on is followed.
const MOST_HANDED_ON: usize = 6;

/// What all calls of a function must pass for a finding to be none.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Question {
    function: FunctionId,
    index: u32,
    /// A dict with this key, or with these keys one in another; none: anything but `None`.
    key: Option<Symbol>,
    /// Whether nothing unknown will do: a parameter that is declared as one that may be `None` is for calls to come as well.
    for_certain: bool,
}

/// The calls of a function.
#[derive(Debug, Default)]
pub struct Callers {
    sites: FxHashSet<Site>,
    given: Vec<Given>,
}

/// What they pass for a parameter.
#[derive(Debug, Clone, Default)]
struct Given {
    /// Whether any passes nothing, or what may be `None`.
    lacks: bool,
    /// Whether any passes what is not known.
    unknown: bool,
    /// Keys of the dicts that they pass, if it is nothing but dicts, and of the dicts in these.
    keys: Option<Vec<Symbol>>,
    /// Parameters of the functions that call that are handed on as they are.
    from: FxHashSet<(FunctionId, u32)>,
}

impl<'a> Analysis<'a> {
    /// A function of the project is called.
    pub fn note_call(&mut self, id: FunctionId, passed: &Passed, args: &[Arg], node: &ExprCall) {
        if !self.descending {
            return;
        }
        let site = self.site(node);
        // Of what nothing is known, the way it is asked for tells whether it may be missing.
        let given = node.arguments.iter_source_order();
        let asked = given.filter(|one| may_give_none(one.value()));
        let asked: Vec<Site> = asked.map(|one| self.site(one.value())).collect();
        let parameters = &self.functions[id.0 as usize].node.parameters;
        let count = parameters.iter_non_variadic_params().count();
        let exact = args.iter().all(|arg| arg.star == Star::No);
        let mut callers = self.callers.remove(&id).unwrap_or_default();
        callers.sites.insert(site);
        callers.given.resize(count, Given::default());
        for (index, given) in callers.given.iter_mut().enumerate() {
            let value = passed.get(index).and_then(Option::as_ref);
            let asks = value.is_some_and(|(_, site)| asked.contains(site));
            let value = value.map(|(value, _)| value).filter(|_| exact);
            given.lacks |= asks || value.is_none_or(Value::may_be_none);
            given.unknown |= value.is_none_or(is_uncertain);
            let from = value.and_then(|value| self.handed_through(value));
            let keys = value.filter(|_| from.is_none());
            let keys = keys.map(|value| self.keys_of(value, DEEPEST_KEYS));
            match (from, &mut given.keys) {
                (Some(from), _) => {
                    given.from.insert(from);
                }
                (None, Some(before)) => {
                    let keys = keys.unwrap_or_default();
                    before.retain(|key| keys.contains(key));
                }
                (None, none) => *none = Some(keys.unwrap_or_default()),
            }
        }
        self.callers.insert(id, callers);
    }

    /// `owner.get(key)` is called: the key may be missing if the dict was passed without it.
    pub fn note_get(&mut self, node: &'a ExprCall, site: Site) {
        let lookup = self.lookup_in_parameter(node);
        let question = lookup.map(|(function, index, key)| Question {
            function,
            index,
            key: Some(key),
            for_certain: false,
        });
        self.asked.insert(site, question);
    }

    /// The parameter of the running function that a value is, whatever its annotation adds.
    fn handed_through(&self, value: &Value) -> Option<(FunctionId, u32)> {
        let first = value.atoms.first()?;
        let same = value.atoms.iter().all(|atom| atom.site == first.site);
        let id = self.frame.function.filter(|_| same && !value.open)?;
        Some((id, self.parameter_of(&Value::only(first.clone()))?))
    }

    /// Keys that a dict has for certain, with something else than `None`, and those of the dicts in it behind them.
    fn keys_of(&mut self, value: &Value, depth: usize) -> Vec<Symbol> {
        let dict = self.known().dict;
        let mut common: Option<Vec<Symbol>> = None;
        for atom in value.atoms.iter().filter(|atom| atom.kind != Kind::None) {
            let Kind::Record(record) = &atom.kind else {
                return Vec::new();
            };
            let items = record.items.iter().filter(|_| record.of == dict);
            let items = items.filter(|item| item.is_sure && !item.value.may_be_none());
            let mut keys: Vec<Symbol> = Vec::new();
            for item in items {
                let Key::Name(name) = item.key else { continue };
                keys.push(name);
                if depth > 0 {
                    let inner = self.keys_of(&item.value, depth - 1);
                    keys.extend(inner.into_iter().map(|key| self.symbols.join(name, key)));
                }
            }
            match &mut common {
                Some(common) => common.retain(|key| keys.contains(key)),
                None => common = Some(keys),
            }
        }
        common.filter(|_| !value.open).unwrap_or_default()
    }

    /// What calls must pass for an alternative to be impossible, if that is for them to tell.
    pub fn question(&self, atom: &Atom) -> Option<Question> {
        match atom.kind {
            Kind::Missing => self.asked.get(&atom.site).copied().flatten(),
            Kind::None => {
                let function = self.frame.function?;
                let index = self.parameter_of(&Value::only(atom.clone()))?;
                let question = Question {
                    function,
                    index,
                    key: None,
                    for_certain: false,
                };
                Some(Question {
                    for_certain: self.invites_none(question),
                    ..question
                })
            }
            _ => None,
        }
    }

    /// Whether a parameter is declared as one that may be `None`.
    fn invites_none(&self, question: Question) -> bool {
        let info = &self.functions[question.function.0 as usize];
        let mut parameters = info.node.parameters.iter_non_variadic_params();
        let parameter = parameters.nth(question.index as usize);
        let annotation = parameter.and_then(|one| one.parameter.annotation.as_deref());
        let source = self.modules[info.module.0 as usize].source.text;
        annotation.is_some_and(|node| {
            let place = info.place(node);
            let text = &source[place.range()];
            ["None", "Optional"].iter().any(|name| text.contains(name))
        })
    }

    /// How often the project mentions the functions that questions are about, outside of where they are defined.
    pub fn count_mentions(&self, questions: &[Question]) -> FxHashMap<&'a str, usize> {
        let functions = self.asked_about(questions).into_iter();
        let names = functions.map(|id| self.functions[id.0 as usize].node.name.as_str());
        let counts = names.map(|name| (name, 0)).collect();
        let mut mentions = Mentions { counts };
        let names: Vec<&str> = mentions.counts.keys().copied().collect();
        if !names.is_empty() {
            self.visit_mentions(&names, &mut mentions);
        }
        mentions.counts
    }

    /// The functions that questions are about, with those that hand on to them what they were passed.
    fn asked_about(&self, questions: &[Question]) -> FxHashSet<FunctionId> {
        let mut about: FxHashSet<FunctionId> = FxHashSet::default();
        let mut next: Vec<FunctionId> = questions.iter().map(|one| one.function).collect();
        while let Some(id) = next.pop() {
            if about.insert(id) {
                let given = self.callers.get(&id).map(|callers| &callers.given);
                let from = given.into_iter().flatten().flat_map(|given| &given.from);
                next.extend(from.map(|(function, _)| *function));
            }
        }
        about
    }

    /// Functions in which something was found that is for their calls to judge.
    pub fn questioned(&self) -> FxHashSet<FunctionId> {
        let questions = self.findings.values();
        let questions = questions.filter_map(|finding| finding.question);
        questions.map(|question| question.function).collect()
    }

    /// Whether every call passes what a question asks for.
    pub fn is_always_given(
        &self,
        question: Question,
        mentions: &FxHashMap<&'a str, usize>,
    ) -> bool {
        self.is_given_within(question, mentions, MOST_HANDED_ON)
    }

    fn is_given_within(
        &self,
        question: Question,
        mentions: &FxHashMap<&'a str, usize>,
        further: usize,
    ) -> bool {
        let info = &self.functions[question.function.0 as usize];
        let name = info.node.name.as_str();
        let inherits = info
            .class
            .is_some_and(|class| !self.outside_bases(class).is_empty());
        let again = |other: &super::index::FunctionInfo<'_>| other.node.name.as_str() == name;
        // The runtime calls handlers as well.
        if inherits
            || name.starts_with("__")
            || name.starts_with("on_")
            || !info.node.decorator_list.is_empty()
            || self.functions.iter().filter(|one| again(one)).count() != 1
        {
            return false;
        }
        let Some(callers) = self.callers.get(&question.function) else {
            return false;
        };
        let given = callers.given.get(question.index as usize);
        mentions.get(name) == Some(&callers.sites.len())
            && given.is_some_and(|given| match question.key {
                None => !(given.lacks || question.for_certain && given.unknown),
                Some(key) => {
                    let mut from = given.from.iter();
                    let has = |keys: &Vec<Symbol>| keys.contains(&key);
                    given.keys.as_ref().is_none_or(has)
                        && from.all(|&(function, index)| {
                            let question = Question {
                                function,
                                index,
                                ..question
                            };
                            further > 0 && self.is_given_within(question, mentions, further - 1)
                        })
                }
            })
    }
}

/// Whether an expression is `owner.get(key)`.
fn may_give_none(node: &Expr) -> bool {
    let Expr::Call(call) = node else { return false };
    let is_get = matches!(&*call.func, Expr::Attribute(method) if method.attr.as_str() == "get");
    is_get && call.arguments.len() == 1
}

/// Whether a value may be something that is not known.
fn is_uncertain(value: &Value) -> bool {
    let is_passed = |atom: &Atom| matches!(atom.kind, Kind::Param(_));
    value.open || value.is_never() || value.atoms.iter().any(is_passed)
}

/// Counts names, attributes, and imports under another name.
struct Mentions<'a> {
    counts: FxHashMap<&'a str, usize>,
}

impl Mentions<'_> {
    fn count(&mut self, name: &str) {
        if let Some(count) = self.counts.get_mut(name) {
            *count += 1;
        }
    }
}

impl<'a> Visitor<'a> for Mentions<'a> {
    fn visit_stmt(&mut self, statement: &'a Stmt) {
        if let Stmt::ImportFrom(node) = statement {
            for alias in node.names.iter().filter(|alias| alias.asname.is_some()) {
                self.count(alias.name.as_str());
            }
        }
        walk_stmt(self, statement);
    }

    fn visit_expr(&mut self, expression: &'a Expr) {
        if let Some(name) = last_name(expression) {
            self.count(name);
        }
        walk_expr(self, expression);
    }
}

//! Values that reach places.

use std::rc::Rc;

use gotchas_catalog::detect::{At, Certainty, Operation};
use ruff_python_ast::{self as ast, Expr};

use super::Analysis;
use super::findings::{Finding, Words};
use super::functions::Passed;
use super::state::State;
use super::summary::{MOST_SINKS, ParamSink};
use crate::rules::{CompiledFlow, DetectorId, Rules};
use crate::symbol::Symbol;
use crate::value::{Atom, Fact, Item, Key, Kind, Record, Site, Step, Value};

/// A value on its arrival.
pub struct Arrival<'v> {
    pub value: &'v Value,
    /// The expression that arrives.
    pub site: Site,
    /// Where it was put into what arrives, if it is inside of something.
    pub item: Option<Site>,
    pub words: Words,
}

impl CompiledFlow {
    /// Whether the keys of a container are such that the detector is about it.
    fn heeds_keys(&self, kind: &Kind) -> bool {
        if self.without_keys.is_empty() {
            return true;
        }
        let Kind::Record(record) = kind else {
            return false;
        };
        let another = |item: &Item| match item.key {
            Key::Name(name) => !self.without_keys.contains(&name),
            Key::Index(_) => false,
        };
        record.rest.is_never() && !record.items.is_empty() && record.items.iter().all(another)
    }
}

impl<'a> Analysis<'a> {
    /// A value arrives where a detector does not want certain types.
    pub fn arrive(&mut self, detector: DetectorId, arrival: &Arrival<'_>) {
        let rules = self.rules();
        let compiled = &rules.detectors[detector as usize];
        let Some(flow) = compiled.flow() else { return };
        let mut hit = None;
        for atom in &arrival.value.atoms {
            if flow.from.iter().any(|wanted| self.is(atom, wanted)) && flow.heeds_keys(&atom.kind) {
                hit = hit.or(Some(atom));
            } else if flow.certainty == Certainty::Must && !matches!(atom.kind, Kind::Param(_)) {
                return;
            }
        }
        if flow.certainty == Certainty::Must && arrival.value.open {
            return;
        }
        match hit {
            Some(_) if self.is_retried(arrival.site) => {}
            Some(atom) => {
                let from = atom.site;
                let is_handed_on = self.handed_on.contains(&from) && self.is_raw(atom);
                let site = match compiled.report.at {
                    At::Sink => arrival.site,
                    At::Item => arrival.item.unwrap_or(arrival.site),
                    At::Source => from,
                };
                let mut words = arrival.words;
                words.value = Some(from);
                let other = if compiled.report.at == At::Source {
                    arrival.site
                } else {
                    from
                };
                let other = Some(other).filter(|other| !overlap(*other, site));
                self.report(Finding {
                    detector,
                    site,
                    other,
                    used: None,
                    words,
                    key: None,
                    of: None,
                    is_handed_on,
                    unless_project: Vec::new(),
                });
            }
            None => self.remember(detector, arrival),
        }
    }

    /// Leaves it to the callers whether their arguments are of the unwanted types.
    fn remember(&mut self, detector: DetectorId, arrival: &Arrival<'_>) {
        // A helper that tries, and goes on where it fails, is a converter.
        if self.is_forgiven() {
            return;
        }
        for atom in &arrival.value.atoms {
            let Kind::Param(param) = &atom.kind else {
                continue;
            };
            if Some(param.function) != self.frame.function || self.frame.sinks.len() >= MOST_SINKS {
                continue;
            }
            let sink = ParamSink {
                detector,
                index: param.index,
                path: param.path.clone(),
                given: param.given.clone(),
                facts: param.facts.clone(),
                key: arrival.words.key,
                site: arrival.site,
            };
            if !self.frame.sinks.contains(&sink) {
                self.frame.sinks.push(sink);
            }
        }
    }

    /// An operation of the language on a value.
    pub fn operate(&mut self, operation: Operation, value: &Value, node: &Expr, key: Option<Key>) {
        if value.atoms.is_empty() {
            return;
        }
        let Some(detectors) = self.rules().operations.get(&operation) else {
            return;
        };
        // Where a value may be nothing, a test is about that.
        let tests = matches!(operation, Operation::IsNone | Operation::Truth);
        let nothing = |kind: &Kind| matches!(kind, Kind::None | Kind::Missing);
        let passed = |atom: &Atom| self.is_typed_by_calls(atom.site);
        if tests
            && value
                .atoms
                .iter()
                .any(|atom| nothing(&atom.kind) || passed(atom))
        {
            return;
        }
        let site = self.site(node);
        let words = Words {
            key: key.and_then(text_of),
            ..Words::default()
        };
        for &detector in detectors {
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

    /// `owner[key]` is read.
    pub fn read_item(
        &mut self,
        owner: &Value,
        node: &'a ast::ExprSubscript,
        key: Option<Key>,
        state: &mut State,
    ) {
        if node.ctx.is_load() {
            self.operate(Operation::Subscript, owner, &node.value, key);
            let by_name = matches!(key, Some(Key::Name(_)))
                || (key.is_none() && self.is_text(&node.slice, state));
            if by_name {
                self.operate(Operation::SubscriptByName, owner, &node.value, key);
            }
            self.get_item_called(owner, key, node, state);
        }
    }

    fn is_text(&mut self, node: &Expr, _state: &State) -> bool {
        node.is_f_string_expr()
    }

    /// `owner.name` is read.
    pub fn read_attribute(&mut self, owner: &Value, name: Symbol, node: &'a ast::ExprAttribute) {
        if !node.ctx.is_load() || owner.atoms.is_empty() {
            return;
        }
        let rules = self.rules();
        let by_name = Rules::waiting(&rules.attributes, name);
        let typed = |atom: &Atom| matches!(atom.kind, Kind::Instance(..));
        let may_lack = !rules.any_attribute.is_empty() && owner.atoms.iter().any(typed);
        if by_name.is_empty() && !may_lack {
            return;
        }
        let site = self.site(&*node.value);
        let words = Words {
            key: Some(name),
            receiver: Some(site),
            ..Words::default()
        };
        for &detector in by_name {
            self.arrive(
                detector,
                &Arrival {
                    value: owner,
                    site,
                    item: None,
                    words,
                },
            );
        }
        for &detector in rules.any_attribute.iter().filter(|_| may_lack) {
            let mut lacking = owner.clone();
            lacking.retain(|atom| match &atom.kind {
                Kind::Instance(of, _) => !self.declares(*of, name),
                // The caller's argument decides, not the attribute.
                _ => false,
            });
            self.arrive(
                detector,
                &Arrival {
                    value: &lacking,
                    site,
                    item: None,
                    words,
                },
            );
        }
    }

    fn declares(&self, of: Symbol, name: Symbol) -> bool {
        let platform = self.platform();
        platform.method(of, name).is_some()
            || platform
                .inherited(of, |declared| declared.attributes.get(&name))
                .is_some()
    }

    /// A value arrives at a parameter of a platform function that is declared with a type.
    pub fn arrive_at_parameter(&mut self, declared: Symbol, arrival: &Arrival<'_>) {
        let rules = self.rules();
        for &detector in Rules::waiting(&rules.parameters, declared) {
            self.arrive(detector, arrival);
        }
        let platform = self.platform();
        let Some(options) = platform
            .types
            .get(&declared)
            .map(|declared| &declared.options)
        else {
            return;
        };
        if options.is_empty() {
            return;
        }
        for item in self.options_in(arrival.value) {
            let Key::Name(key) = item.key else { continue };
            let Some(of) = options.get(&key) else {
                continue;
            };
            self.arrive_at_option(of, &item, key, arrival.site);
        }
    }

    /// The options that an argument brings: pairs, or what was converted item by item.
    fn options_in(&self, value: &Value) -> Vec<Item> {
        let sequences = value.atoms.iter().filter(|atom| match &atom.kind {
            Kind::Record(record) => {
                record.of != self.known().dict && record.of != self.known().js_object
            }
            _ => false,
        });
        self.entries(&Value {
            atoms: sequences.cloned().collect(),
            open: false,
        })
    }

    /// A value arrives as an option.
    pub fn arrive_at_option(
        &mut self,
        of: &crate::types::Type,
        item: &Item,
        key: Symbol,
        site: Site,
    ) {
        for alternative in &of.alternatives {
            let crate::types::Head::Named(name) = alternative.head else {
                continue;
            };
            let words = Words {
                key: Some(key),
                ..Words::default()
            };
            let arrival = Arrival {
                value: &item.value,
                site,
                item: Some(item.site),
                words,
            };
            self.arrive_at_parameter(name, &arrival);
        }
    }

    /// The arguments of a call meet what the function does to its parameters.
    pub fn apply_sinks(&mut self, sinks: &[ParamSink], passed: &Passed) {
        // Several detectors mostly wait at one place.
        let mut last: Option<(&ParamSink, Vec<(Value, Site)>)> = None;
        for sink in sinks {
            let given = passed.get(sink.index as usize).and_then(Option::as_ref);
            let Some((argument, site)) = given.filter(|given| self.may_arrive(sink, &given.0))
            else {
                continue;
            };
            let reached = match last.take() {
                Some((other, reached)) if other.is_reached_as(sink) => reached,
                _ => self.reached(sink, argument, *site),
            };
            for (value, site) in &reached {
                self.apply_sink(sink, value, *site);
            }
            last = Some((sink, reached));
        }
    }

    fn apply_sink(&mut self, sink: &ParamSink, value: &Value, site: Site) {
        let words = Words {
            key: sink.key,
            ..Words::default()
        };
        let raw = value.atoms.iter().any(|atom| self.is_raw(atom));
        let before = self.findings.len();
        self.arrive(
            sink.detector,
            &Arrival {
                value,
                site,
                item: None,
                words,
            },
        );
        if self.findings.len() > before
            && let Some(finding) = self.findings.get_mut(&(site, sink.detector))
        {
            finding.used = Some(sink.site);
            finding.is_handed_on |= raw;
        }
    }

    /// Whether anything of an argument may be what a detector does not want. Most of what is passed is not.
    fn may_arrive(&self, sink: &ParamSink, argument: &Value) -> bool {
        let Some(flow) = self.rules().detectors[sink.detector as usize].flow() else {
            return false;
        };
        // What is unknown may be told by a test of its type.
        let typed = |fact: &Fact| matches!(fact, Fact::Type(_, true));
        if sink.given.iter().chain(&sink.facts).any(typed) {
            return true;
        }
        let unwanted = |atom: &Atom| flow.from.iter().any(|wanted| self.is(atom, wanted));
        let mut atoms = argument.atoms.iter();
        atoms.any(|atom| {
            matches!(atom.kind, Kind::Param(_)) || !sink.path.is_empty() || unwanted(atom)
        })
    }

    /// What of an argument arrives at a place, and where each of it is in the call.
    fn reached(&mut self, sink: &ParamSink, argument: &Value, site: Site) -> Vec<(Value, Site)> {
        let mut argument = argument.clone();
        for fact in &sink.given {
            self.apply_fact(&mut argument, *fact);
        }
        let mut reached = vec![(argument, site)];
        for step in &sink.path {
            let mut next = Vec::with_capacity(reached.len());
            for (value, site) in reached {
                self.one_step(value, *step, site, &mut next);
            }
            reached = next;
        }
        for (value, _) in &mut reached {
            for fact in &sink.facts {
                self.apply_fact(value, *fact);
            }
            if matches!(sink.path.last(), None | Some(Step::Result(_))) {
                // Whether a key is there is for those to know who made the dict; what is passed on counts as there.
                value.retain(|atom| atom.kind != Kind::Missing);
            }
        }
        reached
    }

    /// What a step reaches. Known items keep their own place; the rest is reached at the argument's.
    fn one_step(
        &mut self,
        mut value: Value,
        step: Step,
        site: Site,
        reached: &mut Vec<(Value, Site)>,
    ) {
        let dict = self.known().dict;
        for atom in value.atoms.iter_mut().filter(|_| step == Step::Item) {
            let Kind::Record(record) = &mut atom.kind else {
                continue;
            };
            if record.of != dict {
                let items = record.items.iter();
                reached.extend(items.map(|item| (item.value.clone(), item.site)));
            }
            *record = Rc::new(Record {
                of: record.of,
                items: Vec::new(),
                rest: record.rest.clone(),
            });
        }
        reached.push((self.step(&value, step, site), site));
    }
}

/// The text that a key is.
fn text_of(key: Key) -> Option<Symbol> {
    match key {
        Key::Name(name) => Some(name),
        Key::Index(_) => None,
    }
}

fn overlap(a: Site, b: Site) -> bool {
    a.file == b.file && a.start < b.end && b.start < a.end
}

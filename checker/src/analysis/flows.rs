//! Values that reach places.

use gotchas_catalog::Bindings;
use gotchas_catalog::detect::{At, Certainty, Operation};
use ruff_python_ast::{self as ast, Expr};
use smallvec::SmallVec;

use super::Analysis;
use super::callers::Question;
use super::findings::{Finding, Words};
use super::sinks::Use;
use super::state::State;
use crate::record::{Item, Key};
use crate::rules::{CompiledFlow, DetectorId, Rules};
use crate::symbol::Symbol;
use crate::value::{Atom, Kind, Site, Value};

/// A value on its arrival.
pub struct Arrival<'v> {
    pub value: &'v Value,
    /// The expression that arrives.
    pub site: Site,
    /// Where it was put into what arrives, if it is inside of something.
    pub item: Option<Site>,
    pub words: Words,
    /// The bindings with which it is unwanted here, if not with all.
    pub bindings: Option<Bindings>,
    /// The use in a function of the project that is called with it, if it does not arrive itself.
    pub used: Option<Use>,
}

impl<'v> Arrival<'v> {
    /// A value that arrives as a whole, where it is used.
    pub fn new(value: &'v Value, site: Site, words: Words) -> Self {
        Arrival {
            value,
            site,
            item: None,
            words,
            bindings: None,
            used: None,
        }
    }

    /// An item of what arrives, as an option.
    pub fn option<'i>(&self, item: &'i Item, key: Symbol) -> Arrival<'i> {
        let words = Words {
            key: Some(key),
            ..Words::default()
        };
        Arrival {
            item: Some(item.site),
            bindings: self.bindings,
            ..Arrival::new(&item.value, self.site, words)
        }
    }
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
        let mut questions: SmallVec<[Option<Question>; 2]> = SmallVec::new();
        for atom in &arrival.value.atoms {
            if flow.from.iter().any(|wanted| self.is(atom, wanted))
                && flow.heeds_keys(&atom.kind)
                && !self.changes_nothing(flow, &atom.kind)
            {
                hit = hit.or(Some(atom));
                questions.push(self.question(atom));
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
                questions.dedup();
                let question = match &questions[..] {
                    [only] => *only,
                    _ => None,
                };
                let is_handed_on = self.handed_on.contains(&from) && self.is_raw(atom);
                let site = match compiled.report.at {
                    At::Sink => arrival.site,
                    At::Item => arrival.item.unwrap_or(arrival.site),
                    At::Source => from,
                };
                let mut words = arrival.words;
                words.value = Some(from);
                let at_source = compiled.report.at == At::Source;
                let used = arrival.used.filter(|_| !at_source);
                let other = match at_source {
                    true => arrival.used.map_or(arrival.site, |used| used.site),
                    false => from,
                };
                let other = Some(other).filter(|other| !overlap(*other, site));
                let doubts = self.doubts(flow, atom, arrival);
                self.report(Finding {
                    detector,
                    site,
                    other,
                    used: used.map(|used| self.used_within(used)),
                    bindings: arrival.bindings,
                    words,
                    key: None,
                    of: None,
                    lasts: None,
                    decorator: None,
                    may_be_kept: false,
                    is_handed_on,
                    question,
                    doubts,
                    unless_project: Vec::new(),
                });
            }
            None => self.remember(detector, arrival),
        }
    }

    /// Whether a container holds nothing but items that make no difference.
    fn changes_nothing(&self, flow: &CompiledFlow, kind: &Kind) -> bool {
        let Kind::Record(record) = kind else {
            return false;
        };
        let is_written = |atom: &Atom, wanted: &str| {
            let source = self.modules[atom.site.file as usize].source.text;
            source[atom.site.range()].trim_matches(['"', '\'']) == wanted
        };
        let is_default = |item: &Item| {
            let mut defaults = flow.unless_items.iter();
            let default = defaults.find(|(key, _)| item.key == Key::Name(*key));
            let Some((_, wanted)) = default.filter(|_| !item.value.open) else {
                return false;
            };
            !item.value.is_never() && item.value.atoms.iter().all(|atom| is_written(atom, wanted))
        };
        !flow.unless_items.is_empty()
            && record.rest.is_never()
            && !record.items.is_empty()
            && record.items.iter().all(is_default)
    }

    /// An operation of the language on a value.
    pub fn operate(&mut self, operation: Operation, value: &Value, node: &Expr, key: Option<Key>) {
        if value.atoms.is_empty() {
            return;
        }
        if operation == Operation::Truth {
            self.probe(value, node);
        }
        let Some(detectors) = self.rules().operations.get(&operation) else {
            return;
        };
        // Where a value may be nothing, a test is about that.
        let tests = matches!(operation, Operation::IsNone | Operation::Truth);
        if operation == Operation::IsNone && self.catches_attribute_error() {
            return;
        }
        let passed = |atom: &Atom| self.is_typed_by_calls(atom.site);
        if tests
            && value
                .atoms
                .iter()
                .any(|atom| atom.is_nothing() || passed(atom))
        {
            return;
        }
        let site = self.site(node);
        let words = Words {
            key: key.and_then(text_of),
            ..Words::default()
        };
        for &detector in detectors {
            self.arrive(detector, &Arrival::new(value, site, words));
        }
    }

    /// An operation on a value that callers are not told of: nearly every parameter becomes part of a text or a sum.
    pub fn operate_here(&mut self, operation: Operation, value: &Value, node: &Expr) {
        let is_typed = |atom: &Atom| matches!(atom.kind, Kind::Instance(..));
        if value.atoms.iter().any(is_typed) {
            let mut typed = value.clone();
            typed.retain(|atom| is_typed(atom));
            self.operate(operation, &typed, node, None);
        }
    }

    /// A function that something of the platform decorates returns a value.
    pub fn returned_by_decorated(&mut self, value: &Value, node: &Expr) {
        let Some(id) = self.frame.function else {
            return;
        };
        let decorated_as = self.functions[id.0 as usize].decorated_as.clone();
        let site = self.site(node);
        for of in decorated_as {
            for &detector in Rules::waiting(&self.rules().returned, of) {
                self.arrive(detector, &Arrival::new(value, site, Words::default()));
            }
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
            self.arrive(detector, &Arrival::new(owner, site, words));
        }
        for &detector in rules.any_attribute.iter().filter(|_| may_lack) {
            let mut lacking = owner.clone();
            lacking.retain(|atom| match &atom.kind {
                Kind::Instance(of, _) => !self.declares(*of, name),
                // The caller's argument decides, not the attribute.
                _ => false,
            });
            self.arrive(detector, &Arrival::new(&lacking, site, words));
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
        self.arrive_in_dicts(options, arrival);
        let mut items = self.options_in(arrival.value);
        items.extend(self.options_copied(arrival.value, options));
        for item in items {
            let Key::Name(key) = item.key else { continue };
            let Some(of) = options.get(&key) else {
                continue;
            };
            self.arrive_at_option(of, &item, key, arrival);
        }
    }

    /// The options that an argument brings: pairs, what was converted item by item, or attributes that were set.
    fn options_in(&self, value: &Value) -> Vec<Item> {
        let sequences = value.atoms.iter().filter(|atom| match &atom.kind {
            Kind::Record(record) => record.of != self.known().dict,
            _ => false,
        });
        self.entries(&Value {
            atoms: sequences.cloned().collect(),
            open: false,
        })
    }

    /// An item of what arrives does so as an option.
    pub fn arrive_at_option(
        &mut self,
        of: &crate::types::Type,
        item: &Item,
        key: Symbol,
        whole: &Arrival<'_>,
    ) {
        let arrival = whole.option(item, key);
        for name in of.names() {
            self.arrive_at_parameter(name, &arrival);
        }
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

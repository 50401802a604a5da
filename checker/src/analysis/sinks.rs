//! What functions of the project do to what they are passed, and what of that their callers are told.

use std::rc::Rc;

use gotchas_catalog::detect::At;

use super::Analysis;
use super::findings::Used;
use super::flows::Arrival;
use super::functions::Passed;
use super::summary::{MOST_SINKS, ParamSink};
use crate::record::{Key, Record};
use crate::rules::DetectorId;
use crate::value::{Atom, Fact, FunctionId, Kind, Param, Site, Step, Value};

/// A use of a parameter, as the callers see it.
#[derive(Debug, Clone, Copy)]
pub struct Use {
    /// What arrives there.
    pub site: Site,
    /// The function it is in.
    pub function: FunctionId,
    /// Whether what is passed is what arrives, and not something that is reached from it.
    pub is_whole: bool,
}

/// What of an argument arrives at a place.
struct Reached {
    value: Value,
    /// Where it was passed.
    site: Site,
    /// Whether that place has nothing else.
    is_whole: bool,
}

impl Reached {
    fn new(value: Value, site: Site, is_whole: bool) -> Reached {
        Reached {
            value,
            site,
            is_whole,
        }
    }
}

impl Analysis<'_> {
    /// Leaves it to the callers whether their arguments are of the unwanted types.
    pub fn remember(&mut self, detector: DetectorId, arrival: &Arrival<'_>) {
        // A helper that tries, and goes on where it fails, is a converter: of objects of JavaScript, or of what its handler
        // tries again.
        let literal = self.rules().is_open_to_all(detector);
        if self.is_forgiven() && (!literal || self.is_retried(arrival.site)) {
            return;
        }
        if self.is_converted_elsewhere(detector, arrival) {
            return;
        }
        let used = arrival.used;
        let place = match self.rules().detectors[detector as usize].report.at {
            At::Item => arrival.item.unwrap_or(arrival.site),
            At::Sink | At::Source => arrival.site,
        };
        for param in self.parameters_in(detector, arrival.value) {
            if Some(param.function) != self.frame.function || self.frame.sinks.len() >= MOST_SINKS {
                continue;
            }
            let sink = ParamSink {
                detector,
                index: param.index,
                path: param.path.clone(),
                given: param.given.clone(),
                facts: param.facts.clone(),
                words: arrival.words,
                bindings: arrival.bindings,
                site: used.map_or(place, |used| used.site),
                function: used.map_or(param.function, |used| used.function),
            };
            if !self.frame.sinks.contains(&sink) {
                self.frame.sinks.push(sink);
            }
        }
    }

    /// The parameters that a value may be; with those in containers where a detector looks into them.
    fn parameters_in(&self, detector: DetectorId, value: &Value) -> Vec<Rc<Param>> {
        let flow = self.rules().detectors[detector as usize].flow();
        let looks_inside = flow.is_some_and(|flow| flow.looks_inside);
        let mut found = Vec::new();
        for atom in &value.atoms {
            match &atom.kind {
                Kind::Param(param) => found.push(Rc::clone(param)),
                Kind::Record(record) if looks_inside => held_params(record, 0, &mut found),
                _ => {}
            }
        }
        found
    }

    /// Whether a container is what arrives only where a test of something else left it as it was: `if raw: …` or `body =
    /// json.dumps(body)`. Which of them a call means cannot be told.
    fn is_converted_elsewhere(&self, detector: DetectorId, arrival: &Arrival<'_>) -> bool {
        let Some(flow) = self.rules().detectors[detector as usize].flow() else {
            return false;
        };
        if !flow.takes_containers {
            return false;
        }
        let known = self.known();
        let places = arrival
            .value
            .atoms
            .iter()
            .filter_map(|atom| match atom.kind {
                Kind::Param(_) => Some(atom.site),
                _ => None,
            });
        let places: Vec<Site> = places.collect();
        arrival.value.atoms.iter().any(|atom| {
            let is_own = places.contains(&atom.site);
            let of = self.type_name(atom).filter(|_| !is_own);
            let converted = |of| {
                self.platform().extends(of, known.text)
                    || self.platform().extends(of, known.js_proxy)
            };
            !matches!(atom.kind, Kind::Text(_)) && of.is_some_and(converted)
        })
    }

    /// The arguments of a call meet what the function does to its parameters.
    pub fn apply_sinks(&mut self, sinks: &[ParamSink], passed: &Passed) {
        // Several detectors mostly wait at one place.
        let mut last: Option<(&ParamSink, Vec<Reached>)> = None;
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
            for one in &reached {
                self.apply_sink(sink, one);
            }
            last = Some((sink, reached));
        }
    }

    fn apply_sink(&mut self, sink: &ParamSink, reached: &Reached) {
        let used = Use {
            site: sink.site,
            function: sink.function,
            is_whole: reached.is_whole,
        };
        let arrival = Arrival {
            used: Some(used),
            bindings: sink.bindings,
            ..Arrival::new(&reached.value, reached.site, sink.words)
        };
        self.arrive(sink.detector, &arrival);
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

    /// A use, for who reads of it.
    pub fn used_within(&self, used: Use) -> Used {
        let info = &self.functions[used.function.0 as usize];
        let own = info.node.name.as_str();
        let class = info.class.map(|class| &self.classes[class.0 as usize]);
        Used {
            site: used.site,
            function: match class {
                Some(class) if own == "__init__" => class.node.name.to_string(),
                Some(class) => format!("{}.{own}", class.node.name),
                None => own.to_owned(),
            },
            is_whole: used.is_whole,
        }
    }

    /// What of an argument arrives at a sink.
    fn reached(&mut self, sink: &ParamSink, argument: &Value, site: Site) -> Vec<Reached> {
        let mut argument = argument.clone();
        for fact in &sink.given {
            self.apply_fact(&mut argument, *fact);
        }
        let mut reached = vec![Reached::new(argument, site, true)];
        for step in &sink.path {
            let mut next = Vec::with_capacity(reached.len());
            for one in reached {
                let (mut rest, site) = (one.value, one.site);
                // Known items keep their own place; the rest is reached at the argument's.
                match step {
                    Step::Item => self.take_known_items(&mut rest, &mut next),
                    Step::Key(key) => take_known_item(*key, &mut rest, &mut next),
                    _ => {}
                }
                next.push(Reached::new(self.step(&rest, *step, site), site, false));
            }
            reached = next;
        }
        for one in &mut reached {
            for fact in &sink.facts {
                self.apply_fact(&mut one.value, *fact);
            }
            if matches!(sink.path.last(), None | Some(Step::Result(_))) {
                // Whether a key is there is for those to know who made the dict; what is passed on counts as there.
                one.value.retain(|atom| atom.kind != Kind::Missing);
            }
        }
        reached
    }

    /// Takes the known items out of sequences.
    fn take_known_items(&self, sequences: &mut Value, items: &mut Vec<Reached>) {
        let dict = self.known().dict;
        for atom in &mut sequences.atoms {
            let Kind::Record(record) = &mut atom.kind else {
                continue;
            };
            if record.of == dict {
                continue;
            }
            let known = record.items.iter();
            items.extend(known.map(|item| Reached::new(item.value.clone(), item.site, true)));
            *record = Rc::new(Record {
                rest: record.rest.clone(),
                spread: record.spread.clone(),
                ..Record::new(record.of)
            });
        }
    }
}

/// Parameters as items of a container, also of containers in it; not where facts about what is reached from them would be
/// lost.
fn held_params(record: &Record, depth: usize, found: &mut Vec<Rc<Param>>) {
    const DEEPEST: usize = 1;
    let items = record.items.iter().map(|item| &item.value);
    let atoms = items.chain([&record.rest]).flat_map(|value| &value.atoms);
    for atom in atoms {
        let mut inner = Vec::new();
        match &atom.kind {
            Kind::Param(param) if param.path.is_empty() || param.facts.is_empty() => {
                inner.push(Rc::clone(param));
            }
            Kind::Record(record) if depth < DEEPEST => held_params(record, depth + 1, &mut inner),
            _ => {}
        }
        for param in inner {
            let value = Analysis::reach(&param, Step::Held(record.of), atom.site);
            if let Some(Kind::Param(held)) = value.only_kind() {
                found.push(Rc::clone(held));
            }
        }
    }
}

/// Takes containers out of which the item of a key is known, and gives that item.
fn take_known_item(key: Key, containers: &mut Value, items: &mut Vec<Reached>) {
    containers.retain(|atom| {
        let Kind::Record(record) = &atom.kind else {
            return true;
        };
        let item = record.get(key);
        items.extend(item.map(|item| Reached::new(item.value.clone(), item.site, true)));
        item.is_none()
    });
}

//! What functions of the project do to what they are passed, and what of that their callers are told.

use std::rc::Rc;

use gotchas_catalog::detect::At;

use super::Analysis;
use super::findings::{Used, Words};
use super::flows::Arrival;
use super::summary::{MOST_SINKS, ParamSink};
use crate::rules::DetectorId;
use crate::value::{FunctionId, Kind, Record, Site, Step, Value};

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

impl<'a> Analysis<'a> {
    /// Leaves it to the callers whether their arguments are of the unwanted types.
    pub fn remember(&mut self, detector: DetectorId, arrival: &Arrival<'_>) {
        // A helper that tries, and goes on where it fails, is a converter.
        if self.is_forgiven() {
            return;
        }
        let used = arrival.used;
        let place = match self.rules().detectors[detector as usize].report.at {
            At::Item => arrival.item.unwrap_or(arrival.site),
            At::Sink | At::Source => arrival.site,
        };
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
                words: Rc::new(arrival.words.clone()),
                bindings: arrival.bindings,
                site: used.map_or(place, |used| used.site),
                function: used.map_or(param.function, |used| used.function),
            };
            if !self.frame.sinks.contains(&sink) {
                self.frame.sinks.push(sink);
            }
        }
    }

    /// The arguments of a call meet what the function does to its parameters.
    pub fn apply_sink(&mut self, sink: &ParamSink, argument: &Value, site: Site) {
        for (mut value, site, is_whole) in self.reached(sink, argument, site) {
            if matches!(sink.path.last(), None | Some(Step::Result(_))) {
                // Whether a key is there is for those to know who made the dict; what is passed on counts as there.
                value.retain(|atom| atom.kind != Kind::Missing);
            }
            let used = Use {
                site: sink.site,
                function: sink.function,
                is_whole,
            };
            let words = Words::clone(&sink.words);
            let arrival = Arrival {
                used: Some(used),
                bindings: sink.bindings,
                ..Arrival::new(&value, site, words)
            };
            self.arrive(sink.detector, &arrival);
        }
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

    /// What of an argument arrives at a sink, where it was passed, and whether that place has nothing else.
    fn reached(
        &mut self,
        sink: &ParamSink,
        argument: &Value,
        site: Site,
    ) -> Vec<(Value, Site, bool)> {
        let mut argument = argument.clone();
        for fact in &sink.given {
            self.apply_fact(&mut argument, *fact);
        }
        let mut reached = vec![(argument, site, true)];
        for step in &sink.path {
            let mut next = Vec::new();
            for (value, site, _) in reached {
                let mut rest = value;
                if *step == Step::Item {
                    next.extend(self.take_known_items(&mut rest));
                }
                // Known items keep their own place; the rest is reached at the argument's.
                next.push((self.step(&rest, *step, site), site, false));
            }
            reached = next;
        }
        for (value, _, _) in &mut reached {
            for fact in &sink.facts {
                self.apply_fact(value, *fact);
            }
        }
        reached
    }

    /// Takes the known items out of sequences.
    fn take_known_items(&self, sequences: &mut Value) -> Vec<(Value, Site, bool)> {
        let mut items = Vec::new();
        for atom in &mut sequences.atoms {
            let Kind::Record(record) = &mut atom.kind else {
                continue;
            };
            let kept = match record.of == self.known().dict {
                true => continue,
                false => Record {
                    items: Vec::new(),
                    ..(**record).clone()
                },
            };
            let known = record.items.iter();
            items.extend(known.map(|item| (item.value.clone(), item.site, true)));
            *record = kept.into();
        }
        items
    }
}

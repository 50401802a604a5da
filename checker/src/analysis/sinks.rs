//! What functions do to their parameters, applied to what calls pass.

use super::Analysis;
use super::findings::Words;
use super::flows::Arrival;
use super::summary::ParamSink;
use crate::value::{Kind, Record, Site, Step, Value};

impl<'a> Analysis<'a> {
    /// The arguments of a call meet what the function does to its parameters.
    pub fn apply_sink(&mut self, sink: &ParamSink, argument: &Value, site: Site) {
        let (value, site) = self.reached(sink, argument, site);
        for (mut value, site) in value.into_iter().zip(site) {
            if matches!(sink.path.last(), None | Some(Step::Result(_))) {
                // Whether a key is there is for those to know who made the dict; what is passed on counts as there.
                value.retain(|atom| atom.kind != Kind::Missing);
            }
            let words = Words {
                key: sink.key.as_deref().map(str::to_owned),
                ..Words::default()
            };
            let raw = value.atoms.iter().any(|atom| self.is_raw(atom));
            let before = self.findings.len();
            self.arrive(
                sink.detector,
                &Arrival {
                    value: &value,
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
    }

    fn reached(
        &mut self,
        sink: &ParamSink,
        argument: &Value,
        site: Site,
    ) -> (Vec<Value>, Vec<Site>) {
        let mut argument = argument.clone();
        for fact in &sink.given {
            self.apply_fact(&mut argument, *fact);
        }
        let mut values = vec![argument];
        let mut sites = vec![site];
        for step in &sink.path {
            let mut next_values = Vec::new();
            let mut next_sites = Vec::new();
            for (value, site) in values.iter().zip(&sites) {
                let mut rest = value.clone();
                // Known items keep their own place; the rest is reached at the argument's.
                rest.retain(|atom| match (&atom.kind, step) {
                    (Kind::Record(record), Step::Key(key)) => match record.get(*key) {
                        Some(item) => {
                            next_values.push(item.value.clone());
                            next_sites.push(item.site);
                            false
                        }
                        None => true,
                    },
                    _ => true,
                });
                for atom in &value.atoms {
                    let Kind::Record(record) = &atom.kind else {
                        continue;
                    };
                    if *step != Step::Item || record.of == self.known().dict {
                        continue;
                    }
                    for item in &record.items {
                        next_values.push(item.value.clone());
                        next_sites.push(item.site);
                    }
                }
                rest.atoms = rest
                    .atoms
                    .into_iter()
                    .map(|mut atom| {
                        if let Kind::Record(record) = &atom.kind
                            && *step == Step::Item
                        {
                            let only_rest = Record {
                                items: Vec::new(),
                                ..(**record).clone()
                            };
                            atom.kind = Kind::Record(only_rest.into());
                        }
                        atom
                    })
                    .collect();
                next_values.push(self.step(&rest, *step, *site));
                next_sites.push(*site);
            }
            (values, sites) = (next_values, next_sites);
        }
        for value in &mut values {
            for fact in &sink.facts {
                self.apply_fact(value, *fact);
            }
        }
        (values, sites)
    }
}

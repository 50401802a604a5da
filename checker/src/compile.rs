//! Makes [`Rules`] of the `detect:` blocks of a catalogue: names interned, types parsed, detectors indexed.

use gotchas_catalog::detect::{Argument, Detector, Event, Flow, How, Order, Report, Sink, Use};
use gotchas_catalog::{Catalogue, Located, Problem, Problems};

use crate::platform::Place;
use crate::rules::{
    ArgumentSink, CallTest, CompiledDetector, CompiledFlow, CompiledOrder, CompiledReplaced,
    CompiledReport, CompiledUse, DetectorId, Occasion, Rules, TestId, What,
};
use crate::symbol::{BaseSymbols, Symbol};
use crate::triggers;
use crate::types::{self, Head, Type};

/// Compiles the detectors of a catalogue.
///
/// # Errors
/// Every type and name in a `detect:` block that cannot be read, with its place in the file.
pub fn compile(catalogue: &Catalogue, symbols: &mut BaseSymbols) -> Result<Rules, Problems> {
    let mut compiler = Compiler {
        rules: Rules::default(),
        symbols,
        problems: Vec::new(),
    };
    for entry in catalogue.entries() {
        let rule = compiler.rules.rules.len();
        compiler.rules.rules.push(entry.clone());
        for detector in &entry.gotcha.detect {
            compiler.detector(rule, detector);
        }
    }
    if compiler.problems.is_empty() {
        Ok(compiler.rules)
    } else {
        Err(compiler.problems.into())
    }
}

struct Compiler<'a> {
    rules: Rules,
    symbols: &'a mut BaseSymbols,
    problems: Vec<Problem>,
}

impl Compiler<'_> {
    fn detector(&mut self, rule: usize, detector: &Detector) {
        let id = self.rules.detectors.len() as DetectorId;
        let (what, report) = match detector {
            Detector::Use(declared) => {
                (What::Use(self.a_use(rule, id, declared)), &declared.report)
            }
            Detector::Flow(declared) => {
                (What::Flow(self.flow(rule, id, declared)), &declared.report)
            }
            Detector::Order(declared) => (
                What::Order(self.order(rule, id, declared)),
                &declared.report,
            ),
        };
        for fix in &report.fix {
            if let Some(message) = crate::fix::template_problem(&fix.with) {
                let problem = self.rules.rules[rule].problem(fix.with.at, message);
                self.problems.push(problem);
            }
        }
        let report = compile_report(report);
        self.rules
            .detectors
            .push(CompiledDetector { rule, what, report });
    }

    fn a_use(&mut self, rule: usize, id: DetectorId, declared: &Use) -> CompiledUse {
        for name in &declared.names {
            if name.as_str() == "@service" {
                self.rules.services.push(id);
                continue;
            }
            let name = self.symbols.intern(name);
            let index = match declared.how {
                How::Call => &mut self.rules.calls,
                How::Read => &mut self.rules.reads,
                How::Catch => &mut self.rules.catches,
                How::Import => &mut self.rules.imports,
            };
            index.entry(name).or_default().push(id);
        }
        let unless_project = declared.unless_project.iter();
        let unless_project = unless_project.flat_map(|event| self.event(rule, event));
        let unless_project = unless_project.filter_map(|occasion| match occasion {
            Occasion::Call(test) | Occasion::AwaitOf(test) => Some(test),
            _ => None,
        });
        let unless_project = unless_project.collect();
        let arguments = declared.arguments.iter();
        let arguments = arguments
            .map(|argument| {
                (
                    Place::new(&argument.at, self.symbols),
                    self.types(rule, &argument.types),
                )
            })
            .collect();
        CompiledUse {
            place: declared.place,
            unless: declared.unless.clone(),
            only: declared.only.clone(),
            unless_project,
            misses: self.names(&declared.misses),
            aside: self.names(&declared.aside),
            arguments,
        }
    }

    fn flow(&mut self, rule: usize, id: DetectorId, declared: &Flow) -> CompiledFlow {
        for sink in &declared.into {
            match sink {
                Sink::Argument(argument) => {
                    let place = argument.at.as_ref().map(|at| Place::new(at, self.symbols));
                    let unless = self.names(&argument.unless);
                    for name in self.names(&argument.of) {
                        let sink = ArgumentSink {
                            detector: id,
                            place,
                            unless: unless.clone(),
                        };
                        self.rules.arguments.entry(name).or_default().push(sink);
                    }
                }
                Sink::Parameter(names) => {
                    for name in self.names(names) {
                        self.rules.parameters.entry(name).or_default().push(id);
                    }
                }
                Sink::OptionOfDict(names) => {
                    for name in self.names(names) {
                        let options = &mut self.rules.options_of_dicts;
                        options.entry(name).or_default().push(id);
                    }
                }
                Sink::Receiver(names) => {
                    for name in self.names(names) {
                        self.rules.receivers.entry(name).or_default().push(id);
                    }
                }
                Sink::Method(names) => {
                    for name in self.names(names) {
                        self.rules.methods.entry(name).or_default().push(id);
                    }
                }
                Sink::Attribute(names) if names.iter().any(|name| name.as_str() == "*") => {
                    self.rules.any_attribute.push(id);
                }
                Sink::Attribute(names) => {
                    for name in self.names(names) {
                        self.rules.attributes.entry(name).or_default().push(id);
                    }
                }
                Sink::Returned(names) => {
                    for name in self.names(names) {
                        self.rules.returned.entry(name).or_default().push(id);
                    }
                }
                Sink::Operation(operations) => {
                    for operation in operations {
                        self.rules
                            .operations
                            .entry(*operation)
                            .or_default()
                            .push(id);
                    }
                }
            }
        }
        let from = self.types(rule, &declared.from);
        CompiledFlow {
            is_open_to_all: from
                .iter()
                .any(|of| !triggers::is_special_type(of, self.symbols)),
            looks_inside: from.iter().any(|of| self.holds_objects(of)),
            takes_containers: from.iter().any(|of| self.is_container(of)),
            from,
            certainty: declared.certainty,
            without_keys: self.names(&declared.without_keys),
            unless_items: declared
                .unless_items
                .iter()
                .map(|(key, value)| (self.symbols.intern(key), value.clone()))
                .collect(),
        }
    }

    /// Whether a type is that of containers of something that is not Python's.
    fn holds_objects(&self, of: &Type) -> bool {
        let is_foreign = |held: &Type| {
            let mut names = held.names();
            names.all(|name| !self.symbols.text(name).starts_with("python."))
        };
        let mut alternatives = of.alternatives.iter();
        self.is_container(of)
            && alternatives.any(|one| one.holds.as_deref().is_some_and(is_foreign))
    }

    fn is_container(&self, of: &Type) -> bool {
        const CONTAINERS: [&str; 4] = ["python.dict", "python.list", "python.tuple", "python.set"];
        of.alternatives
            .iter()
            .any(|alternative| match alternative.head {
                Head::Named(name) => CONTAINERS.contains(&self.symbols.text(name)),
                _ => false,
            })
    }

    fn order(&mut self, rule: usize, id: DetectorId, declared: &Order) -> CompiledOrder {
        self.rules.orders.push(id);
        CompiledOrder {
            first: self.event(rule, &declared.first),
            then: self.event(rule, &declared.then),
            until: declared
                .until
                .iter()
                .flat_map(|event| self.event(rule, event))
                .collect(),
            same: declared.same,
            replaced: declared.replaced.as_ref().map(|replaced| CompiledReplaced {
                names: self.names(&replaced.names),
                alike: self.places(&replaced.alike),
            }),
        }
    }

    fn places(&mut self, arguments: &[Argument]) -> Vec<Place> {
        let places = arguments.iter();
        places.map(|one| Place::new(one, self.symbols)).collect()
    }

    fn event(&mut self, rule: usize, event: &Event) -> Vec<Occasion> {
        match event {
            Event::Call(names) => vec![Occasion::Call(self.test(names, None, &[], &[]))],
            Event::AwaitOf(names) => vec![Occasion::AwaitOf(self.test(names, None, &[], &[]))],
            Event::CallWith(call) => {
                let at = Place::new(&call.at, self.symbols);
                vec![Occasion::Call(self.test(
                    &call.names,
                    Some(at),
                    &call.text,
                    &call.not_text,
                ))]
            }
            Event::Await => vec![Occasion::Await],
            Event::Enter(names) => self
                .types(rule, names)
                .into_iter()
                .map(Occasion::Enter)
                .collect(),
            Event::Exit(names) => self
                .types(rule, names)
                .into_iter()
                .map(Occasion::Exit)
                .collect(),
            Event::Any(events) => events
                .iter()
                .flat_map(|event| self.event(rule, event))
                .collect(),
        }
    }

    fn test(
        &mut self,
        names: &[Located<String>],
        at: Option<Place>,
        text: &[Located<String>],
        not_text: &[Located<String>],
    ) -> TestId {
        let lower =
            |texts: &[Located<String>]| texts.iter().map(|text| text.to_lowercase()).collect();
        let test = CallTest {
            names: self.names(names),
            at,
            text: lower(text),
            not_text: lower(not_text),
        };
        if let Some(known) = self.rules.tests.iter().position(|known| *known == test) {
            return known as TestId;
        }
        let id = self.rules.tests.len() as TestId;
        for &name in &test.names {
            self.rules.tests_by_name.entry(name).or_default().push(id);
        }
        self.rules.tests.push(test);
        id
    }

    fn names(&mut self, names: &[Located<String>]) -> Vec<Symbol> {
        names.iter().map(|name| self.symbols.intern(name)).collect()
    }

    fn types(&mut self, rule: usize, texts: &[Located<String>]) -> Vec<Type> {
        let mut found = Vec::new();
        for text in texts {
            match types::parse(text, self.symbols) {
                Ok(parsed) => found.push(parsed),
                Err(message) => self
                    .problems
                    .push(self.rules.rules[rule].problem(text.at, message)),
            }
        }
        found
    }
}

fn compile_report(report: &Report) -> CompiledReport {
    CompiledReport {
        message: report.message.value.clone(),
        help: report.help.as_ref().map(|help| help.value.clone()),
        origin: report.origin.as_ref().map(|origin| origin.value.clone()),
        severity: report.severity,
        affects: report.affects.clone(),
        at: report.at,
        fix: report.fix.clone(),
    }
}

//! Uses of names, and the order of what happens.

use gotchas_catalog::detect::Same;
use ruff_python_ast as ast;
use smallvec::SmallVec;

use super::Analysis;
use super::arguments::Star;
use super::calls::PlatformCall;
use super::doubts::Doubts;
use super::findings::{Finding, Words};
use super::functions::Passed;
use super::state::{Likeness, Mark, State};
use super::summary::Effect;
use crate::platform::CompiledFunction;
use crate::record::Key;
use crate::rules::{CallTest, DetectorId, Occasion, Rules, TestId, What};
use crate::symbol::Symbol;
use crate::value::{Kind, Site, Value};

impl<'a> Analysis<'a> {
    /// A platform function or method is called.
    pub fn called(
        &mut self,
        call: &PlatformCall<'a, '_>,
        function: Option<&CompiledFunction>,
        state: &mut State,
    ) {
        let rules = self.rules();
        self.pass(call, function);
        for &name in &call.names {
            for &detector in Rules::waiting(&rules.calls, name) {
                let words = self.words(call, name);
                let key = call.args.first().and_then(|arg| arg.value.text());
                self.used(detector, call.site, words, key, Some(call));
            }
        }
        let mut passed: SmallVec<[TestId; 2]> = SmallVec::new();
        for name in &call.names {
            for &test in Rules::waiting(&rules.tests_by_name, *name) {
                self.sets_key(&rules.tests[test as usize], call);
                if !passed.contains(&test) && self.passes(&rules.tests[test as usize], call) {
                    passed.push(test);
                }
            }
        }
        for test in passed {
            let on = call
                .receiver
                .and_then(|receiver| self.parameter_of(receiver))
                .or_else(|| self.held_by_own(call.node));
            self.effect(Effect { test, on });
            let matching = self.matching_orders(
                |_, occasion| matches!(occasion, Occasion::Call(wanted) if *wanted == test),
            );
            let likenesses = matching
                .iter()
                .map(|(order, _)| self.likeness(*order, call));
            let likenesses: SmallVec<[Option<Likeness>; 2]> = likenesses.collect();
            let receiver = call.receiver.cloned();
            self.happened_to(state, call.site, receiver.as_ref(), &matching, &likenesses);
        }
    }

    /// A key that is set by its text is told apart from others, where a test leaves texts to that.
    fn sets_key(&mut self, test: &CallTest, call: &PlatformCall<'a, '_>) {
        let argument = test.at.and_then(|place| self.argument_at(call.args, place));
        let leaves_texts = test.not_text.iter().any(String::is_empty);
        if let Some(argument) = argument.filter(|_| leaves_texts && self.descending) {
            for text in argument.value.texts() {
                self.key_is_set(text);
            }
        }
    }

    fn key_is_set(&mut self, key: Symbol) {
        self.set_keys.insert(key);
        if self.frame.is_import() {
            self.keys_set_at_import.insert(key);
        }
    }

    /// What tells a call from others like it that it does not replace.
    fn likeness(&self, detector: DetectorId, call: &PlatformCall<'a, '_>) -> Option<Likeness> {
        let What::Order(order) = &self.rules().detectors[detector as usize].what else {
            return None;
        };
        let replaced = order.replaced.as_ref()?;
        if !call.names.iter().any(|name| replaced.names.contains(name)) {
            return None;
        }
        let texts = replaced.alike.iter().map(|place| {
            let Some(argument) = self.argument_at(call.args, *place) else {
                return Some(None);
            };
            let text = argument.value.only_text();
            text.map(Some)
        });
        let texts: Likeness = texts.collect::<Option<Vec<_>>>()?.into();
        let spread = call.args.iter().any(|arg| arg.star != Star::No);
        (!spread && texts.iter().any(Option::is_some)).then_some(texts)
    }

    fn effect(&mut self, effect: Effect) {
        self.frame.effects.push(effect);
        if self.descending {
            self.project_effects.insert(effect.test);
        }
    }

    /// The parameter of the running function that a value is, if it is one.
    pub fn parameter_of(&self, value: &Value) -> Option<u32> {
        let [only] = &value.atoms[..] else {
            return None;
        };
        let info = &self.functions[self.frame.function?.0 as usize];
        if !info.may_declare(only.site) {
            return None;
        }
        let at =
            |parameter: &ast::ParameterWithDefault| info.place(&parameter.parameter) == only.site;
        let mut parameters = info.node.parameters.iter_non_variadic_params();
        let index = parameters.position(at)?;
        u32::try_from(index).ok()
    }

    fn passes(&self, test: &CallTest, call: &PlatformCall<'a, '_>) -> bool {
        let Some(place) = test.at else { return true };
        let Some(arg) = self.argument_at(call.args, place) else {
            return test.text.is_empty();
        };
        let text = arg.value.atoms.iter().find_map(|atom| match atom.kind {
            Kind::Text(text) => Some(self.symbols.text(text).to_lowercase()),
            _ => None,
        });
        match text {
            Some(text) => {
                let wanted =
                    test.text.is_empty() || test.text.iter().any(|part| text.contains(part));
                wanted && !test.not_text.iter().any(|part| text.contains(part))
            }
            None => test.text.is_empty(),
        }
    }

    /// `owner[key]` as a call of `__getitem__`.
    pub fn get_item_called(
        &mut self,
        owner: &Value,
        key: Option<Key>,
        node: &'a ast::ExprSubscript,
        state: &mut State,
    ) {
        let name = self.known().get_item;
        let site = self.site(node);
        let texts = match key {
            Some(Key::Name(text)) => vec![text],
            _ => Vec::new(),
        };
        self.item_event(owner, name, site, &texts, state);
    }

    /// `owner[key] = value` as a call of `__setitem__`.
    pub fn set_item_called(
        &mut self,
        owner: &Value,
        key: &Value,
        _value: &Value,
        node: &'a ast::ExprSubscript,
        state: &mut State,
    ) {
        let name = self.known().set_item;
        let site = self.site(node);
        // A loop over names takes each of them.
        let texts: Vec<Symbol> = key.texts().collect();
        self.item_event(owner, name, site, &texts, state);
    }

    fn item_event(
        &mut self,
        owner: &Value,
        method: Symbol,
        site: Site,
        texts: &[Symbol],
        state: &mut State,
    ) {
        let text = texts.first().copied();
        let rules = self.rules();
        let platform = self.platform();
        for atom in &owner.atoms {
            let Kind::Instance(of, _) = atom.kind else {
                continue;
            };
            for of in platform.lineage(of) {
                let name = self.symbols.join(of, method);
                for &detector in Rules::waiting(&rules.calls, name) {
                    let words = Words {
                        qualified: Some(of),
                        ..Words::default()
                    };
                    self.used(detector, site, words, text, None);
                }
                for &test in Rules::waiting(&rules.tests_by_name, name) {
                    if method == self.known().set_item && self.descending {
                        texts.iter().for_each(|&text| self.key_is_set(text));
                    }
                    if text.is_some() && !rules.tests[test as usize].not_text.is_empty() {
                        continue;
                    }
                    self.effect(Effect { test, on: None });
                    self.happened(
                        state,
                        site,
                        Some(owner),
                        |occasion| matches!(occasion, Occasion::Call(wanted) if *wanted == test),
                    );
                }
            }
        }
    }

    /// A function of the project is called whose calls pass tests.
    pub fn caused(&mut self, effects: &[Effect], passed: &Passed, site: Site, state: &mut State) {
        for &Effect { test, on } in effects {
            let given = on.and_then(|index| passed.get(index as usize)?.as_ref());
            let receiver = given.map(|(value, _)| value.clone());
            let on = receiver.as_ref().and_then(|one| self.parameter_of(one));
            self.effect(Effect { test, on });
            self.happened(
                state,
                site,
                receiver.as_ref(),
                |occasion| matches!(occasion, Occasion::Call(wanted) if *wanted == test),
            );
        }
    }

    /// Something is awaited, in which calls passed tests.
    pub fn awaited(&mut self, effects: &[Effect], site: Site, state: &mut State) {
        self.happened(state, site, None, |occasion| match occasion {
            Occasion::Await => true,
            Occasion::AwaitOf(test) => effects.iter().any(|effect| effect.test == *test),
            _ => false,
        });
    }

    /// A `with` block begins.
    pub fn enters(&mut self, value: &Value, site: Site, state: &mut State) {
        for atom in &value.atoms {
            let one = Value::only(atom.clone());
            let matching = self.matching_orders(|analysis, occasion| {
                matches!(occasion, Occasion::Enter(wanted) if analysis.is(atom, wanted))
            });
            self.happened_to(state, site, Some(&one), &matching, &[]);
        }
    }

    /// A `with` block ends.
    pub fn exits(&mut self, value: &Value, site: Site, state: &mut State) {
        for atom in &value.atoms {
            let one = Value::only(atom.clone());
            let matching = self.matching_orders(|analysis, occasion| {
                matches!(occasion, Occasion::Exit(wanted) if analysis.is(atom, wanted))
            });
            self.happened_to(state, site, Some(&one), &matching, &[]);
        }
    }

    fn happened(
        &mut self,
        state: &mut State,
        site: Site,
        receiver: Option<&Value>,
        matches: impl Fn(&Occasion) -> bool,
    ) {
        let matching = self.matching_orders(|_, occasion| matches(occasion));
        self.happened_to(state, site, receiver, &matching, &[]);
    }

    /// The orders that wait for an occasion, and as what: until, then, first.
    fn matching_orders(
        &self,
        matches: impl Fn(&Self, &Occasion) -> bool,
    ) -> Vec<(DetectorId, [bool; 3])> {
        let mut matching = Vec::new();
        for &detector in &self.rules().orders {
            let What::Order(order) = &self.rules().detectors[detector as usize].what else {
                continue;
            };
            let roles = [&order.until, &order.then, &order.first];
            let roles =
                roles.map(|occasions| occasions.iter().any(|occasion| matches(self, occasion)));
            if roles != [false; 3] {
                matching.push((detector, roles));
            }
        }
        matching
    }

    fn happened_to(
        &mut self,
        state: &mut State,
        site: Site,
        receiver: Option<&Value>,
        matching: &[(DetectorId, [bool; 3])],
        likenesses: &[Option<Likeness>],
    ) {
        let receivers: SmallVec<[Site; 2]> = receiver
            .iter()
            .flat_map(|value| &value.atoms)
            .map(|atom| atom.site)
            .collect();
        for (index, &(detector, [until, then, first])) in matching.iter().enumerate() {
            let likeness = likenesses.get(index).cloned().flatten();
            let What::Order(order) = &self.rules().detectors[detector as usize].what else {
                continue;
            };
            let same = order.same;
            let concerns = |mark: &Mark| {
                mark.detector == detector
                    && (same == Same::Nothing
                        || mark.receivers.iter().any(|site| receivers.contains(site)))
            };
            if likeness.is_some() {
                state.unmark(|mark| concerns(mark) && mark.likeness == likeness);
            }
            if then {
                for mark in state.marks().to_vec() {
                    if concerns(&mark) && (mark.site != site || same == Same::Receiver) {
                        self.out_of_order(detector, &mark, site);
                    }
                }
            }
            if until {
                state.unmark(concerns);
            }
            if first && !state.dead {
                state.mark(Mark {
                    detector,
                    receivers: receivers.clone(),
                    site,
                    likeness,
                    shown: state.shown(),
                });
            }
        }
    }

    fn out_of_order(&mut self, detector: DetectorId, mark: &Mark, then: Site) {
        self.report(Finding {
            detector,
            site: mark.site,
            other: Some(then).filter(|then| *then != mark.site),
            used: None,
            bindings: None,
            words: Words::default(),
            key: None,
            of: None,
            lasts: None,
            decorator: None,
            may_be_kept: false,
            is_handed_on: false,
            question: None,
            doubts: Doubts::default(),
            unless_project: Vec::new(),
        });
    }
}

//! Options in dicts that are passed for objects of JavaScript, and in what is passed on with `**`.

use std::rc::Rc;

use rustc_hash::FxHashMap;

use super::Analysis;
use super::flows::Arrival;
use crate::record::{Item, Key, Record};
use crate::rules::Rules;
use crate::symbol::Symbol;
use crate::types::Type;
use crate::value::{Atom, Kind, Param, Site, Step, Value};

impl<'a> Analysis<'a> {
    /// Dicts arrive where an object of options is expected. Which of their keys are read is for the detectors to know.
    pub fn arrive_in_dicts(&mut self, options: &FxHashMap<Symbol, Type>, arrival: &Arrival<'_>) {
        if self.rules().options_of_dicts.is_empty() {
            return;
        }
        for atom in &arrival.value.atoms {
            let Kind::Record(record) = &atom.kind else {
                continue;
            };
            if record.of != self.known().dict {
                continue;
            }
            // A dict with dicts in it has to be converted as a whole.
            let dicts = |atom: &Atom| self.type_name(atom) == Some(self.known().dict);
            let mut items = record.items.iter();
            if items.any(|item| item.value.atoms.iter().any(dicts)) {
                continue;
            }
            for item in self.options_of(record, options) {
                let Key::Name(key) = item.key else { continue };
                let inner = arrival.option(&item, key);
                for name in options.get(&key).into_iter().flat_map(Type::names) {
                    for &detector in Rules::waiting(&self.rules().options_of_dicts, name) {
                        self.arrive(detector, &inner);
                    }
                }
            }
        }
    }

    /// The dict of `**options` once something is done to it: a dict with all that the caller passes.
    pub fn opened(&self, value: &Value) -> Value {
        let kwarg = |param: &Param| {
            let parameters = &self.functions[param.function.0 as usize].node.parameters;
            let before = parameters.iter_non_variadic_params().count();
            let before = before + usize::from(parameters.vararg.is_some());
            parameters.kwarg.is_some() && param.index as usize == before && param.path.is_empty()
        };
        let own = value
            .atoms
            .iter()
            .find(|atom| matches!(&atom.kind, Kind::Param(param) if kwarg(param)));
        let Some(own) = own.filter(|own| value.atoms.iter().all(|one| one.site == own.site)) else {
            return value.clone();
        };
        let mut record = Record::new(self.known().dict);
        record.rest.open = true;
        record.spread = Value::of(own.kind.clone(), own.site);
        Value::of(Kind::Record(Rc::new(record)), own.site)
    }

    /// The known items of a dict, and the options that a parameter may bring which is spread into it.
    fn options_of(&self, record: &Record, options: &FxHashMap<Symbol, Type>) -> Vec<Item> {
        let mut items = record.items.clone();
        let passed = self.options_passed(&record.spread, options);
        items.extend(
            passed
                .into_iter()
                .filter(|item| record.get(item.key).is_none()),
        );
        items
    }

    /// The options that a parameter may bring whose items are copied one by one: `[[k, v] for k, v in d.items()]`.
    pub fn options_copied(&self, value: &Value, options: &FxHashMap<Symbol, Type>) -> Vec<Item> {
        let items = self.known().items;
        let all_of = |atom: &Atom| {
            let Kind::Param(param) = &atom.kind else {
                return None;
            };
            let [before @ .., Step::Result(method), Step::Item, Step::Item] = &param.path[..]
            else {
                return None;
            };
            let owner = Param {
                path: before.iter().copied().collect(),
                ..Param::clone(param)
            };
            (*method == items).then_some((owner, atom.site))
        };
        let pairs = value.atoms.iter().filter_map(|atom| match &atom.kind {
            Kind::Record(record) if record.of != self.known().dict => Some(&record.rest.atoms),
            _ => None,
        });
        let copied = pairs.flatten().filter_map(|pair| match &pair.kind {
            Kind::Record(pair) => Some(pair.items.get(1)?.value.atoms.iter().find_map(all_of)?),
            _ => None,
        });
        let mut keys: Vec<Symbol> = options.keys().copied().collect();
        keys.sort_unstable();
        let item = |(owner, site): (Param, Site), key: Symbol| {
            let mut param = owner;
            param.path.push(Step::Key(Key::Name(key)));
            Item {
                key: Key::Name(key),
                value: Value::of(Kind::Param(Rc::new(param)), site),
                site,
                is_sure: false,
            }
        };
        copied
            .flat_map(|owner| keys.iter().map(move |&key| (owner.clone(), key)))
            .map(|(owner, key)| item(owner, key))
            .collect()
    }

    /// The options that parameters may bring which are passed on with `**`. Those that are set on the way, be it in some cases
    /// only, are none of the caller's.
    pub fn options_passed<'o>(
        &self,
        spread: &Value,
        options: impl IntoIterator<Item = (&'o Symbol, &'o Type)>,
    ) -> Vec<Item> {
        let records = spread.atoms.iter().filter_map(|atom| match &atom.kind {
            Kind::Record(record) => Some(record),
            _ => None,
        });
        let records: Vec<&Rc<Record>> = records.collect();
        let within = records.iter().flat_map(|record| &record.spread.atoms);
        let params = spread.atoms.iter().chain(within);
        let params = params.filter_map(|atom| match &atom.kind {
            Kind::Param(param) => Some((param, atom.site)),
            _ => None,
        });
        let params: Vec<(&Rc<Param>, Site)> = params.collect();
        if params.is_empty() {
            return Vec::new();
        }
        let set = |key: &Symbol| {
            let mut records = records.iter();
            records.any(|record| record.get(Key::Name(*key)).is_some())
        };
        let keys = options.into_iter().map(|(key, _)| *key);
        let mut keys: Vec<Symbol> = keys.filter(|key| !set(key)).collect();
        keys.sort_unstable();
        let mut items = Vec::new();
        for (param, site) in params {
            items.extend(keys.iter().map(|&key| Item {
                key: Key::Name(key),
                value: Self::reach(param, Step::Key(Key::Name(key)), site),
                site,
                is_sure: false,
            }));
        }
        items
    }
}

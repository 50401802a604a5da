//! Comprehensions, item by item where the items are known.

use std::rc::Rc;

use gotchas_catalog::detect::Operation;
use ruff_python_ast::{CmpOp, Comprehension, Expr};

use super::Analysis;
use super::state::State;
use crate::record::{Item, Key, Record};
use crate::symbol::Symbol;
use crate::value::{Kind, Site, Value};

/// Most known items for which the element of a comprehension is evaluated one by one.
const MOST_UNROLLED: usize = 24;

impl<'a> Analysis<'a> {
    /// The value of a comprehension. `key` is given for a dict.
    pub fn comprehension(
        &mut self,
        of: Symbol,
        key: Option<&'a Expr>,
        element: Option<&'a Expr>,
        generators: &'a [Comprehension],
        site: Site,
        state: &mut State,
    ) -> Value {
        let mut inner = state.clone();
        let mut record = Record::new(of);
        let rounds = match generators {
            [only] if !self.unrolling => self.rounds(only, &mut inner),
            _ => None,
        };
        match rounds {
            Some(rounds) => {
                self.unrolling = true;
                for item in rounds {
                    let mut round = inner.clone();
                    self.assign(&generators[0].target, &item.value, &mut round);
                    self.filter(&generators[0], &mut round);
                    if self.is_left_out(&generators[0], &mut round) {
                        continue;
                    }
                    let sure = item.is_sure && generators[0].ifs.is_empty();
                    self.collect(&mut record, key, element, sure, &mut round);
                }
                self.unrolling = false;
            }
            None => {
                for generator in generators {
                    let items = self.generator_items(generator, &mut inner);
                    self.assign(&generator.target, &items, &mut inner);
                    self.filter(generator, &mut inner);
                }
                self.collect_any(&mut record, key, element, &mut inner);
            }
        }
        Value::of(Kind::Record(Rc::new(record)), site)
    }

    /// The items that the target takes one after the other, if all of them are known.
    fn rounds(&mut self, generator: &'a Comprehension, state: &mut State) -> Option<Vec<Item>> {
        let before = state.clone();
        let iterable = self.expr(&generator.iter, state);
        let [only] = &iterable.atoms[..] else {
            *state = before;
            return None;
        };
        let Kind::Record(record) = &only.kind else {
            *state = before;
            return None;
        };
        let few = (1..=MOST_UNROLLED).contains(&record.items.len());
        if iterable.open || !record.rest.is_never() || !record.spread.is_never() || !few {
            *state = before;
            return None;
        }
        let items = record.items.iter();
        match record.of == self.known().dict {
            true => Some(items.filter_map(key_of).collect()),
            false => Some(items.cloned().collect()),
        }
    }

    fn generator_items(&mut self, generator: &'a Comprehension, state: &mut State) -> Value {
        let site = self.site(&generator.iter);
        let iterable = self.expr(&generator.iter, state);
        self.operate(Operation::Iterate, &iterable, &generator.iter, None);
        self.items_of(&iterable, site)
    }

    fn filter(&mut self, generator: &'a Comprehension, state: &mut State) {
        for test in &generator.ifs {
            self.expr(test, state);
            self.assume(test, true, state);
        }
    }

    /// Whether a filter leaves out a text that is known: `for k, v in options.items() if k != "headers"`.
    fn is_left_out(&mut self, generator: &'a Comprehension, state: &mut State) -> bool {
        generator.ifs.iter().any(|test| {
            let Expr::Compare(compare) = test else {
                return false;
            };
            let ([op], [right]) = (&*compare.ops, &*compare.comparators) else {
                return false;
            };
            let Some(text) = self.expr(&compare.left, state).only_text() else {
                return false;
            };
            let right = self.expr(right, state);
            let among = match right.only_kind() {
                Some(Kind::Text(other)) => Some(*other == text),
                Some(Kind::Record(record)) => texts_of(record).map(|all| all.contains(&text)),
                _ => None,
            };
            match op {
                CmpOp::Eq | CmpOp::In => among == Some(false),
                CmpOp::NotEq | CmpOp::NotIn => among == Some(true),
                _ => false,
            }
        })
    }

    fn collect(
        &mut self,
        record: &mut Record,
        key: Option<&'a Expr>,
        element: Option<&'a Expr>,
        is_sure: bool,
        state: &mut State,
    ) {
        let key = key.map(|key| self.expr(key, state));
        let Some(element) = element else { return };
        let value = self.expr(element, state);
        let site = self.site(element);
        let text = key.as_ref().and_then(|key| match &key.atoms[..] {
            [only] => match only.kind {
                Kind::Text(text) => Some(text),
                _ => None,
            },
            _ => None,
        });
        let key = match (key.is_some(), text) {
            (true, Some(text)) => Key::Name(text),
            (true, None) => return record.rest.join(&value),
            (false, _) => Key::Index(record.items.len() as u32),
        };
        record.put(Item {
            key,
            value,
            site,
            is_sure,
        });
    }

    fn collect_any(
        &mut self,
        record: &mut Record,
        key: Option<&'a Expr>,
        element: Option<&'a Expr>,
        state: &mut State,
    ) {
        if let Some(key) = key {
            self.expr(key, state);
        }
        if let Some(element) = element {
            let value = self.expr(element, state);
            record.rest.join(&value);
        }
    }
}

/// The key of an item, as one of the items of a loop over its dict.
fn key_of(item: &Item) -> Option<Item> {
    let Key::Name(name) = item.key else {
        return None;
    };
    Some(Item {
        value: Value::of(Kind::Text(name), item.site),
        ..item.clone()
    })
}

/// The texts that a sequence or set consists of, if it is nothing else.
fn texts_of(record: &Record) -> Option<Vec<Symbol>> {
    let texts = record.items.iter().map(|item| item.value.only_text());
    texts
        .collect::<Option<Vec<_>>>()
        .filter(|_| record.rest.is_never())
}

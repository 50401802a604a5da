//! Methods and constructors of dicts with known items.

use std::rc::Rc;

use super::Analysis;
use super::arguments::{Arg, Star};
use crate::record::{Item, Key, Record};
use crate::symbol::Symbol;
use crate::value::{Atom, Kind, Site, Value};

impl<'a> Analysis<'a> {
    /// `items`, `values`, `copy`, `get` and `pop` of dicts with known items.
    pub fn mapping_method(
        &mut self,
        method: Symbol,
        receiver: &Value,
        args: &[Arg],
        site: Site,
    ) -> Option<Value> {
        let known = self.known();
        let [
            Atom {
                kind: Kind::Record(record),
                ..
            },
        ] = &receiver.atoms[..]
        else {
            return None;
        };
        if record.of != known.dict {
            return None;
        }
        if method == known.copy {
            return Some(Value::of(Kind::Record(Rc::clone(record)), site));
        }
        if method == known.items && record.rest.is_never() {
            let mut pairs = Record::new(known.list);
            for (index, item) in record.items.iter().enumerate() {
                let Key::Name(key) = item.key else { continue };
                let mut pair = Record::new(known.tuple);
                pair.set(
                    Key::Index(0),
                    Value::of(Kind::Text(key), item.site),
                    item.site,
                );
                pair.set(Key::Index(1), item.value.clone(), item.site);
                pairs.put(Item {
                    key: Key::Index(index as u32),
                    value: Value::of(Kind::Record(Rc::new(pair)), item.site),
                    ..item.clone()
                });
            }
            return Some(Value::of(Kind::Record(Rc::new(pairs)), site));
        }
        if method == known.values {
            let mut values = Record::new(known.list);
            match record.rest.is_never() {
                true => values.items = in_order(&record.items),
                false => values.rest = record.any(),
            }
            return Some(Value::of(Kind::Record(Rc::new(values)), site));
        }
        let text = args.first()?.value.text();
        let item = text.and_then(|text| record.get(Key::Name(text)));
        let reads = self.symbols.text(method) == "get" || method == known.pop;
        item.filter(|_| reads).map(|item| item.value.clone())
    }

    /// `dict(…)`.
    pub fn make_dict(&mut self, args: &[Arg], site: Site) -> Value {
        let mut record = Record::new(self.known().dict);
        for arg in args {
            match (arg.keyword, arg.star) {
                (Some(keyword), _) => record.set(Key::Name(keyword), arg.value.clone(), arg.site),
                (None, Star::Options) => self.spread_into(&mut record, &arg.value),
                (None, _) => {
                    for item in self.entries(&arg.value) {
                        record.put(item);
                    }
                    record.rest.open = true;
                }
            }
        }
        Value::of(Kind::Record(Rc::new(record)), site)
    }
}

/// Items of a dict as those of a sequence. Where one may not be there, nothing is known of the places of the others.
fn in_order(items: &[Item]) -> Vec<Item> {
    let numbered = items.iter().enumerate();
    numbered
        .map(|(index, item)| Item {
            key: Key::Index(index as u32),
            ..item.clone()
        })
        .collect()
}

//! Methods and constructors of dicts with known items.

use std::rc::Rc;

use ruff_python_ast::Expr;

use super::Analysis;
use super::arguments::{Arg, Star};
use super::state::State;
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
        if method == known.items && record.items.is_empty() {
            let mut pair = Record::new(known.tuple);
            pair.set(Key::Index(0), Value::unknown(), site);
            pair.set(Key::Index(1), record.rest.clone(), site);
            let pairs = Record {
                rest: Value::of(Kind::Record(Rc::new(pair)), site),
                ..Record::new(known.list)
            };
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
        match item.filter(|_| reads) {
            Some(item) => Some(item.value.clone()),
            None if reads => self.other_item(record, method, args, site),
            None => None,
        }
    }

    /// What `get` and `pop` give of a dict of objects of JavaScript whose keys are not known.
    fn other_item(
        &self,
        record: &Record,
        method: Symbol,
        args: &[Arg],
        site: Site,
    ) -> Option<Value> {
        let is_raw = |atom: &Atom| self.is_raw(atom);
        let mut value = Some(record.rest.clone()).filter(|rest| rest.atoms.iter().any(is_raw))?;
        match args.get(1) {
            Some(default) => value.join(&default.value),
            None if method == self.known().pop => {}
            None => value.join(&Value::of(Kind::Missing, site)),
        }
        Some(value)
    }

    /// `groups[key].append(value)` and `groups.setdefault(key, []).append(value)`, whatever the key.
    pub fn grow_item(&mut self, owner: &'a Expr, method: Symbol, args: &[Arg], state: &mut State) {
        let known = self.known();
        let groups = match owner {
            Expr::Subscript(node) => &*node.value,
            Expr::Call(call) => match &*call.func {
                Expr::Attribute(function) if &function.attr == "setdefault" => &*function.value,
                _ => return,
            },
            _ => return,
        };
        let ([added], true) = (args, method == known.append) else {
            return;
        };
        let path = self.path(groups).filter(|_| self.path(owner).is_none());
        let Some(mut changed) = path.and_then(|path| state.get(path)).cloned() else {
            return;
        };
        let list = Record {
            rest: added.value.clone(),
            ..Record::new(known.list)
        };
        let list = Value::of(Kind::Record(Rc::new(list)), added.site);
        for atom in &mut changed.atoms {
            if let Kind::Record(record) = &mut atom.kind
                && record.of == known.dict
            {
                Rc::make_mut(record).rest.join(&list);
            }
        }
        self.replace_by(method, groups, changed, state);
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

//! Dicts, lists and other containers whose items are known.

use std::rc::Rc;

use gotchas_catalog::detect::Operation;
use ruff_python_ast::{self as ast, Expr};

use super::Analysis;
use super::state::State;
use crate::record::{Item, Key, Record};
use crate::symbol::Symbol;
use crate::value::{Atom, Fact, Kind, Site, Step, Value};

/// Methods that take items out of containers, beside `pop`.
const REMOVING: [&str; 5] = ["clear", "remove", "discard", "popitem", "popleft"];

impl<'a> Analysis<'a> {
    /// A dict display.
    pub fn dict(&mut self, node: &'a ast::ExprDict, site: Site, state: &mut State) -> Value {
        let mut record = Record::new(self.known().dict);
        for item in &node.items {
            let key = item.key.as_ref().map(|key| (key, self.expr(key, state)));
            let value = self.expr(&item.value, state);
            let item_site = self.site(&item.value);
            match key {
                Some((key, _)) => match self.literal(key) {
                    Some(key) => record.set(Key::Name(key), value, item_site),
                    None => record.rest.join(&value),
                },
                None => {
                    self.operate(Operation::Spread, &value, &item.value, None);
                    self.spread_into(&mut record, &value);
                }
            }
        }
        Value::of(Kind::Record(Rc::new(record)), site)
    }

    /// Adds the items of mappings to a dict.
    pub fn spread_into(&mut self, record: &mut Record, value: &Value) {
        record.rest.open |= value.open;
        let only = !value.open && value.atoms.len() == 1;
        for atom in &value.atoms {
            match &atom.kind {
                Kind::Record(other) => {
                    for item in &other.items {
                        record.put(Item {
                            is_sure: only && item.is_sure,
                            ..item.clone()
                        });
                    }
                    record.rest.join(&other.rest);
                    record.spread.join(&other.spread);
                }
                Kind::Param(_) => {
                    record.rest.open = true;
                    record.spread.join(&Value::of(atom.kind.clone(), atom.site));
                }
                _ => record.rest.open = true,
            }
        }
    }

    /// Adds the items of what turned out to be passed for a parameter. Those that are there stay: who puts them in after the
    /// others means them.
    pub fn spread_later(&mut self, record: &mut Record, value: &Value) {
        let mut others = Record::new(record.of);
        self.spread_into(&mut others, value);
        for item in others.items {
            if record.get(item.key).is_none() {
                record.put(item);
            }
        }
        record.rest.join(&others.rest);
        record.spread.join(&others.spread);
    }

    /// A list, tuple or set display.
    pub fn sequence(
        &mut self,
        of: Symbol,
        nodes: &'a [Expr],
        site: Site,
        state: &mut State,
    ) -> Value {
        let mut record = Record::new(of);
        let mut exact = true;
        for node in nodes {
            let value = self.expr(node, state);
            let item_site = self.site(node);
            if node.is_starred_expr() {
                exact = false;
            }
            if exact {
                record.set(Key::Index(record.items.len() as u32), value, item_site);
            } else {
                record.rest.join(&value);
            }
        }
        Value::of(Kind::Record(Rc::new(record)), site)
    }

    /// `owner[index]`.
    pub fn subscript(
        &mut self,
        node: &'a ast::ExprSubscript,
        site: Site,
        state: &mut State,
    ) -> Value {
        let owner = self.expr(&node.value, state);
        let annotated = Kind::Name(self.known().annotated);
        if let Expr::Tuple(tuple) = &*node.slice
            && let [of, more @ ..] = &tuple.elts[..]
            && owner.atoms.iter().any(|atom| atom.kind == annotated)
        {
            return self.annotated_alias(of, more, site, state);
        }
        let index = self.expr(&node.slice, state);
        let key = self.key(&node.slice);
        self.read_item(&owner, node, key, state);
        // A loop that is run item by item gives its name one text after the other.
        let key = key.or_else(|| index.only_text().filter(|_| self.unrolling).map(Key::Name));
        self.survived(&node.value, &owner, state);
        if node.slice.is_slice_expr() {
            let mut part = owner;
            self.apply_fact(&mut part, Fact::None(false));
            return part;
        }
        self.item_at(&owner, key, site)
    }

    /// The key that an index expression names, if it is a literal.
    pub fn key(&mut self, node: &Expr) -> Option<Key> {
        if let Some(name) = self.literal(node) {
            return Some(Key::Name(name));
        }
        let Expr::NumberLiteral(number) = node else {
            return None;
        };
        let ast::Number::Int(number) = &number.value else {
            return None;
        };
        number
            .as_u64()
            .and_then(|number| u32::try_from(number).ok())
            .map(Key::Index)
    }

    /// The item of a value.
    pub fn item_at(&mut self, owner: &Value, key: Option<Key>, site: Site) -> Value {
        let mut result = Value {
            open: owner.open,
            ..Value::default()
        };
        for atom in &owner.atoms {
            let value = self.item_of(atom, key, site);
            result.absorb(value);
        }
        result
    }

    fn item_of(&mut self, atom: &Atom, key: Option<Key>, site: Site) -> Value {
        match &atom.kind {
            Kind::Record(record) => match key.and_then(|key| record.get(key)) {
                Some(item) => item.value.clone(),
                None if key.is_some() => record.rest.clone().or_unknown(),
                None => record.any().or_unknown(),
            },
            Kind::Param(param) => {
                let step = key.map_or(Step::Item, Step::Key);
                Self::reach(param, step, atom.site)
            }
            Kind::Instance(of, holds) => {
                let platform = self.platform();
                let owner = Value::only(atom.clone());
                let known = self.known();
                if *of == known.asgi_scope
                    && key == Some(Key::Name(known.env))
                    && let Some(own) = self.own_asgi_env(site)
                {
                    return own;
                }
                let by_key = key.and_then(|key| match key {
                    Key::Name(name) => {
                        platform.inherited(*of, |declared| declared.options.get(&name))
                    }
                    Key::Index(_) => None,
                });
                let declared = by_key
                    .or_else(|| platform.inherited(*of, |declared| declared.subscript.as_ref()));
                match declared {
                    Some(declared) => self.instantiate(declared, Some(&owner), &[], site),
                    None if platform
                        .inherited(*of, |declared| declared.item.as_ref())
                        .is_some() =>
                    {
                        self.items_of(&owner, site)
                    }
                    None => holds
                        .as_ref()
                        .map_or_else(Value::unknown, |holds| (**holds).clone().or_unknown()),
                }
            }
            _ => Value::unknown(),
        }
    }

    /// What is known about the pairs that a value consists of, or the items of a mapping.
    pub fn entries(&self, value: &Value) -> Vec<Item> {
        let mut entries = Vec::new();
        for atom in &value.atoms {
            let Kind::Record(record) = &atom.kind else {
                continue;
            };
            if [self.known().dict, self.known().js_object].contains(&record.of) {
                entries.extend(record.items.iter().cloned());
                continue;
            }
            for pair in &record.items {
                let sure = pair.is_sure && pair.value.atoms.len() == 1;
                let pairs = pair.value.atoms.iter();
                entries.extend(pairs.filter_map(|atom| Self::pair(atom, sure)));
            }
        }
        if value.open || value.atoms.len() > 1 {
            entries.iter_mut().for_each(|item| item.is_sure = false);
        }
        entries
    }

    fn pair(atom: &Atom, is_sure: bool) -> Option<Item> {
        let Kind::Record(record) = &atom.kind else {
            return None;
        };
        let [key, value] = &record.items[..] else {
            return None;
        };
        let key = Key::Name(key.value.text()?);
        Some(Item {
            key,
            value: value.value.clone(),
            site: value.site,
            is_sure,
        })
    }

    /// What a method call changes in the container it is called on; nothing if it changes nothing that is tracked.
    pub fn changed(
        &mut self,
        owner: &Value,
        method: Symbol,
        args: &[super::arguments::Arg],
    ) -> Option<Value> {
        let known = self.known();
        let mut changed = self.opened(owner);
        let mut any = false;
        for atom in &mut changed.atoms {
            let Kind::Record(record) = &mut atom.kind else {
                continue;
            };
            let record = Rc::make_mut(record);
            let first = args.first().filter(|arg| arg.is_positional());
            let site = atom.site;
            if method == known.append {
                let Some(first) = first else { continue };
                if record.rest.is_never() {
                    record.set(
                        Key::Index(record.items.len() as u32),
                        first.value.clone(),
                        first.site,
                    );
                } else {
                    record.rest.join(&first.value);
                }
            } else if method == known.extend {
                let Some(first) = first else { continue };
                let items = self.items_of(&first.value, first.site);
                record.rest.join(&items);
            } else if method == known.update {
                if let Some(first) = first {
                    self.spread_into(record, &first.value);
                }
                for arg in args {
                    if let Some(keyword) = arg.keyword {
                        record.set(Key::Name(keyword), arg.value.clone(), arg.site);
                    }
                }
            } else if method == known.setdefault {
                let (Some(key), Some(default)) = (first, args.get(1)) else {
                    continue;
                };
                match key.value.text() {
                    Some(text) if record.get(Key::Name(text)).is_none() => {
                        record.set(Key::Name(text), default.value.clone(), default.site);
                    }
                    _ => record.rest.join(&default.value),
                }
            } else if method == known.pop {
                let text = first.and_then(|first| first.value.text());
                match text {
                    Some(text) => record.remove(Key::Name(text), site),
                    None => record.doubt(),
                }
            } else if REMOVING.contains(&self.symbols.text(method)) {
                record.doubt();
            } else {
                continue;
            }
            any = true;
        }
        any.then_some(changed)
    }
}

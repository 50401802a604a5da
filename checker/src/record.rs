//! Containers: dicts, lists and their like, with the items that are known.

use crate::symbol::Symbol;
use crate::value::{Site, Value};

/// A dict, list, tuple, set or JavaScript object with known items.
#[derive(Debug, Clone, PartialEq)]
pub struct Record {
    /// Its type.
    pub of: Symbol,
    /// Known items by key; the keys of a sequence are its positions.
    pub items: Vec<Item>,
    /// What other items may be.
    pub rest: Value,
    /// Parameters whose items it has as well.
    pub spread: Value,
}

/// An item of a container.
#[derive(Debug, Clone, PartialEq)]
pub struct Item {
    /// Its key.
    pub key: Key,
    /// Its value.
    pub value: Value,
    /// Where it was put in.
    pub site: Site,
    /// Whether it is there in any case, not only after some of the ways that lead here.
    pub is_sure: bool,
}

/// The key of an item.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Key {
    /// A text.
    Name(Symbol),
    /// A position.
    Index(u32),
}

const MOST_ITEMS: usize = 256;

impl Record {
    /// An empty container.
    pub fn new(of: Symbol) -> Record {
        Record {
            of,
            items: Vec::new(),
            rest: Value::never(),
            spread: Value::never(),
        }
    }

    /// The item of a key.
    pub fn get(&self, key: Key) -> Option<&Item> {
        self.items.iter().find(|item| item.key == key)
    }

    /// Sets the item of a key.
    pub fn set(&mut self, key: Key, value: Value, site: Site) {
        self.put(Item {
            key,
            value,
            site,
            is_sure: true,
        });
    }

    /// Sets an item, if it is one that is there; otherwise it is another possibility.
    pub fn put(&mut self, new: Item) {
        if let Some(item) = self.items.iter_mut().find(|item| item.key == new.key) {
            match new.is_sure || !item.is_sure {
                true => *item = new,
                false => item.value.join(&new.value),
            }
        } else if self.items.len() < MOST_ITEMS {
            self.items.push(new);
        } else {
            self.rest.join(&new.value);
        }
    }

    /// Takes an item out, also of those that are not known yet.
    pub fn remove(&mut self, key: Key, site: Site) {
        self.items.retain(|item| item.key != key);
        if !self.spread.is_never() {
            self.put(Item {
                key,
                value: Value::unknown(),
                site,
                is_sure: false,
            });
        }
    }

    /// Whether there is an item in any case.
    pub fn is_filled(&self) -> bool {
        self.items.iter().any(|item| item.is_sure)
    }

    /// Any of the items may be gone.
    pub fn doubt(&mut self) {
        self.items.iter_mut().for_each(|item| item.is_sure = false);
    }

    /// Everything that may be in it.
    pub fn any(&self) -> Value {
        let mut value = self.rest.clone();
        for item in &self.items {
            value.join(&item.value);
        }
        value
    }

    /// Where the item of a key is; in most containers that have much in common it is at the same place.
    fn place(&self, key: Key, near: usize) -> Option<usize> {
        let there = self.items.get(near).is_some_and(|item| item.key == key);
        let mut items = self.items.iter();
        match there {
            true => Some(near),
            false => items.position(|item| item.key == key),
        }
    }

    /// The container after either of two histories.
    pub fn merged(&self, other: &Record) -> Record {
        let mut merged = self.clone();
        for (at, own) in merged.items.iter_mut().enumerate() {
            let others = other.place(own.key, at).map(|at| &other.items[at]);
            own.is_sure = own.is_sure && others.is_some_and(|item| item.is_sure);
        }
        for (at, item) in other.items.iter().enumerate() {
            match merged.place(item.key, at) {
                Some(at) => {
                    let own = &mut merged.items[at];
                    if own.value != item.value {
                        own.value.join(&item.value);
                        own.site = item.site;
                    }
                }
                None => merged.items.push(Item {
                    is_sure: false,
                    ..item.clone()
                }),
            }
        }
        merged.rest.join(&other.rest);
        merged.spread.join(&other.spread);
        merged
    }
}

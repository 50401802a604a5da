//! Names as small numbers, so that comparing and joining them costs nothing.

use std::hash::Hasher;

use hashbrown::HashTable;
use hashbrown::hash_table::Entry;
use rustc_hash::{FxHashMap, FxHasher};

/// An interned name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Symbol(u32);

impl Symbol {
    /// The empty text, which is the first that every check knows.
    pub const EMPTY: Symbol = Symbol(0);
}

/// The names that the platform model and the detectors mention, shared by every check.
///
/// All of them stand in one text, so that a name costs no allocation of its own.
#[derive(Debug, Default, Clone)]
pub struct BaseSymbols {
    text: String,
    /// Where each name ends in the text. It starts where the one before it ends.
    ends: Vec<u32>,
    symbols: HashTable<Symbol>,
}

impl BaseSymbols {
    /// The symbol of a name.
    pub fn intern(&mut self, name: &str) -> Symbol {
        let (text, ends) = (&mut self.text, &mut self.ends);
        let same = |&symbol: &Symbol| name_of(text, ends, symbol) == name;
        let again = |&symbol: &Symbol| hash(name_of(text, ends, symbol));
        match self.symbols.entry(hash(name), same, again) {
            Entry::Occupied(found) => *found.get(),
            Entry::Vacant(free) => {
                let symbol = Symbol(ends.len() as u32);
                free.insert(symbol);
                text.push_str(name);
                ends.push(text.len() as u32);
                symbol
            }
        }
    }

    /// The symbol of a name that was met before.
    pub fn get(&self, name: &str) -> Option<Symbol> {
        let same = |&symbol: &Symbol| self.text(symbol) == name;
        self.symbols.find(hash(name), same).copied()
    }

    /// The name of a symbol.
    pub fn text(&self, symbol: Symbol) -> &str {
        name_of(&self.text, &self.ends, symbol)
    }
}

fn name_of<'t>(text: &'t str, ends: &[u32], symbol: Symbol) -> &'t str {
    let index = symbol.0 as usize;
    let start = index.checked_sub(1).map_or(0, |before| ends[before]);
    &text[start as usize..ends[index] as usize]
}

/// A number that stands for a name, nearly always for it alone.
pub fn hash(name: &str) -> u64 {
    let mut hasher = FxHasher::default();
    hasher.write(name.as_bytes());
    hasher.finish()
}

/// The names of one check: the shared ones, and those that only the checked files mention.
#[derive(Debug)]
pub struct Symbols {
    names: BaseSymbols,
    joined: FxHashMap<(Symbol, Symbol), Symbol>,
}

impl Symbols {
    /// Starts from the shared names. They are copied, so that each of millions of lookups is one and not two.
    pub fn new(base: &BaseSymbols) -> Symbols {
        Symbols {
            names: base.clone(),
            joined: FxHashMap::default(),
        }
    }

    /// The symbol of a name.
    pub fn intern(&mut self, name: &str) -> Symbol {
        self.names.intern(name)
    }

    /// The symbol of a name that was met before.
    pub fn get(&self, name: &str) -> Option<Symbol> {
        self.names.get(name)
    }

    /// The name of a symbol.
    pub fn text(&self, symbol: Symbol) -> &str {
        self.names.text(symbol)
    }

    /// `owner.attribute` as one name.
    pub fn join(&mut self, owner: Symbol, attribute: Symbol) -> Symbol {
        if let Some(&symbol) = self.joined.get(&(owner, attribute)) {
            return symbol;
        }
        let name = format!("{}.{}", self.text(owner), self.text(attribute));
        let symbol = self.intern(&name);
        self.joined.insert((owner, attribute), symbol);
        symbol
    }
}

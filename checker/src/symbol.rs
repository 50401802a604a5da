//! Names as small numbers, so that comparing and joining them costs nothing.

use rustc_hash::FxHashMap;

/// An interned name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Symbol(u32);

/// The names that the platform model and the detectors mention, shared by every check.
#[derive(Debug, Default, Clone)]
pub struct BaseSymbols {
    names: Vec<Box<str>>,
    ids: FxHashMap<Box<str>, Symbol>,
}

impl BaseSymbols {
    /// The symbol of a name.
    pub fn intern(&mut self, name: &str) -> Symbol {
        if let Some(&symbol) = self.ids.get(name) {
            return symbol;
        }
        let symbol = Symbol(self.names.len() as u32);
        self.names.push(name.into());
        self.ids.insert(name.into(), symbol);
        symbol
    }

    /// The name of a symbol.
    pub fn text(&self, symbol: Symbol) -> &str {
        &self.names[symbol.0 as usize]
    }
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
        self.names.ids.get(name).copied()
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

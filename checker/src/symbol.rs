//! Names as small numbers, so that comparing and joining them costs nothing.

use std::sync::Arc;

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
    base: Arc<BaseSymbols>,
    own: BaseSymbols,
    joined: FxHashMap<(Symbol, Symbol), Symbol>,
}

impl Symbols {
    /// Starts from the shared names.
    pub fn new(base: Arc<BaseSymbols>) -> Symbols {
        Symbols {
            base,
            own: BaseSymbols::default(),
            joined: FxHashMap::default(),
        }
    }

    /// The symbol of a name.
    pub fn intern(&mut self, name: &str) -> Symbol {
        if let Some(&symbol) = self.base.ids.get(name) {
            return symbol;
        }
        let Symbol(own) = self.own.intern(name);
        Symbol(own + self.base.names.len() as u32)
    }

    /// The symbol of a name that was met before.
    pub fn get(&self, name: &str) -> Option<Symbol> {
        let base = self.base.names.len() as u32;
        let own = || {
            self.own
                .ids
                .get(name)
                .map(|&Symbol(own)| Symbol(own + base))
        };
        self.base.ids.get(name).copied().or_else(own)
    }

    /// The name of a symbol.
    pub fn text(&self, symbol: Symbol) -> &str {
        match (symbol.0 as usize).checked_sub(self.base.names.len()) {
            None => self.base.text(symbol),
            Some(own) => &self.own.names[own],
        }
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

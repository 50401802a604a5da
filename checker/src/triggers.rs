//! The names without which no detector has anything to say about a part of a file.

use rustc_hash::{FxHashMap, FxHashSet};

use crate::outline::{Outline, Part, Word, word};
use crate::platform::{CompiledFunction, CompiledPlatform};
use crate::rules::Rules;
use crate::symbol::{BaseSymbols, Symbol};
use crate::types::{Head, Type};

/// The names of interest, compiled from the detectors and the platform model.
#[derive(Debug, Default)]
pub struct Triggers {
    /// Names that matter wherever they stand.
    anywhere: FxHashSet<Word>,
    /// Names that matter in files that import the module they are from, or something of it.
    by_module: FxHashMap<Word, FxHashSet<Word>>,
    /// Modules whose import makes all of a file matter.
    runtime: FxHashSet<Word>,
}

/// What of a file matters.
enum Concern {
    /// All of it.
    All,
    /// What mentions one of these names.
    Names(FxHashSet<Word>),
}

impl Concern {
    fn covers(&self, part: &Part) -> bool {
        match self {
            Concern::All => true,
            Concern::Names(names) => part.words.iter().any(|name| names.contains(name)),
        }
    }
}

impl Triggers {
    /// Marks the parts of a file that matter.
    pub fn mark(&self, outline: &mut Outline) {
        let concern = self.concern(outline);
        let parts = outline.functions.iter_mut().chain([&mut outline.body]);
        parts.for_each(|part| part.matters = concern.covers(part));
    }

    fn concern(&self, outline: &Outline) -> Concern {
        let mut names = self.anywhere.clone();
        let mut modules = FxHashSet::default();
        for name in &outline.imports {
            let module = word(name.split('.').next().unwrap_or(name));
            if self.runtime.contains(&module) {
                return Concern::All;
            }
            if modules.insert(module) {
                names.extend(self.by_module.get(&module).into_iter().flatten());
            }
        }
        Concern::Names(names)
    }

    /// Compiles the names of interest.
    pub fn new(rules: &Rules, platform: &CompiledPlatform, symbols: &BaseSymbols) -> Triggers {
        let mut collector = Collector {
            triggers: Triggers::default(),
            symbols,
        };
        collector.detectors(rules, platform);
        collector.platform(platform);
        let runtime = platform.runtime_modules.iter();
        let runtime = runtime.map(|&module| word(symbols.text(module))).collect();
        Triggers {
            runtime,
            ..collector.triggers
        }
    }
}

struct Collector<'s> {
    triggers: Triggers,
    symbols: &'s BaseSymbols,
}

impl<'s> Collector<'s> {
    fn detectors(&mut self, rules: &Rules, platform: &CompiledPlatform) {
        let used = [&rules.calls, &rules.reads, &rules.catches, &rules.imports];
        let used = used.into_iter().flat_map(|index| index.keys());
        for &name in used.chain(rules.tests_by_name.keys()) {
            if !self.is_method(name, platform) {
                self.name(name);
            }
        }
        for (&name, detectors) in &rules.arguments {
            if detectors
                .iter()
                .any(|sink| rules.is_open_to_all(sink.detector))
            {
                self.name(name);
            }
        }
        for &name in rules.receivers.keys() {
            self.anywhere(name);
        }
    }

    fn platform(&mut self, platform: &CompiledPlatform) {
        let gives = |function: &CompiledFunction| {
            let cases = function.cases.iter().map(|case| &case.returns);
            std::iter::once(&function.returns)
                .chain(cases)
                .any(|of| is_special_type(of, self.symbols))
        };
        let functions = platform.functions.iter();
        let functions = functions.filter(|(_, function)| gives(function));
        let values = platform.values.iter();
        let values = values.filter(|(_, of)| is_special_type(of, self.symbols));
        let types = platform
            .types
            .keys()
            .filter(|&&of| is_special(self.symbols.text(of)));
        let names: Vec<Symbol> = functions
            .map(|(&name, _)| name)
            .chain(values.map(|(&name, _)| name))
            .chain(types.copied())
            .chain(platform.aliases.keys().copied())
            .collect();
        names.into_iter().for_each(|name| self.name(name));
        let methods = platform.methods_of_unknown.iter();
        let methods = methods.filter(|(_, of)| is_special(self.symbols.text(of.of)));
        let names: Vec<Symbol> = methods
            .map(|(&method, _)| method)
            .chain(platform.parameters.keys().copied())
            .collect();
        names.into_iter().for_each(|name| self.anywhere(name));
    }

    /// Whether a name is that of a method: what gives the object it is called on has a name of its own.
    fn is_method(&self, name: Symbol, platform: &CompiledPlatform) -> bool {
        let owner = self.symbols.text(name).rsplit_once('.');
        owner.is_some_and(|(owner, _)| {
            let owner = self.symbols.get(owner);
            owner.is_some_and(|owner| platform.types.contains_key(&owner))
        })
    }

    /// A qualified name: its last part matters where its module is mentioned.
    fn name(&mut self, name: Symbol) {
        let (module, last) = self.ends(name);
        let names = match module {
            "builtins" => &mut self.triggers.anywhere,
            module => self.triggers.by_module.entry(word(module)).or_default(),
        };
        names.insert(word(last));
    }

    /// The module that a qualified name starts with, and its last part.
    fn ends(&self, name: Symbol) -> (&'s str, &'s str) {
        let name = self.symbols.text(name);
        let first = name.split_once('.').map_or(name, |(first, _)| first);
        let last = name.rsplit_once('.').map_or(name, |(_, last)| last);
        (first, last)
    }

    fn anywhere(&mut self, name: Symbol) {
        let (_, last) = self.ends(name);
        self.triggers.anywhere.insert(word(last));
    }
}

/// Whether values of a type come from the platform only, so that no literal gives one.
pub fn is_special_type(of: &Type, symbols: &BaseSymbols) -> bool {
    of.alternatives.iter().any(|alternative| {
        let held = alternative.holds.as_deref();
        matches!(alternative.head, Head::Named(name) if is_special(symbols.text(name)))
            || held.is_some_and(|of| is_special_type(of, symbols))
    })
}

/// Whether a type is none that Python's own literals and builtins give.
pub fn is_special(name: &str) -> bool {
    !["python.", "path.", "pathlib.", "builtins."]
        .iter()
        .any(|prefix| name.starts_with(prefix))
}

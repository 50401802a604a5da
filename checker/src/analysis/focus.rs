//! Large projects: only what mentions names of interest is analysed, and what that leads to.
//!
//! It starts from the parts of files that name something that detectors or the platform model name. Whatever turns out to
//! pass such a thing on, a function that returns it, an attribute or global that holds it, makes its own name one of
//! interest, until no more are found. Functions that these parts call are looked into as ever.

use rustc_hash::{FxHashMap, FxHashSet};

use super::functions::{MORE_STACK, RED_ZONE};
use super::index::Progress;
use super::state::Frame;
use super::summary::{DEEPEST_VALUE, Summary};
use super::{Analysis, ModuleInfo};
use crate::outline::{Outline, Part, Word, word};
use crate::symbol::Symbol;
use crate::triggers::is_special;
use crate::value::{ClassId, FunctionId, Kind, ModuleId, Value};

/// How often names of interest may lead to others.
const MOST_ROUNDS: usize = 12;

/// How far the search has come.
#[derive(Debug, Default)]
struct Focus {
    /// Functions of each module that were chosen, by their part of the outline.
    chosen: Vec<Vec<bool>>,
    /// Names that were found to be of interest, with the modules they are from.
    words: FxHashSet<(ModuleId, Word)>,
    /// The modules that import each module.
    importers: Vec<Vec<ModuleId>>,
    /// How many of the finished functions have been asked for names.
    asked: usize,
}

impl<'a> Analysis<'a> {
    /// Analyses what mentions names of interest.
    pub fn focused(&mut self) {
        let outlines = self.modules.iter().map(|info| info.source.file.outline());
        let chosen = |outline: Option<&Outline>| {
            let parts = outline.map_or(&[][..], |outline| &outline.functions);
            parts.iter().map(|part| part.matters).collect()
        };
        let mut focus = Focus {
            chosen: outlines.map(chosen).collect(),
            importers: self.importers(),
            ..Focus::default()
        };
        let first = self.modules.iter().enumerate().filter(|(_, info)| {
            let outline = info.source.file.outline();
            outline.is_none_or(Outline::matters)
        });
        let first = first.map(|(index, _)| ModuleId(index as u32)).collect();
        self.wake(first);
        self.drive(&focus);
        for _ in 0..MOST_ROUNDS {
            let words = self.interesting(&mut focus);
            if words.is_empty() || !self.choose(&mut focus, &words) {
                break;
            }
            self.drive(&focus);
        }
    }

    /// Runs the bodies of modules.
    pub fn wake(&mut self, mut waking: Vec<ModuleId>) {
        waking.retain(|&module| self.open(module));
        self.run_bodies(&waking);
    }

    /// Gives a module its statements. Whether it had none.
    fn open(&mut self, module: ModuleId) -> bool {
        let info = &mut self.modules[module.0 as usize];
        if info.is_open {
            return false;
        }
        let source = info.source;
        info.is_open = true;
        info.body = source.file.awake(source.text);
        self.index(module);
        self.note_script(module);
        true
    }

    /// Runs the body of a module that is looked into for the first time. Only its globals are of interest.
    pub fn open_on_demand(&mut self, module: ModuleId) {
        if !self.open(module) {
            return;
        }
        let frame = Frame::new(module);
        let frame = std::mem::replace(&mut self.frame, frame);
        let depth = std::mem::take(&mut self.tree_depth);
        let descending = std::mem::take(&mut self.descending);
        stacker::maybe_grow(RED_ZONE, MORE_STACK, || self.run_body(module));
        self.descending = descending;
        self.tree_depth = depth;
        self.frame = frame;
    }

    fn imported_modules(&self, module: ModuleId) -> Vec<ModuleId> {
        let outline = self.modules[module.0 as usize].source.file.outline();
        let imports = outline.map_or(&[][..], |outline| &outline.imports);
        let symbols = imports.iter().filter_map(|name| self.symbols.get(name));
        symbols
            .filter_map(|name| self.by_name.get(&name).copied())
            .collect()
    }

    /// Analyses the chosen functions, and before them the constructors of their classes.
    fn drive(&mut self, focus: &Focus) {
        let init = self.known().init;
        let mut classes: Vec<ClassId> = Vec::new();
        for info in &self.functions {
            if let Some(class) = info.class
                && focus.has(info.module, info.part)
            {
                classes.push(class);
            }
        }
        classes.sort_unstable();
        classes.dedup();
        let mut constructors: Vec<FunctionId> = Vec::new();
        for class in classes {
            for above in self.classes_above(class) {
                let methods = &self.classes[above.0 as usize].methods;
                constructors.extend(methods.get(&init));
            }
        }
        constructors.sort_unstable();
        constructors.dedup();
        constructors.into_iter().for_each(|id| self.finish(id));
        let hosts = self.only_for_hosts();
        // What is inside of functions that were put aside shows only once they are looked into.
        let mut next = 0;
        while let Some(info) = self.functions.get(next) {
            let id = FunctionId(next as u32);
            if focus.has(info.module, info.part) && !hosts.contains(&id) {
                self.finish(id);
            }
            next += 1;
        }
    }

    /// Names that have become of interest, with the modules they are from.
    fn interesting(&mut self, focus: &mut Focus) -> Vec<(ModuleId, Word)> {
        let mut names: FxHashSet<(ModuleId, Symbol)> = FxHashSet::default();
        let questioned = self.questioned();
        for index in focus.asked..self.finished.len() {
            let id = self.finished[index];
            let info = &self.functions[id.0 as usize];
            let Progress::Done(summary) = &info.progress else {
                continue;
            };
            if !self.matters(summary) && !questioned.contains(&id) {
                continue;
            }
            let is_dunder = info.node.name.starts_with("__");
            let name = match info.class.filter(|_| is_dunder) {
                Some(class) => &self.classes[class.0 as usize].node.name,
                None => &info.node.name,
            };
            names.insert((info.module, self.symbols.intern(name)));
        }
        focus.asked = self.finished.len();
        let changed = |info: &(usize, &ModuleInfo<'_>)| info.1.is_changed;
        for (index, info) in self.modules.iter().enumerate().filter(changed) {
            for (&name, value) in &info.globals {
                if self.carries(value, 0) {
                    names.insert((ModuleId(index as u32), name));
                }
            }
        }
        for (index, class) in self.classes.iter().enumerate() {
            let above = self.outside_bases(ClassId(index as u32));
            if above.into_iter().any(|base| self.is_watched(base)) {
                let name = self.symbols.get(&class.node.name);
                names.extend(name.map(|name| (class.module, name)));
            }
            for (&name, value) in class.attributes.iter().filter(|_| class.is_changed) {
                if self.carries(value, 0) {
                    names.insert((class.module, name));
                }
            }
        }
        self.modules
            .iter_mut()
            .for_each(|info| info.is_changed = false);
        self.classes
            .iter_mut()
            .for_each(|info| info.is_changed = false);
        let words = names
            .into_iter()
            .map(|(module, name)| (module, word(self.symbols.text(name))));
        words.filter(|&word| focus.words.insert(word)).collect()
    }

    fn matters(&self, summary: &Summary) -> bool {
        let rules = self.rules();
        let mut sinks = summary.sinks.iter();
        sinks.any(|sink| rules.is_open_to_all(sink.detector))
            || !summary.effects.is_empty()
            || self.carries(&summary.returns, 0)
            || self.carries(&summary.yields, 0)
    }

    /// Whether a value is, or holds, something of the platform.
    fn carries(&self, value: &Value, depth: usize) -> bool {
        let inner = |value: &Value| depth < DEEPEST_VALUE && self.carries(value, depth + 1);
        value.atoms.iter().any(|atom| match &atom.kind {
            Kind::Instance(of, holds) => {
                (is_special(self.symbols.text(*of)) && self.platform().types.contains_key(of))
                    || holds.as_deref().is_some_and(inner)
            }
            Kind::Record(record) => {
                inner(&record.rest) || record.items.iter().any(|item| inner(&item.value))
            }
            Kind::Name(name) => self.is_watched(*name),
            Kind::Method(_, receiver) => inner(receiver),
            _ => false,
        })
    }

    fn is_watched(&self, name: Symbol) -> bool {
        let rules = self.rules();
        let indexes = [&rules.calls, &rules.reads, &rules.catches, &rules.imports];
        indexes.iter().any(|index| index.contains_key(&name))
            || rules.arguments.get(&name).is_some_and(|detectors| {
                let mut detectors = detectors.iter();
                detectors.any(|sink| rules.is_open_to_all(sink.detector))
            })
            || rules.tests_by_name.contains_key(&name)
    }

    /// Chooses what mentions new names of interest, in the modules they are from and those that import these. Whether there is
    /// any such thing.
    fn choose(&mut self, focus: &mut Focus, words: &[(ModuleId, Word)]) -> bool {
        let mut heard: FxHashMap<ModuleId, FxHashSet<Word>> = FxHashMap::default();
        for &(module, word) in words {
            let importers = &focus.importers[module.0 as usize];
            for hearer in importers.iter().copied().chain([module]) {
                heard.entry(hearer).or_default().insert(word);
            }
        }
        let mut waking = Vec::new();
        let mut any = false;
        for (module, words) in heard {
            let mentions = |part: &Part| part.words.iter().any(|name| words.contains(name));
            let info = &self.modules[module.0 as usize];
            let Some(outline) = info.source.file.outline() else {
                continue;
            };
            let mut wakes = mentions(&outline.body);
            let chosen = &mut focus.chosen[module.0 as usize];
            for (part, chosen) in outline.functions.iter().zip(chosen) {
                if !*chosen && mentions(part) {
                    *chosen = true;
                    any = true;
                    wakes = true;
                }
            }
            if wakes && !info.is_open {
                waking.push(module);
                any = true;
            }
        }
        self.wake(waking);
        any
    }

    /// The modules that import each module, directly or through a package.
    fn importers(&self) -> Vec<Vec<ModuleId>> {
        let mut importers: Vec<Vec<ModuleId>> = vec![Vec::new(); self.modules.len()];
        for index in 0..self.modules.len() as u32 {
            for imported in self.imported_modules(ModuleId(index)) {
                importers[imported.0 as usize].push(ModuleId(index));
            }
        }
        let through = |&package: &ModuleId| {
            let is_package = self.modules[package.0 as usize].source.is_package;
            importers[package.0 as usize]
                .iter()
                .filter(move |_| is_package)
                .copied()
        };
        let further: Vec<Vec<ModuleId>> = importers
            .iter()
            .map(|direct| direct.iter().flat_map(through).collect())
            .collect();
        for (all, further) in importers.iter_mut().zip(further) {
            all.extend(further);
            all.sort_unstable();
            all.dedup();
        }
        importers
    }
}

impl Focus {
    fn has(&self, module: ModuleId, part: Option<u32>) -> bool {
        part.is_none_or(|part| self.chosen[module.0 as usize][part as usize])
    }
}

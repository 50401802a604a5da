//! The order in which a project is analysed.

use rustc_hash::{FxHashMap, FxHashSet};

use super::findings::{Finding, Findings};
use super::index::Progress;
use super::state::{Frame, State};
use super::{Analysis, ModuleInfo, Source};
use crate::knowledge::Knowledge;
use crate::symbol::{Symbol, Symbols};
use crate::value::{FunctionId, ModuleId};

/// What was found, and the names it mentions.
pub struct Outcome {
    /// The findings, by place.
    pub findings: Vec<Finding>,
}

/// Analyses a project.
pub fn check<'a>(knowledge: &'a Knowledge, sources: &[Source<'a>]) -> Outcome {
    let mut analysis = Analysis::new(knowledge, sources);
    match sources.iter().any(|source| source.file.outline().is_some()) {
        true => analysis.focused(),
        false => analysis.all(),
    }
    let effects = &analysis.project_effects;
    let harmless = |finding: &Finding| {
        finding
            .unless_project
            .iter()
            .any(|test| effects.contains(test))
    };
    let findings = analysis
        .findings
        .values()
        .filter(|finding| !harmless(finding));
    Outcome {
        findings: findings.cloned().collect(),
    }
}

impl<'a> Analysis<'a> {
    fn new(knowledge: &'a Knowledge, sources: &[Source<'a>]) -> Self {
        let mut symbols = Symbols::new(&knowledge.symbols);
        let mut by_name: FxHashMap<Symbol, ModuleId> = FxHashMap::default();
        let mut modules = Vec::with_capacity(sources.len());
        for (index, source) in sources.iter().enumerate() {
            if !source.name.is_empty() {
                by_name
                    .entry(symbols.intern(source.name))
                    .or_insert(ModuleId(index as u32));
            }
            modules.push(ModuleInfo {
                source: *source,
                body: &[],
                is_open: false,
                globals: FxHashMap::default(),
                stars: Vec::new(),
            });
        }
        Analysis {
            knowledge,
            symbols,
            modules,
            by_name,
            functions: Vec::new(),
            classes: Vec::new(),
            lambdas: Vec::new(),
            ids: FxHashMap::default(),
            finished: Vec::new(),
            findings: Findings::new(),
            project_effects: FxHashSet::default(),
            frame: Frame::new(ModuleId(0)),
            tree_depth: 0,
            call_depth: 0,
            lambda_depth: 0,
            conditions: Vec::new(),
            alternatives: 0,
            unrolling: false,
            descending: false,
        }
    }

    /// Analyses everything.
    fn all(&mut self) {
        let modules = (0..self.modules.len() as u32).map(ModuleId);
        self.wake(modules.collect());
        self.functions();
    }

    /// Runs the bodies of modules: first for their globals alone, then again with all of them known.
    pub fn run_bodies(&mut self, modules: &[ModuleId]) {
        for descending in [false, true] {
            self.descending = descending;
            modules.iter().for_each(|&module| self.run_body(module));
        }
    }

    /// Runs the body of a module.
    pub fn run_body(&mut self, module: ModuleId) {
        self.frame = Frame::new(module);
        let info = &mut self.modules[module.0 as usize];
        info.stars.clear();
        let body = info.body;
        self.block(body, &mut State::default());
    }

    fn functions(&mut self) {
        let init = self.known().init;
        let constructors: Vec<FunctionId> = self
            .classes
            .iter()
            .filter_map(|class| class.methods.get(&init).copied())
            .collect();
        let all = (0..self.functions.len() as u32).map(FunctionId);
        for id in constructors.into_iter().chain(all) {
            self.finish(id);
        }
    }

    /// Analyses a function, if no call has led to it before.
    pub fn finish(&mut self, id: FunctionId) {
        let info = &self.functions[id.0 as usize];
        if matches!(info.progress, Progress::Waiting) {
            self.frame = Frame::new(info.module);
            self.summary(id);
        }
    }
}

//! The order in which a project is analysed.

use std::rc::Rc;

use ruff_python_ast::{Expr, Stmt};
use rustc_hash::{FxHashMap, FxHashSet};

use super::assumptions::{Guessed, Refuted};
use super::callers::Question;
use super::findings::{Finding, Findings};
use super::index::Progress;
use super::state::{Frame, State};
use super::{Analysis, ModuleInfo, Source};
use crate::knowledge::Knowledge;
use crate::symbol::{Symbol, Symbols};
use crate::value::{Atom, FunctionId, Kind, ModuleId};

/// How often a project is analysed again without guesses that it refutes.
const MOST_RUNS: usize = 4;

/// What was found, and the names it mentions.
pub struct Outcome {
    /// The findings, by place.
    pub findings: Vec<Finding>,
    /// The names in them.
    pub symbols: Symbols,
}

/// Analyses a project.
pub fn check<'a>(knowledge: &'a Knowledge, sources: &[Source<'a>]) -> Outcome {
    let mut analysis = Analysis::new(knowledge, sources, Refuted::default());
    analysis.run();
    for _ in 0..MOST_RUNS {
        // Guesses about the runtime's objects say little about code of other machines.
        if !analysis.imports_runtime
            || !analysis
                .refuting
                .concerns(&analysis.guessed, &analysis.refuted)
        {
            break;
        }
        // What is known of one value may tell about others.
        let refuted = analysis.refuted.and(&analysis.refuting);
        analysis = Analysis::new(knowledge, sources, refuted);
        analysis.run();
    }
    let found = analysis.findings.values();
    let questions: Vec<Question> = found.filter_map(|finding| finding.question).collect();
    let mentions = analysis.count_mentions(&questions);
    let effects = &analysis.project_effects;
    let harmless = |finding: &Finding| {
        let mut tests = finding.unless_project.iter();
        let set = || {
            finding
                .key
                .is_some_and(|key| analysis.set_keys.contains(&key))
        };
        let short = || {
            finding
                .of
                .is_some_and(|class| analysis.lives_for_a_call(class, finding.may_be_kept))
        };
        let may_be_kept = finding.may_be_kept;
        let passes = || {
            let class = finding.lasts;
            class.is_some_and(|class| !analysis.lasts(class, may_be_kept))
        };
        let given = |question| analysis.is_always_given(question, &mentions);
        let value = finding.words.value;
        short()
            || passes()
            || finding
                .decorator
                .is_some_and(|id| !analysis.is_decorating(id))
            || value.is_some_and(|default| analysis.is_always_filled(default))
            || finding.question.is_some_and(given)
            || tests.any(|test| effects.contains(test))
            || (!finding.unless_project.is_empty() && set())
    };
    let findings = analysis
        .findings
        .values()
        .filter(|finding| !harmless(finding));
    Outcome {
        findings: findings.cloned().collect(),
        symbols: analysis.symbols,
    }
}

impl<'a> Analysis<'a> {
    fn new(knowledge: &'a Knowledge, sources: &[Source<'a>], refuted: Refuted) -> Self {
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
                is_searched: false,
                globals: FxHashMap::default(),
                is_changed: false,
                stars: Vec::new(),
            });
        }
        // A name of its own is worth more than one by which another module is imported as well.
        for (index, source) in sources.iter().enumerate() {
            for alias in source.aliases {
                let module = ModuleId(index as u32);
                by_name.entry(symbols.intern(alias)).or_insert(module);
            }
        }
        Analysis {
            knowledge,
            symbols,
            modules,
            by_name,
            functions: Vec::new(),
            classes: Vec::new(),
            having: FxHashMap::default(),
            lambdas: Vec::new(),
            elsewhere: FxHashSet::default(),
            scripts: Vec::new(),
            hosts: Rc::default(),
            ids: FxHashMap::default(),
            finished: Vec::new(),
            findings: Findings::new(),
            project_effects: FxHashSet::default(),
            set_keys: FxHashSet::default(),
            keys_set_at_import: FxHashSet::default(),
            imports_runtime: false,
            refuted,
            refuting: Refuted::default(),
            guessed: Guessed::default(),
            own_members: FxHashSet::default(),
            handed_on: FxHashSet::default(),
            gave_within: FxHashSet::default(),
            callers: FxHashMap::default(),
            asked: FxHashMap::default(),
            made: FxHashMap::default(),
            filled_fields: FxHashMap::default(),
            decorating: FxHashSet::default(),
            given_objects: FxHashMap::default(),
            frame: Frame::new(ModuleId(0)),
            tree_depth: 0,
            call_depth: 0,
            lambda_depth: 0,
            conditions: Vec::new(),
            displays: Vec::new(),
            alternatives: 0,
            unrolling: false,
            in_turn: false,
            predicates: 0,
            descending: false,
        }
    }

    fn run(&mut self) {
        let mut modules = self.modules.iter();
        match modules.any(|info| info.source.file.outline().is_some()) {
            true => self.focused(),
            false => self.all(),
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
            self.forget_reached(modules);
            modules.iter().for_each(|&module| self.run_body(module));
        }
    }

    /// Which definitions run shows anew where more is known.
    fn forget_reached(&mut self, modules: &[ModuleId]) {
        let modules: FxHashSet<ModuleId> = modules.iter().copied().collect();
        let functions = self.functions.iter_mut();
        for info in functions.filter(|info| modules.contains(&info.module)) {
            info.is_reached = false;
        }
    }

    /// Runs the body of a module.
    pub fn run_body(&mut self, module: ModuleId) {
        self.frame = Frame::new(module);
        let info = &mut self.modules[module.0 as usize];
        info.stars.clear();
        let body = info.body;
        let mut state = State::default();
        self.block(body, &mut state);
        if !state.dead {
            self.settle_definitions(module, body, &state);
        }
    }

    /// A class or function that a module defines, or whether it found something, is what others see, whatever the name stood
    /// for before.
    fn settle_definitions(&mut self, module: ModuleId, body: &'a [Stmt], state: &State) {
        for statement in body {
            let name = match statement {
                Stmt::ClassDef(node) => node.name.as_str(),
                Stmt::FunctionDef(node) => &node.name,
                Stmt::If(node) => {
                    let others = node.elif_else_clauses.iter().map(|clause| &clause.body);
                    for body in std::iter::once(&node.body).chain(others) {
                        self.settle_definitions(module, body, state);
                    }
                    continue;
                }
                Stmt::Assign(node) => match &node.targets[..] {
                    [Expr::Name(name)] => name.id.as_str(),
                    _ => continue,
                },
                _ => continue,
            };
            let name = self.symbols.intern(name);
            let Some(value) = state.get(name) else {
                continue;
            };
            let defined = |atom: &Atom| {
                matches!(
                    atom.kind,
                    Kind::Class(_) | Kind::Function(..) | Kind::Bool(_)
                )
            };
            if !value.open && value.atoms.len() == 1 && value.atoms.iter().all(defined) {
                let info = &mut self.modules[module.0 as usize];
                info.is_changed = true;
                info.globals.insert(name, value.clone());
            }
        }
    }

    fn functions(&mut self) {
        let init = self.known().init;
        let constructors: Vec<FunctionId> = self
            .classes
            .iter()
            .filter_map(|class| class.methods.get(&init).copied())
            .collect();
        let hosts = self.only_for_hosts();
        let all = (0..self.functions.len() as u32).map(FunctionId);
        for id in constructors.into_iter().chain(all) {
            if !hosts.contains(&id) {
                self.finish(id);
            }
        }
    }

    /// Analyses a function, if no call has led to it before.
    pub fn finish(&mut self, id: FunctionId) {
        let info = &self.functions[id.0 as usize];
        if matches!(info.progress, Progress::Waiting) && info.is_reached {
            self.frame = Frame::new(info.module);
            self.summary(id);
        }
    }
}

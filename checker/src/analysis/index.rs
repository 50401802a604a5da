//! Every function and class of the project, found before anything runs.

use std::cell::OnceCell;
use std::rc::Rc;

use ruff_python_ast::statement_visitor::{StatementVisitor, walk_stmt};
use ruff_python_ast::{Expr, Stmt, StmtClassDef, StmtFunctionDef};
use ruff_text_size::Ranged;
use rustc_hash::FxHashMap;
use smallvec::SmallVec;

use super::Analysis;
use super::durations::Clocks;
use super::keeping::Kept;
use super::lookups::Bound;
use super::summary::Summary;
use super::vouched::Named;
use crate::outline::{Moved, Outline};
use crate::symbol::Symbol;
use crate::value::{ClassId, FunctionId, ModuleId, Site, Value};

/// A function of the project.
pub struct FunctionInfo<'a> {
    pub node: &'a StmtFunctionDef,
    pub module: ModuleId,
    /// The class it is a method of.
    pub class: Option<ClassId>,
    /// The function it is defined in.
    pub parent: Option<FunctionId>,
    /// The part of the file's outline that it is, or is in.
    pub part: Option<u32>,
    /// Whether its body was put aside.
    pub is_aside: bool,
    /// What to add to places in its tree to get those in the file.
    pub shift: i32,
    pub binding: Binding,
    /// Whether a decorator of the project replaces it by something that is not known.
    pub is_replaced: bool,
    /// The platform types of its decorators that detectors watch.
    pub decorated_as: SmallVec<[Symbol; 1]>,
    /// Whether its definition runs on Workers.
    pub is_reached: bool,
    pub progress: Progress,
    /// Whether functions are defined in it.
    pub has_inner: bool,
    /// Its names that stand for what goes elsewhere, and what it does with clocks, once somebody asks.
    pub kept: OnceCell<Box<Kept<'a>>>,
    pub clocks: OnceCell<Box<Clocks<'a>>>,
    /// Keys that it names, once somebody asks.
    pub named: OnceCell<Box<Named<'a>>>,
    /// What its names are bound to, once somebody asks.
    pub bound: OnceCell<Box<Bound<'a>>>,
    /// Values of its own names, for the functions inside.
    pub locals: Option<Box<FxHashMap<Symbol, Value>>>,
}

impl FunctionInfo<'_> {
    /// Where something in its tree is.
    pub fn place(&self, node: &impl Ranged) -> Site {
        Site::new(self.module.0, node.range()).moved(self.shift)
    }

    /// Whether a place is among its parameters.
    pub fn may_declare(&self, place: Site) -> bool {
        let all = self.place(&*self.node.parameters);
        place.file == all.file && all.start <= place.start && place.end <= all.end
    }
}

/// How a function takes its first parameter.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Binding {
    /// As any other, or the object it is called on.
    #[default]
    Plain,
    /// Nothing is bound.
    Static,
    /// The class.
    Class,
    /// It is called by reading it.
    Property,
    /// It gives what it yields to `with`.
    ContextManager,
}

/// How far the analysis of a function has come.
pub enum Progress {
    Waiting,
    Running,
    Done(Rc<Summary>),
}

/// A class of the project.
pub struct ClassInfo<'a> {
    pub module: ModuleId,
    pub node: &'a StmtClassDef,
    /// What to add to places in its tree to get those in the file.
    pub shift: i32,
    /// Values of its base classes.
    pub bases: Vec<Value>,
    pub methods: FxHashMap<Symbol, FunctionId>,
    /// Values of class attributes, and of what methods assign to `self`.
    pub attributes: FxHashMap<Symbol, Value>,
    /// Whether any of them changed since somebody looked for names of interest.
    pub is_changed: bool,
}

struct Indexer<'a, 'b> {
    analysis: &'b mut Analysis<'a>,
    module: ModuleId,
    outline: Option<&'a Outline>,
    class: Option<ClassId>,
    parent: Option<FunctionId>,
}

impl<'a> Analysis<'a> {
    /// Finds the functions and classes of a module.
    pub fn index(&mut self, module: ModuleId) {
        let info = &self.modules[module.0 as usize];
        let (body, outline) = (info.body, info.source.file.outline());
        let mut indexer = Indexer {
            analysis: self,
            module,
            outline,
            class: None,
            parent: None,
        };
        indexer.visit_body(body);
    }

    /// Brings back the body of a function that was put aside.
    pub fn bring_back(&mut self, id: FunctionId) {
        let info = &self.functions[id.0 as usize];
        let (module, part) = (info.module, info.part);
        let source = self.modules[module.0 as usize].source;
        let outline = source.file.outline();
        let functions = outline.map_or(&[][..], |outline| &outline.functions);
        let part = part.and_then(|part| functions.get(part as usize));
        let info = &mut self.functions[id.0 as usize];
        info.is_aside = false;
        let Some(Moved { node, shift }) = part.and_then(|part| part.again(source.text)) else {
            return;
        };
        info.node = node;
        info.shift = *shift;
        let mut indexer = Indexer {
            analysis: self,
            module,
            outline,
            class: None,
            parent: Some(id),
        };
        indexer.visit_body(&node.body);
    }
}

impl<'a> StatementVisitor<'a> for Indexer<'a, '_> {
    fn visit_stmt(&mut self, statement: &'a Stmt) {
        match statement {
            Stmt::FunctionDef(node) => self.function(node),
            Stmt::ClassDef(node) => self.class(node),
            _ => walk_stmt(self, statement),
        }
    }
}

impl<'a> Indexer<'a, '_> {
    fn function(&mut self, node: &'a StmtFunctionDef) {
        let id = FunctionId(self.analysis.functions.len() as u32);
        let functions = &self.analysis.functions;
        let outline = self.outline;
        let part = match self.parent {
            Some(parent) => functions[parent.0 as usize].part,
            None => outline
                .and_then(|outline| outline.function_at(node.start()))
                .map(|part| part as u32),
        };
        let aside =
            |part: u32| outline.is_some_and(|outline| outline.functions[part as usize].is_aside);
        let parent = self.parent.map(|parent| &functions[parent.0 as usize]);
        let shift = parent.map_or(0, |parent| parent.shift);
        let is_aside = self.parent.is_none() && part.is_some_and(aside);
        self.analysis.functions.push(FunctionInfo {
            node,
            module: self.module,
            class: self.class,
            parent: self.parent,
            part,
            is_aside,
            shift,
            binding: Binding::default(),
            is_replaced: false,
            decorated_as: SmallVec::new(),
            is_reached: false,
            progress: Progress::Waiting,
            has_inner: false,
            kept: OnceCell::new(),
            clocks: OnceCell::new(),
            named: OnceCell::new(),
            bound: OnceCell::new(),
            locals: None,
        });
        self.analysis.ids.insert(Analysis::address(node), id.0);
        if let Some(parent) = self.parent {
            self.analysis.functions[parent.0 as usize].has_inner = true;
        }
        if let Some(class) = self.class.filter(|_| !is_accessor(node)) {
            let name = self.analysis.symbols.intern(&node.name);
            let methods = &mut self.analysis.classes[class.0 as usize].methods;
            if methods.insert(name, id).is_none() {
                self.analysis.having.entry(name).or_default().push(class);
            }
        }
        let outer = (self.class.take(), self.parent.replace(id));
        self.visit_body(&node.body);
        (self.class, self.parent) = outer;
    }

    fn class(&mut self, node: &'a StmtClassDef) {
        let id = ClassId(self.analysis.classes.len() as u32);
        let functions = &self.analysis.functions;
        let parent = self.parent.map(|parent| &functions[parent.0 as usize]);
        let shift = parent.map_or(0, |parent| parent.shift);
        self.analysis.classes.push(ClassInfo {
            module: self.module,
            node,
            shift,
            bases: Vec::new(),
            methods: FxHashMap::default(),
            attributes: FxHashMap::default(),
            is_changed: false,
        });
        self.analysis.ids.insert(Analysis::address(node), id.0);
        let outer = self.class.replace(id);
        self.visit_body(&node.body);
        self.class = outer;
    }
}

/// Whether a method sets or deletes a property: its name stays that of the one that gets it.
fn is_accessor(node: &StmtFunctionDef) -> bool {
    node.decorator_list
        .iter()
        .any(|decorator| match &decorator.expression {
            Expr::Attribute(attribute) => matches!(&*attribute.attr, "setter" | "deleter"),
            _ => false,
        })
}

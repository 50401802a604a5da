//! Readings of a clock that time what a function awaits.
//!
//! On Workers clocks advance with I/O. So the time that an `await` took is real, while a reading that is kept beyond the
//! function, or compared with one that was, tells something about one isolate only.

use ruff_python_ast::visitor::{Visitor, walk_expr, walk_stmt};
use ruff_python_ast::{
    Comprehension, Expr, ExprAttribute, ExprCall, Operator, Stmt, StmtFunctionDef,
};
use ruff_text_size::{Ranged, TextRange};
use rustc_hash::{FxHashMap, FxHashSet};

use super::Analysis;
use super::index::{Binding, FunctionInfo};
use super::mentions::{assigned, last_name};
use crate::value::ClassId;

/// Functions that read a clock.
const CLOCKS: [&str; 6] = [
    "monotonic",
    "monotonic_ns",
    "perf_counter",
    "perf_counter_ns",
    "time",
    "time_ns",
];
/// Methods around a `with` block: what runs between them is the caller's.
const AROUND: [&str; 4] = ["__enter__", "__exit__", "__aenter__", "__aexit__"];

impl<'a> Analysis<'a> {
    /// Whether a reading of a clock times something that the running function awaits, or hands it to one that may.
    pub fn times_an_await(&self, call: &ExprCall) -> bool {
        let Some(function) = self.frame.function else {
            return false;
        };
        let info = &self.functions[function.0 as usize];
        if info
            .class
            .is_some_and(|class| self.is_context_manager(class))
        {
            return true;
        }
        info.clocks().is_timing(call.range())
    }

    /// Whether a reading of a clock is kept in an object, or compared with one that is: it is as old as that object.
    pub fn is_kept_in_object(&self, call: &ExprCall) -> bool {
        let Some(function) = self.frame.function else {
            return false;
        };
        let info = &self.functions[function.0 as usize];
        let clocks = info.clocks();
        let reading = call.range();
        let kept = clocks.kept.get(&reading).copied();
        let others = clocks.others(reading);
        let mut attributes = others.chain(kept).filter_map(Expr::as_attribute_expr);
        // What the class itself holds is as old as the isolate.
        let Some(first) = attributes.next() else {
            return false;
        };
        !self.is_of_class(first, info) && attributes.all(|one| !self.is_of_class(one, info))
    }

    /// Whether an attribute belongs to the class whose method a function is, and not to one of its objects.
    fn is_of_class(&self, attribute: &ExprAttribute, info: &FunctionInfo) -> bool {
        let Some(class) = info.class else {
            return false;
        };
        match &*attribute.value {
            Expr::Name(name) => {
                let own = self.classes[class.0 as usize].node.name.as_str();
                let mut parameters = info.node.parameters.iter_non_variadic_params();
                let first = parameters.next().map(|one| one.parameter.name.as_str());
                let given = info.binding == Binding::Class && first == Some(name.id.as_str());
                given || name.id.as_str() == own
            }
            Expr::Attribute(of) => of.attr.as_str() == "__class__",
            Expr::Call(call) => last_name(&call.func) == Some("type"),
            _ => false,
        }
    }

    fn is_context_manager(&self, class: ClassId) -> bool {
        let methods = self.classes[class.0 as usize].methods.keys();
        methods
            .into_iter()
            .any(|&name| AROUND.contains(&self.symbols.text(name)))
    }
}

impl<'a> FunctionInfo<'a> {
    fn clocks(&self) -> &Clocks<'a> {
        let read = || Box::new(Clocks::new(self.node));
        self.clocks.get_or_init(read)
    }
}

/// What a function does with readings of a clock.
#[derive(Default)]
pub struct Clocks<'a> {
    parameters: FxHashSet<&'a str>,
    /// Where the readings are that a name is bound to.
    bound: FxHashMap<&'a str, Vec<TextRange>>,
    /// The name that each of them is for.
    names: FxHashMap<TextRange, &'a str>,
    /// Readings that are put into attributes.
    kept: FxHashMap<TextRange, &'a Expr>,
    awaits: Vec<TextRange>,
    loops: Vec<TextRange>,
    /// Names that are bound to the name at a place.
    copied: FxHashMap<TextRange, &'a str>,
    /// The other side of each side of a difference or a comparison.
    pairs: FxHashMap<TextRange, Vec<&'a Expr>>,
    /// Arguments of calls.
    passed: FxHashSet<TextRange>,
    loads: FxHashMap<&'a str, Vec<TextRange>>,
}

impl<'a> Clocks<'a> {
    fn new(function: &'a StmtFunctionDef) -> Clocks<'a> {
        let names = function.parameters.iter_non_variadic_params();
        let mut clocks = Clocks {
            parameters: names.map(|one| one.parameter.name.as_str()).collect(),
            ..Clocks::default()
        };
        clocks.visit_body(&function.body);
        clocks
    }

    fn is_timing(&self, reading: TextRange) -> bool {
        match self.names.get(&reading) {
            Some(name) => self.is_timed(name, reading),
            None => {
                let mut others = self.others(reading);
                others.any(|other| self.starts_timing(other, reading))
            }
        }
    }

    /// What a place is compared with, or subtracted from.
    fn others(&self, side: TextRange) -> impl Iterator<Item = &'a Expr> {
        self.pairs.get(&side).into_iter().flatten().copied()
    }

    /// Whether a name is used for nothing but differences with other readings, here or by whom it is passed to, and something
    /// is awaited before one of them.
    fn is_timed(&self, name: &str, reading: TextRange) -> bool {
        let loads = || self.loads.get(name).into_iter().flatten();
        loads().any(|at| self.awaits_between(reading, *at))
            && loads()
                .all(|at| self.passed.contains(at) || self.is_paired(*at) || self.is_passed_on(*at))
    }

    /// Whether it becomes what another name of a reading stands for.
    fn is_passed_on(&self, name: TextRange) -> bool {
        let to = self.copied.get(&name);
        to.is_some_and(|to| self.bound.contains_key(to))
    }

    fn is_paired(&self, name: TextRange) -> bool {
        self.others(name).any(|other| self.is_reading(other))
    }

    fn is_reading(&self, node: &Expr) -> bool {
        is_clock(node)
            || matches!(node, Expr::Name(name) if self.parameters.contains(name.id.as_str()) || self.bound.contains_key(name.id.as_str()))
    }

    /// Whether the other side of a difference was read before something that is awaited before this reading.
    fn starts_timing(&self, other: &Expr, reading: TextRange) -> bool {
        let Expr::Name(name) = other else {
            return false;
        };
        if self.parameters.contains(name.id.as_str()) {
            return true;
        }
        let mut starts = self.bound.get(name.id.as_str()).into_iter().flatten();
        starts.any(|at| self.awaits_between(*at, reading))
    }

    /// Whether something is awaited on the way from one place to another, going round in loops.
    fn awaits_between(&self, from: TextRange, to: TextRange) -> bool {
        let around = |at: TextRange| {
            let mut loops = self.loops.iter();
            loops.any(|one| one.contains_range(at) && one.contains_range(to))
        };
        let between = |at: TextRange| from.end() <= at.start() && at.end() <= to.start();
        let mut awaits = self.awaits.iter();
        awaits.any(|&at| between(at) || around(at))
    }

    fn gathered(&mut self, generators: &[Comprehension], at: TextRange) {
        if generators.iter().any(|one| one.is_async) {
            self.awaits.push(at);
        }
    }

    fn bind(&mut self, target: &'a Expr, value: &'a Expr) {
        if target.is_attribute_expr() && is_clock(value) {
            self.kept.insert(value.range(), target);
        }
        let Expr::Name(name) = target else {
            return;
        };
        if is_derived(value) {
            self.bound.entry(&name.id).or_default().push(value.range());
            let mut readings = Readings::default();
            readings.visit_expr(value);
            for at in readings.found {
                self.names.entry(at).or_insert(&name.id);
            }
        } else if value.is_name_expr() {
            self.copied.insert(value.range(), &name.id);
        }
    }

    fn pair(&mut self, left: &'a Expr, right: &'a Expr) {
        self.pairs.entry(left.range()).or_default().push(right);
        self.pairs.entry(right.range()).or_default().push(left);
    }
}

/// Whether an expression reads a clock, going by its name.
fn is_clock(node: &Expr) -> bool {
    let Expr::Call(call) = node else {
        return false;
    };
    call.arguments.is_empty() && last_name(&call.func).is_some_and(|name| CLOCKS.contains(&name))
}

/// A reading, or a point in time that is so much later.
fn is_derived(node: &Expr) -> bool {
    match node {
        Expr::BinOp(sum) if sum.op == Operator::Add => {
            is_derived(&sum.left) || is_derived(&sum.right)
        }
        _ => is_clock(node),
    }
}

/// Collects the places of readings.
#[derive(Default)]
struct Readings {
    found: Vec<TextRange>,
}

impl<'a> Visitor<'a> for Readings {
    fn visit_expr(&mut self, expression: &'a Expr) {
        if is_clock(expression) {
            self.found.push(expression.range());
        }
        walk_expr(self, expression);
    }
}

impl<'a> Visitor<'a> for Clocks<'a> {
    fn visit_stmt(&mut self, statement: &'a Stmt) {
        if let Some((target, value)) = assigned(statement) {
            self.bind(target, value);
        }
        match statement {
            Stmt::While(node) => self.loops.push(node.range()),
            Stmt::For(node) => {
                self.loops.push(node.range());
                if node.is_async {
                    self.awaits.push(TextRange::empty(node.start()));
                }
            }
            Stmt::With(node) if node.is_async => {
                self.awaits.push(TextRange::empty(node.start()));
            }
            _ => {}
        }
        walk_stmt(self, statement);
    }

    fn visit_expr(&mut self, expression: &'a Expr) {
        match expression {
            Expr::Await(node) => self.awaits.push(node.range()),
            // Whoever goes on with what is yielded may await something.
            Expr::Yield(node) => self.awaits.push(node.range()),
            Expr::ListComp(node) => self.gathered(&node.generators, node.range()),
            Expr::SetComp(node) => self.gathered(&node.generators, node.range()),
            Expr::DictComp(node) => self.gathered(&node.generators, node.range()),
            Expr::Named(node) => self.bind(&node.target, &node.value),
            Expr::Name(name) if name.ctx.is_load() => {
                self.loads.entry(&name.id).or_default().push(name.range());
            }
            Expr::BinOp(difference) if difference.op == Operator::Sub => {
                self.pair(&difference.left, &difference.right);
            }
            Expr::Compare(node) => {
                if let [right] = &node.comparators[..] {
                    self.pair(&node.left, right);
                }
            }
            Expr::Call(call) => {
                let keywords = call.arguments.keywords.iter().map(|one| &one.value);
                let passed = call.arguments.args.iter().chain(keywords);
                self.passed.extend(passed.map(Ranged::range));
            }
            _ => {}
        }
        walk_expr(self, expression);
    }
}

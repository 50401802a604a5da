//! Statements: where control goes, and what is known there.

use gotchas_catalog::detect::Operation;
use ruff_python_ast::{self as ast, Expr, Operator, Stmt};

use super::keeping::Keeps;
use super::platforms::known_truth;
use super::state::{Loop, State};
use super::{Analysis, DEEPEST_TREE};
use crate::value::{Kind, Value};

/// Loops nested deeper than this run once only, so that time stays linear.
const DEEPEST_REPEATED_LOOP: usize = 2;

impl<'a> Analysis<'a> {
    /// Runs statements one after the other.
    pub fn block(&mut self, body: &'a [Stmt], state: &mut State) {
        self.frame.fell_back = false;
        if self.tree_depth > DEEPEST_TREE {
            return;
        }
        self.tree_depth += 1;
        let fallbacks = self.frame.fallbacks;
        for statement in body {
            if state.dead {
                break;
            }
            self.statement(statement, state);
        }
        self.frame.fell_back = self.frame.fallbacks.all > fallbacks.all;
        self.frame.fallbacks = fallbacks;
        self.tree_depth -= 1;
    }

    fn statement(&mut self, statement: &'a Stmt, state: &mut State) {
        match statement {
            Stmt::Expr(node) => {
                let value = self.expr(&node.value, state);
                self.operate(Operation::Discard, &value, &node.value, None);
                if let Expr::Call(call) = &*node.value {
                    self.vouched_by_raising(call, state);
                }
            }
            Stmt::Assign(node) => self.assignment(&node.targets, &node.value, state),
            Stmt::AnnAssign(node) => self.annotated(node, state),
            Stmt::AugAssign(node) => {
                let left = self.expr(&node.target, state);
                let right = self.expr(&node.value, state);
                let site = self.site(node);
                let value = self.combine(node.op, &left, &right, site);
                let grown = self.path(&node.target).filter(|_| node.op == Operator::Add);
                state.while_growing(grown, |state| self.assign(&node.target, &value, state));
            }
            Stmt::Return(node) => {
                let value = match &node.value {
                    Some(node) => {
                        let value = self.kept(node, Keeps::Returned, state);
                        self.returned_by_decorated(&value, node);
                        value
                    }
                    None => self.none(self.site(node), state),
                };
                self.note_ways(node.value.as_deref(), &value, state);
                self.frame.returns.join(&value);
                state.dead = true;
            }
            Stmt::If(node) => self.if_statement(node, state),
            Stmt::For(node) => self.for_statement(node, state),
            Stmt::While(node) => self.while_statement(node, state),
            Stmt::With(node) => self.with_statement(node, state),
            Stmt::Try(node) => self.try_statement(node, state),
            Stmt::Match(node) => self.match_statement(node, state),
            Stmt::Raise(node) => {
                if let Some(exception) = &node.exc {
                    let value = self.expr(exception, state);
                    self.operate(Operation::Raise, &value, exception, None);
                    self.frame.raises = true;
                }
                state.dead = true;
            }
            Stmt::Assert(node) => {
                self.expr(&node.test, state);
                self.assume(&node.test, true, state);
            }
            Stmt::Import(node) => self.import(node, state),
            Stmt::ImportFrom(node) => self.import_from(node, state),
            Stmt::FunctionDef(node) => self.function_definition(node, state),
            Stmt::ClassDef(node) => self.class_definition(node, state),
            Stmt::Global(node) => {
                for name in &node.names {
                    let name = self.symbols.intern(name);
                    self.frame.globals.insert(name);
                }
            }
            Stmt::Delete(node) => {
                for target in &node.targets {
                    if let Expr::Subscript(subscript) = target {
                        self.delete_item(subscript, state);
                    } else if let Some(path) = self.path(target) {
                        state.forget(|name| name == path);
                    }
                }
            }
            Stmt::Break(_) => {
                if let Some(innermost) = self.frame.loops.last_mut() {
                    innermost.breaks.join(state);
                }
                state.dead = true;
            }
            Stmt::Continue(_) => {
                if let Some(innermost) = self.frame.loops.last_mut() {
                    innermost.continues.join(state);
                }
                state.dead = true;
            }
            Stmt::Nonlocal(_) | Stmt::Pass(_) | Stmt::TypeAlias(_) | Stmt::IpyEscapeCommand(_) => {}
        }
    }

    fn assignment(&mut self, targets: &'a [Expr], node: &'a Expr, state: &mut State) {
        let outer = self.frame.target.take();
        if let [Expr::Name(name)] = targets {
            self.frame.target = Some(self.symbols.intern(&name.id));
        }
        let keeps = self.kept_by(targets);
        let value = self.kept(node, keeps, state);
        self.read_before_try(node, &value);
        self.frame.target = outer;
        for target in targets {
            self.assign(target, &value, state);
            if let Expr::Name(name) = target {
                let name = self.symbols.intern(&name.id);
                self.take_from(name, node, &value, state);
            }
        }
        self.remember_condition(targets, node, state);
    }

    /// The value of an expression that is put into an attribute or a container, or is returned.
    fn kept(&mut self, node: &'a Expr, keeps: Keeps, state: &mut State) -> Value {
        let outer = std::mem::replace(&mut self.frame.keeps, keeps);
        let value = self.expr(node, state);
        self.frame.keeps = outer;
        value
    }

    fn annotated(&mut self, node: &'a ast::StmtAnnAssign, state: &mut State) {
        let mut promised = self.annotation(&node.annotation, state);
        if self.frame.function.is_none()
            && let Some(class) = self.frame.class
            && let Some(kept) = self.kept_field(class, &node.target)
        {
            promised.join(&kept);
        }
        match &node.value {
            Some(value) => {
                let outer = self.frame.target.take();
                if let Expr::Name(name) = &*node.target {
                    self.frame.target = Some(self.symbols.intern(&name.id));
                }
                let given = self.kept(
                    value,
                    self.kept_by(std::slice::from_ref(&node.target)),
                    state,
                );
                self.frame.target = outer;
                let value = if given.is_unknown() { promised } else { given };
                self.assign(&node.target, &value, state);
            }
            None if self.frame.class.is_some() && self.frame.function.is_none() => {
                self.assign(&node.target, &promised, state);
            }
            None => {}
        }
    }

    fn if_statement(&mut self, node: &'a ast::StmtIf, state: &mut State) {
        let mut after = State::unreachable();
        let mut next = state.clone();
        let first = (Some(&*node.test), &node.body);
        let others = node
            .elif_else_clauses
            .iter()
            .map(|clause| (clause.test.as_ref(), &clause.body));
        let mut has_else = false;
        let fallbacks = self.frame.fallbacks;
        let mut falls_back = true;
        for (test, body) in std::iter::once(first).chain(others) {
            if next.dead {
                break;
            }
            let mut branch;
            match test {
                Some(test) => {
                    let value = self.expr(test, &mut next);
                    self.operate(Operation::Truth, &value, test, None);
                    branch = next.clone();
                    let told = known_truth(&value).filter(|_| self.asks_function(test, &next));
                    branch.dead |= told == Some(false);
                    self.assume_platform(test, true, &mut branch);
                    if branch.dead {
                        self.annotations_only(body, &mut next);
                    }
                    self.assume(test, true, &mut branch);
                    // The body may bind what the test is about, and names that stand for tests tell no more then.
                    next.dead |= told == Some(true);
                    self.assume_platform(test, false, &mut next);
                    self.assume(test, false, &mut next);
                    let outer = self.frame.fallbacks;
                    self.frame.fallbacks = outer.and(self.fallback(test, true, state));
                    self.block(body, &mut branch);
                    falls_back &= branch.dead || self.frame.fell_back;
                    self.frame.fallbacks = outer;
                    let fallback = self.fallback(test, false, state);
                    self.frame.fallbacks = outer.and(fallback);
                }
                None => {
                    has_else = true;
                    branch = next.clone();
                    self.block(body, &mut branch);
                }
            }
            after.join(&branch);
        }
        self.frame.fallbacks = fallbacks;
        if !has_else {
            // Where the body always leaves, what follows is for those who were given nothing.
            let fallback = self.fallback(&node.test, false, state);
            if falls_back && fallback.all > 0 && self.is_given(&node.test, state) {
                self.frame.fallbacks = self.frame.fallbacks.and(fallback);
            }
            after.join(&next);
        }
        *state = after;
    }

    /// Imports that only type checkers run: annotations mean what they name.
    fn annotations_only(&mut self, body: &'a [Stmt], state: &mut State) {
        for statement in body {
            match statement {
                Stmt::Import(node) => self.import(node, state),
                Stmt::ImportFrom(node) => self.import_from(node, state),
                _ => {}
            }
        }
    }

    /// Tests whose outcome the platform decides: `TYPE_CHECKING`.
    fn assume_platform(&mut self, test: &'a Expr, truth: bool, state: &mut State) {
        if !matches!(test, Expr::Name(_) | Expr::Attribute(_)) {
            return;
        }
        let value = self.expr(test, &mut state.clone());
        let type_checking = self.known().type_checking;
        if value
            .atoms
            .iter()
            .any(|atom| atom.kind == Kind::Name(type_checking))
        {
            state.dead |= truth;
        }
    }

    fn for_statement(&mut self, node: &'a ast::StmtFor, state: &mut State) {
        let iterable = self.expr(&node.iter, state);
        self.operate(Operation::Iterate, &iterable, &node.iter, None);
        self.survived(&node.iter, &iterable, state);
        if self.in_turn(node, &iterable, state) {
            return;
        }
        let site = self.site(&*node.iter);
        let items = self.items_of(&iterable, site);
        self.repeat(state, None, &node.orelse, |analysis, state| {
            analysis.assign(&node.target, &items, state);
            analysis.block(&node.body, state);
        });
    }

    fn while_statement(&mut self, node: &'a ast::StmtWhile, state: &mut State) {
        let forever = matches!(&*node.test, Expr::BooleanLiteral(literal) if literal.value);
        // Who leaves by `break` has not seen the test fail.
        let fails = Some(&*node.test).filter(|_| !forever);
        self.repeat(state, fails, &node.orelse, |analysis, state| {
            analysis.expr(&node.test, state);
            analysis.assume(&node.test, true, state);
            analysis.block(&node.body, state);
        });
    }

    fn repeat(
        &mut self,
        state: &mut State,
        fails: Option<&'a Expr>,
        orelse: &'a [Stmt],
        mut round: impl FnMut(&mut Self, &mut State),
    ) {
        let rounds = if self.frame.loops.len() < DEEPEST_REPEATED_LOOP {
            2
        } else {
            1
        };
        let mut after = state.clone();
        self.frame.loops.push(Loop {
            breaks: State::unreachable(),
            continues: State::unreachable(),
        });
        for _ in 0..rounds {
            let mut body = after.clone();
            round(self, &mut body);
            after.join(&body);
            if let Some(innermost) = self.frame.loops.last_mut() {
                let continues = std::mem::replace(&mut innermost.continues, State::unreachable());
                after.join(&continues);
            }
        }
        let breaks = self.frame.loops.pop().map(|innermost| innermost.breaks);
        if let Some(test) = fails {
            self.assume(test, false, &mut after);
        }
        self.block(orelse, &mut after);
        if let Some(breaks) = breaks {
            after.join(&breaks);
        }
        *state = after;
    }

    fn match_statement(&mut self, node: &'a ast::StmtMatch, state: &mut State) {
        let mut subject = self.expr(&node.subject, state);
        let mut after = State::unreachable();
        let mut complete = false;
        for case in &node.cases {
            let mut branch = state.clone();
            self.assume_pattern(&node.subject, &case.pattern, true, &mut branch);
            self.bind_pattern(&case.pattern, &subject, &mut branch);
            if let Some(guard) = &case.guard {
                self.expr(guard, &mut branch);
                self.assume(guard, true, &mut branch);
            } else {
                complete |= case.pattern.is_irrefutable();
                self.exclude_pattern(&case.pattern, &mut subject);
                self.assume_pattern(&node.subject, &case.pattern, false, state);
            }
            self.block(&case.body, &mut branch);
            after.join(&branch);
        }
        if !complete {
            after.join(state);
        }
        *state = after;
    }
}

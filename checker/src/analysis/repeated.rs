//! Tests that are made for each of several keys: `for key in ("a", "b"): if key not in body: …`, and comprehensions,
//! `any` and `all` of the same.

use ruff_python_ast::{self as ast, Comprehension, Expr, Stmt};

use super::Analysis;
use super::displayed::{Rounds, is_brief};
use super::state::{Loop, State};
use crate::record::Key;
use crate::symbol::Symbol;
use crate::value::{Atom, Kind, Site, Value};

/// What the key of a path begins with that a name stands for; no literal does that is of interest.
pub const VARIABLE: char = '$';
/// For how many keys a test is looked at one by one.
const MOST_KEYS: usize = 32;

impl<'a> Analysis<'a> {
    /// The text that an expression stands for as a key: a literal, the running one of several, or whatever a name stands for.
    pub fn key_name(&mut self, node: &Expr) -> Option<Symbol> {
        let Expr::Name(name) = node else {
            return self.literal(node);
        };
        let own = self.symbols.intern(&name.id);
        let running = self.frame.running.filter(|(name, _)| *name == own);
        Some(match running {
            Some((_, text)) => text,
            None => self.symbols.intern(&format!("{VARIABLE}{}", name.id)),
        })
    }

    /// Continues where a comprehension of what fails a test was empty or was not, or where `any` or `all` tests passed.
    pub fn assume_repeated(&mut self, test: &'a Expr, truth: bool, state: &mut State) {
        match test {
            Expr::ListComp(ast::ExprListComp { generators, .. })
            | Expr::SetComp(ast::ExprSetComp { generators, .. })
                if !truth =>
            {
                if let [generator] = &generators[..]
                    && let [filter] = &generator.ifs[..]
                {
                    self.assume_each(generator, filter, false, state);
                }
            }
            Expr::Call(call) => {
                if let ([of], Expr::Name(function)) = (&*call.arguments.args, &*call.func)
                    && let Some((element, generator)) = plain(of)
                    && function.id.as_str() == if truth { "all" } else { "any" }
                {
                    self.assume_each(generator, element, truth, state);
                }
            }
            _ => {}
        }
    }

    /// Continues where a test had the same outcome for each of the keys that a comprehension goes through.
    fn assume_each(
        &mut self,
        generator: &'a Comprehension,
        test: &'a Expr,
        truth: bool,
        state: &mut State,
    ) {
        if let Some(rounds) = self.rounds_of(&generator.target, &generator.iter) {
            for names in rounds {
                self.assume_of(names, test, truth, state);
            }
            return;
        }
        let Expr::Name(target) = &generator.target else {
            return;
        };
        let keys = self.expr(&generator.iter, &mut state.clone());
        let target = self.symbols.intern(&target.id);
        let outer = self.frame.running;
        for key in few_texts(&keys).into_iter().flatten() {
            self.frame.running = Some((target, key));
            self.assume(test, truth, state);
        }
        self.frame.running = outer;
    }

    /// Continues where a test had an outcome for what the names of a comprehension stand for once.
    fn assume_of(
        &mut self,
        names: Vec<(&'a ast::ExprName, &'a Expr)>,
        test: &'a Expr,
        truth: bool,
        state: &mut State,
    ) {
        let outer: Vec<(Symbol, Option<Value>)> = names
            .iter()
            .map(|(target, _)| {
                let name = self.symbols.intern(&target.id);
                (name, state.get(name).cloned())
            })
            .collect();
        let running = self.frame.running;
        for (target, item) in names {
            let value = self.expr(item, &mut state.clone());
            let name = self.symbols.intern(&target.id);
            state.set(name, value.clone());
            self.take_from(name, item, &value, state);
            if let Some(text) = value.only_text() {
                self.frame.running = Some((name, text));
            }
        }
        self.assume(test, truth, state);
        self.frame.running = running;
        for (name, value) in outer {
            match value {
                Some(value) => state.set(name, value),
                None => state.forget(|other| other == name),
            }
        }
    }

    /// Runs a short loop item by item, if the items are known. Whether it did.
    pub fn in_turn(&mut self, node: &'a ast::StmtFor, items: &Value, state: &mut State) -> bool {
        if self.frame.running.is_some() || self.in_turn || !is_brief(&node.body) {
            return false;
        }
        let site = self.site(&*node.iter);
        let rounds = match (self.rounds_of(&node.target, &node.iter), &*node.target) {
            (Some(rounds), _) if self.may_be_missing(&rounds, state) => {
                rounds.into_iter().map(Round::Written).collect()
            }
            (_, Expr::Name(target)) if looks_keys_up(&node.body) => {
                let texts = few_texts(items).unwrap_or_default().into_iter();
                texts.map(|text| Round::Text(target, text)).collect()
            }
            _ => Vec::new(),
        };
        if rounds.is_empty() {
            return false;
        }
        self.in_turn = true;
        self.frame.loops.push(Loop {
            breaks: State::unreachable(),
            continues: State::unreachable(),
        });
        for round in rounds {
            self.begin_round(round, site, state);
            self.block(&node.body, state);
            if let Some(innermost) = self.frame.loops.last_mut() {
                let continues = std::mem::replace(&mut innermost.continues, State::unreachable());
                state.join(&continues);
            }
        }
        self.frame.running = None;
        self.in_turn = false;
        let breaks = self.frame.loops.pop().map(|innermost| innermost.breaks);
        self.block(&node.orelse, state);
        if let Some(breaks) = breaks {
            state.join(&breaks);
        }
        true
    }

    /// Whether anything that is written out may be `None`: that is what such loops are run item by item for.
    fn may_be_missing(&mut self, rounds: &Rounds<'a>, state: &State) -> bool {
        let may_be = |atom: &Atom| atom.is_nothing() || matches!(atom.kind, Kind::Param(_));
        let mut items = rounds.iter().flatten();
        items.any(|(_, item)| {
            let value = self.expr(item, &mut state.clone());
            value.atoms.iter().any(may_be)
        })
    }

    /// Lets the names of a target stand for what they stand for in a round.
    fn begin_round(&mut self, round: Round<'a>, site: Site, state: &mut State) {
        match round {
            Round::Text(target, text) => {
                let name = self.symbols.intern(&target.id);
                self.set_name(name, Value::of(Kind::Text(text), site), state);
                self.frame.running = Some((name, text));
            }
            Round::Written(names) => {
                for (target, item) in names {
                    let value = self.expr(item, &mut state.clone());
                    let name = self.symbols.intern(&target.id);
                    self.set_name(name, value.clone(), state);
                    self.take_from(name, item, &value, state);
                    if let Some(text) = value.only_text() {
                        self.frame.running.get_or_insert((name, text));
                    }
                }
            }
        }
    }
}

/// Whether statements do nothing with keys but look them up and test what they find.
fn looks_keys_up(body: &[Stmt]) -> bool {
    body.iter().all(|statement| match statement {
        Stmt::If(_) => true,
        Stmt::Assign(node) => match &*node.value {
            Expr::Call(call) => {
                matches!(&*call.func, Expr::Attribute(method) if method.attr.as_str() == "get")
            }
            other => other.is_subscript_expr(),
        },
        _ => false,
    })
}

/// What the target of a loop stands for once.
enum Round<'a> {
    /// A text.
    Text(&'a ast::ExprName, Symbol),
    /// Expressions, one for each of its names.
    Written(Vec<(&'a ast::ExprName, &'a Expr)>),
}

/// The element and the generator of a comprehension without conditions.
fn plain(node: &Expr) -> Option<(&Expr, &Comprehension)> {
    let (element, generators) = match node {
        Expr::Generator(node) => (&node.elt, &node.generators),
        Expr::ListComp(node) => (&node.elt, &node.generators),
        _ => return None,
    };
    match &generators[..] {
        [only] if only.ifs.is_empty() => Some((element, only)),
        _ => None,
    }
}

/// The expressions that are listed in a tuple or list.
pub fn listed(node: &Expr) -> Option<&[Expr]> {
    match node {
        Expr::Tuple(tuple) => Some(&tuple.elts),
        Expr::List(list) => Some(&list.elts),
        _ => None,
    }
}

/// The texts that an iterable gives, if it is known to give these and no others.
pub fn few_texts(value: &Value) -> Option<Vec<Symbol>> {
    let Some(Kind::Record(record)) = value.only_kind() else {
        return None;
    };
    let few = (1..=MOST_KEYS).contains(&record.items.len());
    if !record.rest.is_never() || !few {
        return None;
    }
    let items = record.items.iter();
    // What iterates over a dict goes through its keys.
    items
        .map(|item| {
            item.value
                .only_text()
                .filter(|_| matches!(item.key, Key::Index(_)))
        })
        .collect()
}

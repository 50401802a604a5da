//! Tests that are made for each of several keys: `for key in ("a", "b"): if key not in body: …`, and comprehensions,
//! `any` and `all` of the same.

use ruff_python_ast::{self as ast, CmpOp, Comprehension, Expr, Stmt};

use super::Analysis;
use super::state::{Loop, State};
use crate::symbol::Symbol;
use crate::value::{Fact, Key, Kind, Value};

/// For how many keys a test is looked at one by one.
const MOST_KEYS: usize = 8;

impl<'a> Analysis<'a> {
    /// The text that an expression stands for as a key: a literal, or the running one of several.
    pub fn key_name(&mut self, node: &Expr) -> Option<Symbol> {
        let Expr::Name(name) = node else {
            return self.literal(node);
        };
        let name = self.symbols.get(&name.id)?;
        let running = self.frame.running.filter(|(own, _)| *own == name);
        running.map(|(_, text)| text)
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
        let Expr::Name(target) = &generator.target else {
            return;
        };
        if let (Some(values), Some(fact)) = (listed(&generator.iter), fact_of(test, target, truth))
        {
            values
                .iter()
                .for_each(|value| self.assume_fact(value, fact, state));
            return;
        }
        let keys = self.expr(&generator.iter, &mut state.clone());
        let target = self.symbols.intern(&target.id);
        let outer = self.frame.running;
        for key in few_texts(&keys).into_iter().flatten() {
            self.frame.running = Some((target, key));
            self.assume(test, truth, state);
        }
        self.frame.running = outer;
    }

    /// Runs a loop key by key, if that is all it does and the keys are known. Whether it did.
    pub fn in_turn(&mut self, node: &'a ast::StmtFor, keys: &Value, state: &mut State) -> bool {
        let (Expr::Name(target), [Stmt::If(_)], None) =
            (&*node.target, &node.body[..], self.frame.running)
        else {
            return false;
        };
        let Some(texts) = few_texts(keys) else {
            return false;
        };
        let site = self.site(&*node.iter);
        let name = self.symbols.intern(&target.id);
        self.frame.loops.push(Loop {
            breaks: State::unreachable(),
            continues: State::unreachable(),
        });
        for text in texts {
            self.assign(&node.target, &Value::of(Kind::Text(text), site), state);
            self.frame.running = Some((name, text));
            self.block(&node.body, state);
            if let Some(innermost) = self.frame.loops.last_mut() {
                let continues = std::mem::replace(&mut innermost.continues, State::unreachable());
                state.join(&continues);
            }
        }
        self.frame.running = None;
        let breaks = self.frame.loops.pop().map(|innermost| innermost.breaks);
        self.block(&node.orelse, state);
        if let Some(breaks) = breaks {
            state.join(&breaks);
        }
        true
    }
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

/// What the outcome of a test shows about the name that it is about.
fn fact_of(test: &Expr, name: &ast::ExprName, truth: bool) -> Option<Fact> {
    let is_name = |node: &Expr| matches!(node, Expr::Name(own) if own.id == name.id);
    match test {
        Expr::Name(_) if is_name(test) => Some(Fact::Truth(truth)),
        Expr::UnaryOp(operation) if operation.op.is_not() => {
            fact_of(&operation.operand, name, !truth)
        }
        Expr::Compare(compare) => match (&*compare.ops, &*compare.comparators) {
            ([op], [Expr::NoneLiteral(_)]) if is_name(&compare.left) => match op {
                CmpOp::Is | CmpOp::Eq => Some(Fact::None(truth)),
                CmpOp::IsNot | CmpOp::NotEq => Some(Fact::None(!truth)),
                _ => None,
            },
            _ => None,
        },
        _ => None,
    }
}

/// The texts that an iterable gives, if it is known to give these and no others.
fn few_texts(value: &Value) -> Option<Vec<Symbol>> {
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

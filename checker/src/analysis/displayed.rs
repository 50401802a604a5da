//! Loops and comprehensions over what is written out: `for field, value in {"name": name}.items(): if not value: …`.
//!
//! What a test of the running name shows is shown of each expression that it stands for in turn.

use ruff_python_ast::{self as ast, Expr, Stmt};

use super::Analysis;
use super::repeated::listed;

/// The names of a target and the expressions that they stand for, one round after the other.
pub type Rounds<'a> = Vec<Vec<(&'a ast::ExprName, &'a Expr)>>;

/// More items than this are not looked at one by one.
const MOST_ITEMS: usize = 32;
/// The longest body that is run once for each item.
const LONGEST_BODY: usize = 4;

impl<'a> Analysis<'a> {
    /// What a target stands for in each round, if what is iterated over is written out, here or where a name was bound to it.
    pub fn rounds_of(&mut self, target: &'a Expr, iter: &'a Expr) -> Option<Rounds<'a>> {
        match iter {
            Expr::Call(call) => {
                let (Expr::Attribute(method), []) = (&*call.func, &*call.arguments.args) else {
                    return None;
                };
                let Expr::Dict(dict) = self.written_out(&method.value) else {
                    return None;
                };
                items_of(dict, &method.attr, target)
            }
            _ => {
                let items = listed(self.written_out(iter))?;
                rounds(items.iter().map(|item| bound(target, item)))
            }
        }
    }

    /// What is written out where a name was bound to it; the expression itself otherwise.
    pub fn written_out(&mut self, node: &'a Expr) -> &'a Expr {
        match node {
            Expr::Name(name) => self.display_of(name).unwrap_or(node),
            other => other,
        }
    }
}

fn rounds<'a>(
    all: impl ExactSizeIterator<Item = Option<Vec<(&'a ast::ExprName, &'a Expr)>>>,
) -> Option<Rounds<'a>> {
    let few = (1..=MOST_ITEMS).contains(&all.len());
    if few { all.collect() } else { None }
}

/// The rounds of a loop over `dict.items()` or `dict.values()`.
fn items_of<'a>(dict: &'a ast::ExprDict, method: &str, target: &'a Expr) -> Option<Rounds<'a>> {
    let items = dict.items.iter();
    match (method, target) {
        ("items", Expr::Tuple(targets)) => {
            let [Expr::Name(key), Expr::Name(value)] = &targets.elts[..] else {
                return None;
            };
            rounds(items.map(|item| Some(vec![(key, item.key.as_ref()?), (value, &item.value)])))
        }
        ("values", Expr::Name(value)) => rounds(items.map(|item| Some(vec![(value, &item.value)]))),
        _ => None,
    }
}

/// The names of a target with what they stand for.
fn bound<'a>(target: &'a Expr, item: &'a Expr) -> Option<Vec<(&'a ast::ExprName, &'a Expr)>> {
    match target {
        _ if item.is_starred_expr() => None,
        Expr::Name(name) => Some(vec![(name, item)]),
        Expr::Tuple(targets) => {
            let items = listed(item).filter(|items| items.len() == targets.elts.len())?;
            let pairs = targets.elts.iter().zip(items);
            let pairs = pairs.map(|(target, item)| match target {
                Expr::Name(name) if !item.is_starred_expr() => Some((name, item)),
                _ => None,
            });
            pairs.collect()
        }
        _ => None,
    }
}

/// Whether an expression writes out a few things that have names.
pub fn is_display(node: &Expr) -> bool {
    let few = |count: usize| (1..=MOST_ITEMS).contains(&count);
    let named = |node: &Expr| match node {
        Expr::Name(_) | Expr::Attribute(_) | Expr::Call(_) => true,
        Expr::Tuple(tuple) => tuple.elts.iter().any(|one| !one.is_literal_expr()),
        _ => false,
    };
    match node {
        Expr::Dict(dict) => {
            few(dict.items.len()) && dict.items.iter().any(|item| named(&item.value))
        }
        other => listed(other).is_some_and(|items| few(items.len()) && items.iter().any(named)),
    }
}

/// Whether statements are few and simple enough to be run once for each item, and test anything.
pub fn is_brief(body: &[Stmt]) -> bool {
    let tests = |statement: &Stmt| matches!(statement, Stmt::If(_) | Stmt::Assert(_));
    are_simple(body) && body.iter().any(tests)
}

fn are_simple(body: &[Stmt]) -> bool {
    body.len() <= LONGEST_BODY
        && body.iter().all(|statement| match statement {
            Stmt::If(node) => {
                let mut others = node.elif_else_clauses.iter();
                are_simple(&node.body) && others.all(|clause| are_simple(&clause.body))
            }
            Stmt::Expr(_)
            | Stmt::Assign(_)
            | Stmt::AnnAssign(_)
            | Stmt::AugAssign(_)
            | Stmt::Return(_)
            | Stmt::Raise(_)
            | Stmt::Assert(_)
            | Stmt::Continue(_)
            | Stmt::Break(_)
            | Stmt::Pass(_) => true,
            _ => false,
        })
}

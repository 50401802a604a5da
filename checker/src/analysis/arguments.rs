//! What a call passes.

use gotchas_catalog::detect::Operation;
use ruff_python_ast::ExprCall;

use super::Analysis;
use super::state::State;
use crate::platform::Place;
use crate::symbol::Symbol;
use crate::value::{Site, Value};

/// An argument of a call.
pub struct Arg {
    pub keyword: Option<Symbol>,
    pub star: Star,
    pub value: Value,
    pub site: Site,
}

/// Whether an argument stands for several.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Star {
    /// It stands for itself.
    No,
    /// `*argument`.
    Items,
    /// `**argument`.
    Options,
}

impl Arg {
    /// Whether it is given by position.
    pub fn is_positional(&self) -> bool {
        self.keyword.is_none() && self.star != Star::Options
    }
}

impl<'a> Analysis<'a> {
    pub fn arguments(&mut self, node: &'a ExprCall, state: &mut State) -> Vec<Arg> {
        let mut args =
            Vec::with_capacity(node.arguments.args.len() + node.arguments.keywords.len());
        for argument in &node.arguments.args {
            let value = self.expr(argument, state);
            let star = if argument.is_starred_expr() {
                Star::Items
            } else {
                Star::No
            };
            let site = self.site(argument);
            args.push(Arg {
                keyword: None,
                star,
                value,
                site,
            });
        }
        for keyword in &node.arguments.keywords {
            let value = self.expr(&keyword.value, state);
            let star = if keyword.arg.is_some() {
                Star::No
            } else {
                Star::Options
            };
            let name = keyword.arg.as_ref().map(|name| self.symbols.intern(name));
            let site = self.site(&keyword.value);
            if star == Star::Options {
                self.operate(Operation::Spread, &value, &keyword.value, None);
            }
            args.push(Arg {
                keyword: name,
                star,
                value,
                site,
            });
        }
        args
    }

    /// The argument at a place.
    pub fn argument_at<'c>(&self, args: &'c [Arg], place: Place) -> Option<&'c Arg> {
        match place {
            Place::Keyword(keyword) => args.iter().find(|arg| arg.keyword == Some(keyword)),
            Place::Position(position) => {
                args.iter().filter(|arg| arg.is_positional()).nth(position)
            }
        }
    }
}

//! Calls about whose callee nothing is known but the name of a method.

use std::rc::Rc;

use ruff_python_ast::{Expr, ExprCall};

use super::Analysis;
use super::arguments::Arg;
use super::state::State;
use crate::symbol::Symbol;
use crate::types::Type;
use crate::value::{Kind, Site, Value};

impl<'a> Analysis<'a> {
    /// The value of a call about whose callee nothing is known: a method may tell what it is called on.
    pub fn call_unknown(
        &mut self,
        callee: &Value,
        owner: Option<&(Value, Symbol)>,
        args: &[Arg],
        node: &'a ExprCall,
        state: &mut State,
    ) -> Value {
        let Some((owner, method)) = owner else {
            return Value::unknown();
        };
        let params_only = callee
            .atoms
            .iter()
            .all(|atom| matches!(atom.kind, Kind::Param(_)));
        let telling = self.platform().methods_of_unknown.get(method);
        let shown = |wanted: &Type| {
            let first = args.first().filter(|arg| arg.is_positional());
            first.is_some_and(|arg| arg.value.atoms.iter().any(|atom| self.is(atom, wanted)))
        };
        let of = telling
            .filter(|_| params_only)
            .filter(|telling| telling.first_is.as_ref().is_none_or(shown))
            .map(|telling| telling.of);
        let attribute = self.receiver_attribute(node);
        let Some(of) = of.filter(|&of| self.may_be_told(of, owner, attribute)) else {
            return Value::unknown();
        };
        // The object keeps its place, so that two calls on it are known to be on the same.
        let sites: Vec<Site> = owner.atoms.iter().map(|atom| atom.site).collect();
        let own = self.receiver_site(node);
        let site = sites.first().copied().unwrap_or(own);
        let receiver = Rc::new(Value::of(Kind::Instance(of, None), site));
        self.call_method(*method, &receiver, args, node, state)
    }

    /// The attribute that the object of a method call is read from.
    fn receiver_attribute(&mut self, node: &ExprCall) -> Option<Symbol> {
        let Expr::Attribute(method) = &*node.func else {
            return None;
        };
        let Expr::Attribute(attribute) = &*method.value else {
            return None;
        };
        Some(self.symbols.intern(&attribute.attr))
    }

    /// A stable place for an object about which nothing is known: where its name was bound, or the expression.
    fn receiver_site(&mut self, node: &'a ExprCall) -> Site {
        match &*node.func {
            Expr::Attribute(attribute) => self.site(&*attribute.value),
            other => self.site(other),
        }
    }
}

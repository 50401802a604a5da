//! How long objects live: for a call of a function, or for as long as the isolate does.

use gotchas_catalog::detect::Same;
use ruff_python_ast::visitor::{Visitor, walk_stmt};
use ruff_python_ast::{Expr, Stmt};
use rustc_hash::FxHashSet;
use smallvec::SmallVec;

use super::Analysis;
use super::state::{Mark, State};
use super::summary::Summary;
use crate::rules::What;
use crate::symbol::Symbol;
use crate::value::{ClassId, Kind, Site, Value};

/// Where objects of a class of the project are made.
#[derive(Debug, Clone, Copy, Default)]
pub struct Made {
    /// In a function that keeps them to itself.
    for_a_call: bool,
    /// Anywhere else.
    for_longer: bool,
}

impl Analysis<'_> {
    /// An object of a class is made.
    pub fn made(&mut self, class: ClassId) {
        if !self.descending {
            return;
        }
        let kept = self.frame.function.is_none()
            || self.frame.keeps
            || self
                .frame
                .target
                .is_some_and(|name| self.outlives(name, true));
        let made = self.made.entry(class).or_default();
        made.for_a_call |= !kept;
        made.for_longer |= kept;
    }

    /// Whether every object of a class that the project makes is gone when the function returns that made it.
    pub fn lives_for_a_call(&self, class: ClassId) -> bool {
        let mut extending = self.made.iter().filter(|(made, _)| {
            let above = self.classes_above(**made);
            above.contains(&class)
        });
        let mut found = false;
        let short = extending.all(|(_, made)| {
            found = true;
            made.for_a_call && !made.for_longer
        });
        short && found
    }

    /// What happened to the objects that the running function makes and returns, as far as the end of its body tells.
    pub fn left_on_result(&self, state: &State) -> Vec<Mark> {
        let made = made_in(&self.frame.returns);
        let lasts = |mark: &&Mark| {
            let what = &self.rules().detectors[mark.detector as usize].what;
            matches!(what, What::Order(order) if order.same == Same::Receiver)
                && mark.receivers.iter().any(|site| made.contains(site))
        };
        state.marks().iter().filter(lasts).cloned().collect()
    }

    /// Whether the result of the running call is bound to a name of the running function, and stays there.
    pub fn bound_locally(&self) -> bool {
        self.frame.function.is_some()
            && self
                .frame
                .target
                .is_some_and(|name| !self.outlives(name, false))
    }

    /// Whether what a name of the running function stands for goes elsewhere.
    fn outlives(&self, name: Symbol, returned: bool) -> bool {
        if self.frame.globals.contains(&name) {
            return true;
        }
        let Some(function) = self.frame.function else {
            return true;
        };
        let info = &self.functions[function.0 as usize];
        let read = || Box::new(Kept::new(&info.node.body));
        let kept = info.kept.get_or_init(read);
        let name = self.symbols.text(name);
        kept.stored.contains(name) || (returned && kept.returned.contains(name))
    }
}

impl Summary {
    /// Continues with what a call returns: an object of its own, with what was done to it.
    pub fn hand_over(&self, call: Site, state: &mut State) {
        for left in &self.leaves {
            state.mark(Mark {
                receivers: std::iter::once(call).collect(),
                ..left.clone()
            });
        }
    }
}

/// The places where objects of the platform among the alternatives of a value were made.
fn made_in(value: &Value) -> SmallVec<[Site; 2]> {
    let atoms = value.atoms.iter();
    let made = atoms.filter(|atom| matches!(atom.kind, Kind::Instance(..)));
    made.map(|atom| atom.site).collect()
}

/// The names of a function that stand for what goes elsewhere.
#[derive(Default)]
pub struct Kept<'a> {
    /// Those that are put into attributes or containers.
    stored: FxHashSet<&'a str>,
    /// Those that are returned.
    returned: FxHashSet<&'a str>,
}

impl<'a> Kept<'a> {
    fn new(body: &'a [Stmt]) -> Kept<'a> {
        let mut kept = Kept::default();
        kept.visit_body(body);
        kept
    }
}

impl<'a> Visitor<'a> for Kept<'a> {
    fn visit_stmt(&mut self, statement: &'a Stmt) {
        match statement {
            Stmt::Assign(node) => {
                let mut targets = node.targets.iter();
                let stores = |one: &Expr| matches!(one, Expr::Attribute(_) | Expr::Subscript(_));
                if let Expr::Name(name) = &*node.value
                    && targets.any(stores)
                {
                    self.stored.insert(&name.id);
                }
            }
            Stmt::Return(node) => {
                if let Some(Expr::Name(name)) = node.value.as_deref() {
                    self.returned.insert(&name.id);
                }
            }
            _ => {}
        }
        walk_stmt(self, statement);
    }

    fn visit_expr(&mut self, _expression: &'a Expr) {}
}

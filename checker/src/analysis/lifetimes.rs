//! How long objects live: for a call of a function, or for as long as the isolate does.

use gotchas_catalog::detect::Same;
use ruff_python_ast::visitor::{Visitor, walk_stmt};
use ruff_python_ast::{Expr, Stmt};
use rustc_hash::FxHashSet;
use smallvec::SmallVec;

use super::Analysis;
use super::index::Binding;
use super::state::{Mark, State};
use super::summary::Summary;
use crate::rules::What;
use crate::symbol::Symbol;
use crate::value::{Atom, ClassId, FunctionId, Kind, Site, Value};

/// Where objects of a class of the project are made, or those that a function returns go.
#[derive(Debug, Clone, Default)]
pub struct Made {
    /// Into a function that keeps them to itself.
    for_a_call: bool,
    /// To where nobody knows how long they live.
    for_longer: bool,
    /// To those who call these functions.
    returned_by: FxHashSet<FunctionId>,
    /// Into attributes of objects of these classes.
    owned_by: FxHashSet<ClassId>,
}

/// What becomes of the value of an expression.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Keeps {
    /// It is not kept, or only under a name.
    #[default]
    Nothing,
    /// It is put into an attribute or a container.
    Somewhere,
    /// It is put into an attribute of an object of a class.
    InObject(ClassId),
    /// It is returned.
    Returned,
}

impl<'a> Analysis<'a> {
    /// An object of a class is made.
    pub fn made(&mut self, class: ClassId) {
        if self.descending {
            let mut made = self.made.remove(&class).unwrap_or_default();
            self.send(&mut made);
            self.made.insert(class, made);
        }
    }

    /// An object of a class is made for each request.
    pub fn made_for_a_request(&mut self, class: ClassId) {
        if self.descending {
            self.made.entry(class).or_default().for_a_call = true;
        }
    }

    /// A function has given an object of the project.
    pub fn given_by(&mut self, function: FunctionId, result: &Value, is_called: bool) {
        let is_object = |atom: &Atom| matches!(atom.kind, Kind::Object(_));
        if !self.descending || !result.atoms.iter().any(is_object) {
            return;
        }
        let mut made = self.given_objects.remove(&function).unwrap_or_default();
        match is_called {
            true => self.send(&mut made),
            // A property, or a dependency of a request.
            false => made.for_a_call = true,
        }
        self.given_objects.insert(function, made);
    }

    /// Notes where the result of the running call goes.
    fn send(&self, made: &mut Made) {
        let Some(function) = self.frame.function else {
            made.for_longer = true;
            return;
        };
        let name = self.frame.target;
        match self.frame.keeps {
            Keeps::Somewhere => made.for_longer = true,
            Keeps::InObject(class) => {
                made.owned_by.insert(class);
            }
            Keeps::Returned => {
                made.returned_by.insert(function);
            }
            Keeps::Nothing if name.is_some_and(|name| self.is_stored(name)) => {
                made.for_longer = true;
            }
            Keeps::Nothing if name.is_some_and(|name| self.is_returned(name)) => {
                made.returned_by.insert(function);
            }
            Keeps::Nothing => made.for_a_call = true,
        }
    }

    /// What becomes of what is assigned to targets.
    pub fn kept_by(&self, targets: &[Expr]) -> Keeps {
        let own = self.frame.function.and_then(|id| {
            let info = &self.functions[id.0 as usize];
            let first = info.node.parameters.iter_non_variadic_params().next()?;
            Some((info.class?, first.parameter.name.as_str()))
        });
        match (targets, own) {
            ([Expr::Attribute(attribute)], Some((class, name))) => match &*attribute.value {
                Expr::Name(owner) if owner.id.as_str() == name => Keeps::InObject(class),
                _ => Keeps::Somewhere,
            },
            _ if targets.iter().all(Expr::is_name_expr) => Keeps::Nothing,
            _ => Keeps::Somewhere,
        }
    }

    /// Whether every object of a class that the project makes is gone when the request is over.
    pub fn lives_for_a_call(&self, class: ClassId) -> bool {
        self.is_short_lived(class, &mut FxHashSet::default())
    }

    fn is_short_lived(&self, class: ClassId, asked: &mut FxHashSet<ClassId>) -> bool {
        if !asked.insert(class) {
            return true;
        }
        let mut extending = self.made.iter().filter(|(made, _)| {
            let above = self.classes_above(**made);
            above.contains(&class)
        });
        let mut found = false;
        let short = extending.all(|(_, made)| {
            found = true;
            self.goes_away(made, asked, &mut FxHashSet::default())
        });
        short && found
    }

    fn goes_away(
        &self,
        made: &Made,
        asked: &mut FxHashSet<ClassId>,
        through: &mut FxHashSet<FunctionId>,
    ) -> bool {
        let handed_out = |id: &FunctionId, asked: &mut FxHashSet<ClassId>, through: &mut _| {
            !self.may_be_cached(*id)
                && self
                    .given_objects
                    .get(id)
                    .is_some_and(|made| self.goes_away(made, asked, through))
        };
        !made.for_longer
            && made
                .owned_by
                .iter()
                .all(|one| self.is_short_lived(*one, asked))
            && made.returned_by.iter().all(|id| {
                // A function that calls itself adds nothing.
                !through.insert(*id) || handed_out(id, asked, through)
            })
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

    /// Whether a decorator may keep what a function returns.
    fn may_be_cached(&self, id: FunctionId) -> bool {
        let info = &self.functions[id.0 as usize];
        matches!(info.binding, Binding::Plain | Binding::Replaced)
            && !info.node.decorator_list.is_empty()
    }

    /// Whether the result of the running call is bound to a name of the running function, and stays there.
    pub fn bound_locally(&self) -> bool {
        self.frame.function.is_some() && self.frame.target.is_some_and(|name| !self.is_stored(name))
    }

    /// Whether what a name of the running function stands for is put into an attribute, a container or a global.
    fn is_stored(&self, name: Symbol) -> bool {
        self.frame.globals.contains(&name)
            || self
                .kept_names()
                .is_none_or(|kept| kept.stored.contains(self.symbols.text(name)))
    }

    fn is_returned(&self, name: Symbol) -> bool {
        let kept = self.kept_names();
        kept.is_some_and(|kept| kept.returned.contains(self.symbols.text(name)))
    }

    fn kept_names(&self) -> Option<&Kept<'a>> {
        let info = &self.functions[self.frame.function?.0 as usize];
        let read = || Box::new(Kept::new(&info.node.body));
        Some(info.kept.get_or_init(read))
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

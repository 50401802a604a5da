//! How long objects live: for a call of a function, or for as long as the isolate does.

use std::rc::Rc;

use gotchas_catalog::detect::Same;
use rustc_hash::FxHashSet;
use smallvec::SmallVec;

use super::Analysis;
use super::index::Binding;
use super::keeping::Keeps;
use super::state::{Mark, State};
use super::summary::Summary;
use crate::rules::What;
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

/// A question how long objects live.
struct Asked {
    classes: FxHashSet<ClassId>,
    or_in_durable_object: bool,
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
            Keeps::Nothing
                if name.is_some_and(|name| self.is_returned(self.symbols.text(name))) =>
            {
                made.returned_by.insert(function);
            }
            Keeps::Nothing => made.for_a_call = true,
        }
    }

    /// Whether every object of a class that the project makes is gone when the request is over, or kept by a Durable Object if
    /// that will do.
    pub fn lives_for_a_call(&self, class: ClassId, or_in_durable_object: bool) -> bool {
        let mut asked = Asked {
            classes: FxHashSet::default(),
            or_in_durable_object,
        };
        self.is_short_lived(class, &mut asked)
    }

    /// Whether the project makes an object of a class that outlives the request, and is kept by no Durable Object if that will
    /// do.
    pub fn lasts(&self, class: ClassId, or_in_durable_object: bool) -> bool {
        let mut made = self.made.keys();
        made.any(|made| self.classes_above(*made).contains(&class))
            && !self.lives_for_a_call(class, or_in_durable_object)
    }

    /// Whether the runtime makes an object of a class for each event. Read in workerd: `Worker::Lock::getExportedHandler` makes
    /// one, and its constructor that of the Python class.
    fn is_of_one_event(&self, class: ClassId) -> bool {
        let known = self.known();
        let bases = self.outside_bases(class);
        bases.contains(&known.worker_entrypoint) || bases.contains(&known.workflow_entrypoint)
    }

    pub fn is_durable_object(&self, class: ClassId) -> bool {
        let bases = self.outside_bases(class);
        bases.contains(&self.known().durable_object)
    }

    /// Whether the runtime makes objects of a class that extends one, and these live short enough.
    fn is_extended_by_runtimes(&self, class: ClassId, asked: &Asked) -> bool {
        let classes = self
            .classes
            .iter()
            .zip(0..)
            .map(|(info, id)| (info, ClassId(id)));
        let classes = classes
            .filter(|(info, _)| !info.bases.is_empty())
            .map(|(_, id)| id);
        let mut extending = classes.filter(|one| self.classes_above(*one).contains(&class));
        let mut found = false;
        let fine = |one: ClassId| {
            let short = self.is_of_one_event(one);
            let durable = self.is_durable_object(one);
            found |= short || durable;
            !durable || asked.or_in_durable_object
        };
        extending.all(fine) && found
    }

    fn is_short_lived(&self, class: ClassId, asked: &mut Asked) -> bool {
        if !asked.classes.insert(class) || self.is_of_one_event(class) {
            return true;
        }
        if asked.or_in_durable_object && self.is_durable_object(class) {
            return true;
        }
        let mut extending = self.made.iter().filter(|(made, _)| {
            let above = self.classes_above(**made);
            above.contains(&class)
        });
        let mut found = self.is_extended_by_runtimes(class, asked);
        let short = extending.all(|(_, made)| {
            found = true;
            self.goes_away(made, asked, &mut FxHashSet::default())
        });
        short && found
    }

    fn goes_away(
        &self,
        made: &Made,
        asked: &mut Asked,
        through: &mut FxHashSet<FunctionId>,
    ) -> bool {
        let handed_out = |id: &FunctionId, asked: &mut Asked, through: &mut _| {
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
        info.binding == Binding::Plain && !info.node.decorator_list.is_empty()
    }
}

impl Summary {
    /// Continues with what a call returns: an object of its own, with what was done to it.
    pub fn hand_over(&self, call: Site, state: &mut State) {
        for left in &self.leaves {
            state.mark(Mark {
                receivers: std::iter::once(call).collect(),
                // What was known there was known of its own names.
                shown: Rc::default(),
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

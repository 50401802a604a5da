//! What facts leave of a value.

use super::Analysis;
use crate::symbol::Symbol;
use crate::value::{Atom, Fact, Kind, Param, Site, Value};

/// Facts about a parameter beyond this many are forgotten, and it with them.
const MOST_FACTS: usize = 12;

impl<'a> Analysis<'a> {
    /// Keeps of a value what a fact allows.
    pub fn apply_fact(&self, value: &mut Value, fact: Fact) {
        match fact {
            Fact::Truth(truth) => self.keep_truth(value, truth),
            Fact::None(true) => {
                value.retain(|atom| match atom.kind {
                    Kind::None | Kind::Missing => true,
                    Kind::Param(_) => self.learn(atom, fact),
                    _ => false,
                });
            }
            Fact::None(false) => {
                value.retain(|atom| !atom.is_nothing() && self.learn(atom, fact));
            }
            Fact::Attribute(name, has) => {
                let mut doubtful = false;
                value.retain(|atom| {
                    // Who asks a row for a column expects something else where there is none.
                    if !has && self.may_be_column(atom, name) {
                        doubtful = true;
                        return false;
                    }
                    self.may_have(atom, name) != Some(!has) && self.learn(atom, fact)
                });
                value.open |= doubtful;
            }
            Fact::Type(name, true) => {
                let open = value.open;
                let params = value
                    .atoms
                    .iter()
                    .any(|atom| matches!(atom.kind, Kind::Param(_)));
                let site = value.atoms.first().map(|atom| atom.site);
                value.retain(|atom| self.is_named(atom, name) || self.is_supertype(atom, name));
                // Whatever else it may be is of this type as well.
                let told = |atom: &Atom| atom.kind == Kind::Instance(name, None);
                let is_told = self.is_python(name) && value.atoms.iter().any(told);
                value.open = (open || params) && !is_told;
                // What was unknown is now known to be of this type.
                if value.open && value.atoms.is_empty() && self.is_python(name) {
                    let site = site.unwrap_or(Site {
                        file: self.frame.module.0,
                        start: 0,
                        end: 0,
                    });
                    *value = Value::of(Kind::Instance(name, None), site);
                }
            }
            Fact::Type(name, false) => {
                value.retain(|atom| !self.is_named(atom, name) && self.learn(atom, fact));
            }
        }
    }

    /// Whether a name may be that of data in an object of JavaScript: neither its type has it nor one that it could be
    /// mistaken for.
    fn may_be_column(&self, atom: &Atom, name: Symbol) -> bool {
        let Kind::Instance(of, _) = &atom.kind else {
            return false;
        };
        let platform = self.platform();
        platform.extends(*of, self.known().js_proxy) && !platform.members.contains(&name)
    }

    fn is_python(&self, name: Symbol) -> bool {
        self.symbols.text(name).starts_with("python.")
    }

    fn is_supertype(&self, atom: &Atom, name: Symbol) -> bool {
        self.type_name(atom)
            .is_some_and(|own| self.platform().extends(name, own))
    }

    /// Remembers a fact about a parameter; false where there are too many.
    fn learn(&self, atom: &mut Atom, fact: Fact) -> bool {
        let Kind::Param(param) = &mut atom.kind else {
            return true;
        };
        if param.facts.contains(&fact) {
            return true;
        }
        if param.facts.len() >= MOST_FACTS {
            return false;
        }
        let mut learned: Param = (**param).clone();
        learned.facts.push(fact);
        *param = learned.into();
        true
    }

    /// Keeps of a value what may be true, or what may be false.
    pub fn keep_truth(&self, value: &mut Value, truth: bool) {
        let mut emptied = false;
        value.retain(|atom| match (self.truth_of(atom), truth) {
            (Some(own), wanted) => own == wanted,
            // An empty text or container is as harmless as anything unknown.
            (None, false)
                if !matches!(atom.kind, Kind::Param(_)) && self.type_name(atom).is_some() =>
            {
                emptied = true;
                false
            }
            (None, _) => self.learn(atom, Fact::Truth(truth)),
        });
        value.open |= emptied;
    }

    /// Whether an alternative is true, if that can be told.
    pub fn truth_of(&self, atom: &Atom) -> Option<bool> {
        match &atom.kind {
            Kind::None | Kind::Missing => Some(false),
            Kind::Bool(value) => Some(*value),
            Kind::Text(text) => Some(!self.symbols.text(*text).is_empty()),
            Kind::Record(record) => record.is_filled().then_some(true),
            Kind::Beginning(text) => (!self.symbols.text(*text).is_empty()).then_some(true),
            Kind::Param(_) => None,
            Kind::Instance(of, _) if self.is_python(*of) => None,
            Kind::Instance(..)
            | Kind::Object(_)
            | Kind::Class(_)
            | Kind::Function(..)
            | Kind::Lambda(_)
            | Kind::Module(_) => Some(true),
            Kind::Method(..) => None,
            Kind::Name(name) => self.is_part_of_runtime(*name).then_some(true),
            Kind::Global(..) => None,
        }
    }

    /// Whether a name is that of a module that only Workers has, or of a function or class of it.
    pub fn is_part_of_runtime(&self, name: Symbol) -> bool {
        let platform = self.platform();
        platform.runtime_modules.contains(&name)
            || ((platform.functions.contains_key(&name) || platform.types.contains_key(&name))
                && self.is_of_runtime_alone(self.symbols.text(name)))
    }

    /// Whether an alternative has an attribute, if that can be told.
    fn may_have(&self, atom: &Atom, name: Symbol) -> Option<bool> {
        match &atom.kind {
            Kind::None | Kind::Missing => Some(false),
            Kind::Object(class) => {
                let above = self.classes_above(*class);
                let known = above.iter().any(|class| {
                    let info = &self.classes[class.0 as usize];
                    info.attributes.contains_key(&name) || info.methods.contains_key(&name)
                });
                known.then_some(true)
            }
            Kind::Param(_)
            | Kind::Name(_)
            | Kind::Module(_)
            | Kind::Class(_)
            | Kind::Global(..) => None,
            _ => {
                let of = self.type_name(atom)?;
                let platform = self.platform();
                platform.types.get(&of)?;
                let attribute = platform
                    .inherited(of, |declared| declared.attributes.get(&name))
                    .is_some();
                let any = platform
                    .inherited(of, |declared| declared.any_attribute.as_ref())
                    .is_some();
                if self.may_be_column(atom, name) {
                    None
                } else if attribute || platform.method(of, name).is_some() {
                    Some(true)
                } else {
                    (!any).then_some(false)
                }
            }
        }
    }
}

//! Guesses about values that nothing shows, and what the rest of the project says against them.
//!
//! Whoever calls `prepare` on a parameter means a D1 database, and a parameter named `env` is what the runtime hands over.
//! A project may have wrappers of its own with the same names. Where it passes one, the guess about that parameter was
//! wrong, and the project is analysed again without it.

use ruff_text_size::Ranged;
use rustc_hash::{FxHashMap, FxHashSet};

use super::Analysis;
use super::functions::Passed;
use crate::symbol::Symbol;
use crate::value::{ClassId, FunctionId, Kind, Site, Value};

/// Guesses that the project is known to refute.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Refuted {
    /// Parameters, by their places, for which objects of the project are passed.
    parameters: FxHashSet<Site>,
    /// Names of such parameters that the platform's conventions give a type.
    names: FxHashSet<Symbol>,
    /// Attributes that such objects are put into.
    attributes: FxHashSet<String>,
    /// Types of the platform that parameters are passed, by their places; none where something else is passed as well.
    given: FxHashMap<Site, Option<Symbol>>,
    /// Types of JavaScript that constructors are passed, by the places of their parameters or fields; none where something
    /// else is passed as well.
    pub members: FxHashMap<Site, Option<Symbol>>,
    /// Classes, by the places of their names, whose objects the ASGI adapter is given as `env`.
    asgi_env: FxHashSet<Site>,
}

/// Guesses that were made.
#[derive(Debug, Default)]
pub struct Guessed {
    /// Parameters whose objects were guessed, by their places.
    parameters: FxHashSet<Site>,
    /// Those of them whose type only their calls tell.
    typed_by_calls: FxHashSet<Site>,
    /// Names by which parameters were given a type.
    names: FxHashSet<Symbol>,
    /// Attributes of objects that are not known.
    attributes: FxHashSet<String>,
    /// Parameters of constructors and fields that attributes hold, by their places.
    pub kept: FxHashSet<Site>,
    /// Whether objects were guessed that methods read from attributes of their own objects.
    members: bool,
    /// Whether `scope["env"]` was taken for the runtime's.
    asgi_env: bool,
}

impl Refuted {
    /// These and others.
    pub fn and(&self, others: &Refuted) -> Refuted {
        Refuted {
            parameters: &self.parameters | &others.parameters,
            names: &self.names | &others.names,
            attributes: &self.attributes | &others.attributes,
            asgi_env: &self.asgi_env | &others.asgi_env,
            given: others.given.clone(),
            members: others.members.clone(),
        }
    }

    /// Whether a run that knew of `before` would have come out otherwise had it known of these as well.
    pub fn concerns(&self, guessed: &Guessed, before: &Refuted) -> bool {
        let is_new = |(site, of): (&Site, &Option<Symbol>)| {
            of.is_some() && before.given.get(site) != Some(of) && !guessed.parameters.contains(site)
        };
        let is_kept = |(site, of): (&Site, &Option<Symbol>)| {
            of.is_some() && before.members.get(site) != Some(of) && guessed.kept.contains(site)
        };
        self.given.iter().any(is_new)
            || self.members.iter().any(is_kept)
            || (guessed.asgi_env && !self.asgi_env.is_empty())
            || (guessed.members && !self.parameters.is_subset(&before.parameters))
            || !self.parameters.is_disjoint(&guessed.parameters)
            || !self.names.is_disjoint(&guessed.names)
            || !self.attributes.is_disjoint(&guessed.attributes)
    }
}

impl<'a> Analysis<'a> {
    /// A function of the project is called.
    pub fn refute_parameters(&mut self, function: FunctionId, passed: &Passed, bound: bool) {
        let definition = self.functions[function.0 as usize].node;
        let parameters = definition.parameters.iter_non_variadic_params();
        for (parameter, given) in parameters.zip(passed).skip(usize::from(bound)) {
            let Some((value, _)) = given else { continue };
            let name = self.symbols.intern(&parameter.parameter.name);
            let site = self.functions[function.0 as usize].place(&parameter.parameter);
            self.give(site, value);
            if !self.is_own(value) {
                continue;
            }
            self.refuting.parameters.insert(site);
            if self.platform().parameters.contains_key(&name) {
                self.refuting.names.insert(name);
            }
        }
    }

    fn give(&mut self, site: Site, value: &Value) {
        let atoms = value.atoms.iter();
        // What the caller was passed itself is told by its own callers.
        let atoms = atoms.filter(|atom| !matches!(atom.kind, Kind::Param(_) | Kind::None));
        let mut types = atoms.map(|atom| match atom.kind {
            Kind::Instance(of, _) if self.is_of_runtime(of) => Some(of),
            _ => None,
        });
        // A binding whose being there was tested counts as open: it may be something else there.
        let binding = Some(self.known().binding);
        let first = types.next().flatten();
        let first = first.filter(|of| !value.open || Some(*of) == binding);
        let of = first.filter(|first| types.all(|of| of == Some(*first)));
        let given = self.refuting.given.entry(site).or_insert(of);
        if *given != of {
            *given = None;
        }
    }

    /// Whether a type is that of `env` or of a binding.
    fn is_of_runtime(&self, of: Symbol) -> bool {
        let known = self.known();
        of == known.binding || of == known.runtime_env
    }

    /// What every call of the project passes for a parameter, if that is `env` or a binding.
    pub fn given(&mut self, site: Site) -> Option<Value> {
        let of = (*self.refuted.given.get(&site)?)?;
        self.guessed.parameters.insert(site);
        self.guessed.typed_by_calls.insert(site);
        Some(Value::of(Kind::Instance(of, None), site))
    }

    /// Whether that is the place of a parameter whose type only its calls tell. Others may pass nothing.
    pub fn is_typed_by_calls(&self, site: Site) -> bool {
        self.guessed.typed_by_calls.contains(&site)
    }

    /// An attribute is set.
    pub fn refute_attribute(&mut self, name: Symbol, value: &Value) {
        if self.resembles_binding(value) {
            let name = self.symbols.text(name).to_owned();
            self.refuting.attributes.insert(name);
        }
    }

    /// The ASGI adapter is given what becomes `scope["env"]`.
    pub fn refute_asgi_env(&mut self, value: &Value) {
        for atom in &value.atoms {
            if let Kind::Object(class) = atom.kind {
                let site = self.place_of(class);
                self.refuting.asgi_env.insert(site);
            }
        }
    }

    /// What `scope["env"]` is where the project puts objects of its own there.
    pub fn own_asgi_env(&mut self, site: Site) -> Option<Value> {
        if self.refuted.asgi_env.is_empty() {
            self.guessed.asgi_env = true;
            return None;
        }
        let classes = (0..self.classes.len() as u32).map(ClassId);
        let mut value = Value::never();
        for class in classes.filter(|&class| self.refuted.asgi_env.contains(&self.place_of(class)))
        {
            value.join(&Value::of(Kind::Object(class), site));
        }
        Some(value)
    }

    fn place_of(&self, class: ClassId) -> Site {
        let info = &self.classes[class.0 as usize];
        Site::new(info.module.0, info.node.name.range()).moved(info.shift)
    }

    /// Whether passing a value tells something about a parameter.
    pub fn tells(&self, value: &Value) -> bool {
        let mut atoms = value.atoms.iter();
        let runtime =
            |kind: &Kind| matches!(kind, Kind::Instance(of, _) if self.is_of_runtime(*of));
        self.is_own(value) || atoms.any(|atom| runtime(&atom.kind))
    }

    /// Whether a value may be an object of the project, or what is passed for a parameter that is.
    fn is_own(&self, value: &Value) -> bool {
        value.atoms.iter().any(|atom| match atom.kind {
            Kind::Object(_) => true,
            Kind::Param(_) => self.refuted.parameters.contains(&atom.site),
            _ => false,
        })
    }

    /// Whether a value may be an object of the project with a method whose name tells what an unknown object is.
    fn resembles_binding(&self, value: &Value) -> bool {
        let telling = &self.platform().methods_of_unknown;
        value.atoms.iter().any(|atom| {
            let Kind::Object(class) = atom.kind else {
                return false;
            };
            self.classes_above(class).iter().any(|class| {
                let methods = self.classes[class.0 as usize].methods.keys();
                let told = |name| {
                    telling
                        .get(name)
                        .is_some_and(|one| self.is_of_runtime(one.of))
                };
                methods.into_iter().any(told)
            })
        })
    }

    /// An attribute of an object of the project is set: what is known of the value is known of the attribute.
    pub fn carry_over(&mut self, class: ClassId, name: Symbol, value: &Value) {
        let mut atoms = value.atoms.iter();
        if atoms.any(|atom| self.refuted.parameters.contains(&atom.site)) {
            self.own_members.insert((class, name));
        }
    }

    /// Whether nothing speaks against taking a parameter for what its name says.
    pub fn may_be_conventional(&mut self, name: Symbol, site: Site) -> bool {
        let refuted = &self.refuted;
        if refuted.parameters.contains(&site) || refuted.names.contains(&name) {
            return false;
        }
        self.guessed.names.insert(name);
        self.guessed.parameters.insert(site);
        true
    }

    /// Whether nothing speaks against taking an unknown object for what its methods say. `name` is the attribute it was read
    /// from.
    pub fn may_be_told(&mut self, of: Symbol, owner: &Value, name: Option<Symbol>) -> bool {
        if !self.is_of_runtime(of) {
            return true;
        }
        let class = self.frame.function;
        let class = class.and_then(|id| self.functions[id.0 as usize].class);
        if class
            .zip(name)
            .is_some_and(|member| self.own_members.contains(&member))
        {
            return false;
        }
        let refuted = &self.refuted;
        let attribute = name.map(|name| self.symbols.text(name).to_owned());
        let mut atoms = owner.atoms.iter();
        if atoms.any(|atom| refuted.parameters.contains(&atom.site))
            || attribute
                .as_ref()
                .is_some_and(|name| refuted.attributes.contains(name))
        {
            return false;
        }
        let sites = owner.atoms.iter().map(|atom| atom.site);
        self.guessed.parameters.extend(sites);
        self.guessed.attributes.extend(attribute);
        self.guessed.members |= class.is_some() && name.is_some();
        true
    }
}

//! Objects of JavaScript that constructors are passed and keep: `Principal(row)`, and later `self.record["team"]`.
//!
//! Attributes are known by class, so it takes every call that makes an object to pass the same. Methods may have been
//! analysed before, so the project is analysed again with what is known then.

use ruff_python_ast::visitor::{Visitor, walk_expr};
use ruff_python_ast::{Expr, ExprCall, ExprName, Stmt, StmtClassDef};
use ruff_text_size::Ranged;

use super::Analysis;
use super::arguments::{Arg, Star};
use super::functions::Passed;
use super::mentions::{assigned, decorator_name, last_name};
use crate::symbol::Symbol;
use crate::value::{Atom, ClassId, FunctionId, Kind, Site, Value};

impl<'a> Analysis<'a> {
    /// A constructor is called.
    pub fn pass_members(&mut self, constructor: FunctionId, passed: &Passed) {
        let info = &self.functions[constructor.0 as usize];
        let parameters = info.node.parameters.iter_non_variadic_params();
        let sites: Vec<Site> = parameters.map(|one| info.place(&one.parameter)).collect();
        for (site, given) in sites.into_iter().zip(passed).skip(1) {
            let value = given.as_ref().map(|(value, _)| value);
            self.pass_member(site, value);
        }
    }

    /// A class is called whose constructor `dataclass` writes.
    pub fn pass_fields(&mut self, class: ClassId, args: &[Arg]) {
        let info = &self.classes[class.0 as usize];
        let (module, node, shift) = (info.module, info.node, info.shift);
        if !is_dataclass(node) {
            return;
        }
        let exact = args.iter().all(|arg| arg.star == Star::No);
        let mut positional = args.iter().filter(|arg| arg.is_positional());
        for (target, default) in fields(node) {
            let name = self.symbols.get(&target.id);
            let by_name = args
                .iter()
                .find(|arg| arg.keyword.is_some_and(|own| Some(own) == name));
            let arg = by_name.or_else(|| positional.next()).filter(|_| exact);
            let place = |node: &Expr| Site::new(module.0, node.range()).moved(shift);
            let value = arg.map(|arg| &arg.value);
            self.pass_member(Site::new(module.0, target.range()).moved(shift), value);
            if let Some(default) = default.map(place)
                && self.filled_fields.get(&default) != Some(&false)
            {
                let given = value.is_some_and(|value| !value.may_be_none());
                self.fill_field(default, given && assignments(node, &target.id) == 0);
            }
        }
    }

    /// An object is made whose field has a default, and is given something else or not.
    fn fill_field(&mut self, default: Site, given: bool) {
        if self.descending {
            *self.filled_fields.entry(default).or_insert(true) &= given;
        }
    }

    /// Whether all objects that the project makes are given something else than the default at a place.
    pub fn is_always_filled(&self, default: Site) -> bool {
        self.filled_fields.get(&default) == Some(&true)
    }

    fn pass_member(&mut self, site: Site, value: Option<&Value>) {
        if !self.descending {
            return;
        }
        let of = value.and_then(|value| self.only_raw(value));
        let before = self.refuting.members.entry(site).or_insert(of);
        if *before != of {
            *before = None;
        }
    }

    /// The type of JavaScript that a value has, if it has no other.
    fn only_raw(&self, value: &Value) -> Option<Symbol> {
        // What the caller was passed itself is told by its own callers.
        let told = |atom: &&Atom| !matches!(atom.kind, Kind::None | Kind::Param(_));
        let mut atoms = value.atoms.iter().filter(told);
        let first = self.raw(atoms.next()?)?;
        let same = atoms.all(|atom| self.raw(atom) == Some(first));
        (same && !value.open).then_some(first)
    }

    fn raw(&self, atom: &Atom) -> Option<Symbol> {
        match atom.kind {
            Kind::Instance(of, None) if self.is_raw(atom) => Some(of),
            _ => None,
        }
    }

    /// What a field of a dataclass holds.
    pub fn kept_field(&mut self, class: ClassId, field: &Expr) -> Option<Value> {
        let node = self.classes[class.0 as usize].node;
        let Expr::Name(name) = field else { return None };
        if !is_dataclass(node) || assignments(node, &name.id) > 0 {
            return None;
        }
        let site = self.site(field);
        self.kept_member(site)
    }

    /// What the attribute holds that a constructor puts a parameter into, or the field at a place.
    fn kept_member(&mut self, site: Site) -> Option<Value> {
        self.guessed.kept.insert(site);
        let of = (*self.refuted.members.get(&site)?)?;
        Some(Value::of(Kind::Instance(of, None), site))
    }

    /// The first parameter of the running method, where a call is one of a method of what its object was given when it was made
    /// and keeps: what happens to that happens to the object.
    pub fn held_by_own(&mut self, call: &ExprCall) -> Option<u32> {
        let Expr::Attribute(method) = &*call.func else {
            return None;
        };
        let Expr::Attribute(held) = &*method.value else {
            return None;
        };
        let class = self.owner_of(held)?;
        self.run_constructor(class);
        let info = &self.classes[class.0 as usize];
        let constructor = info.methods.get(&self.known().init)?;
        let body = &self.functions[constructor.0 as usize].node.body;
        let mut given = body.iter().filter_map(assigned);
        let is_given = given.any(|(target, value)| {
            last_name(target) == Some(held.attr.as_str()) && value.is_name_expr()
        });
        let running = &self.functions[self.frame.function?.0 as usize].node.body;
        (is_given && set_in(running, &held.attr) == 0).then_some(0)
    }

    /// What is known of the parameters that a value may be, if it is a constructor's that is kept as it is.
    pub fn kept_parameter(&mut self, class: ClassId, name: &str, value: &Value) -> Option<Value> {
        let id = self.frame.function?;
        if self.functions[id.0 as usize].node.name.as_str() != "__init__" {
            return None;
        }
        let plain = |atom: &&Atom| match &atom.kind {
            Kind::Param(param) => {
                param.function == id
                    && param.path.is_empty()
                    && param.facts.is_empty()
                    && param.given.is_empty()
            }
            _ => false,
        };
        let site = value.atoms.iter().find(plain)?.site;
        let kept = self.kept_member(site)?;
        let node = self.classes[class.0 as usize].node;
        (assignments(node, name) == 1).then_some(kept)
    }
}

/// Whether the constructor of a class puts what it is passed into fields, and nothing is done to them afterwards.
pub fn is_dataclass(node: &StmtClassDef) -> bool {
    let mut decorators = node.decorator_list.iter();
    let written = decorators.any(|decorator| decorator_name(decorator) == Some("dataclass"));
    let own = |statement: &Stmt| {
        let Stmt::FunctionDef(method) = statement else {
            return false;
        };
        ["__init__", "__post_init__"].contains(&method.name.as_str())
    };
    written && node.bases().is_empty() && !node.body.iter().any(own)
}

/// The names of the fields of a class, in their order, with their defaults.
pub fn fields(node: &StmtClassDef) -> impl Iterator<Item = (&ExprName, Option<&Expr>)> {
    node.body.iter().filter_map(|statement| match statement {
        Stmt::AnnAssign(field) => match &*field.target {
            Expr::Name(name) => Some((name, field.value.as_deref())),
            _ => None,
        },
        _ => None,
    })
}

/// How often an attribute is set in a class: where it is more than once, it may be converted.
pub fn assignments(class: &StmtClassDef, name: &str) -> usize {
    set_in(&class.body, name)
}

fn set_in(body: &[Stmt], name: &str) -> usize {
    let mut assignments = Assignments { name, count: 0 };
    assignments.visit_body(body);
    assignments.count
}

/// Counts where an attribute is set.
struct Assignments<'n> {
    name: &'n str,
    count: usize,
}

impl<'a> Visitor<'a> for Assignments<'_> {
    fn visit_expr(&mut self, expression: &'a Expr) {
        if let Expr::Attribute(attribute) = expression
            && !attribute.ctx.is_load()
            && attribute.attr.as_str() == self.name
        {
            self.count += 1;
        }
        walk_expr(self, expression);
    }
}

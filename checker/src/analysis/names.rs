//! What names stand for: in the running body, in the functions around it, in modules.

use ruff_python_ast as ast;

use super::state::State;
use super::{Analysis, DEEPEST_TREE, Star};
use crate::symbol::Symbol;
use crate::value::{Atom, Kind, ModuleId, Site, Value};

impl<'a> Analysis<'a> {
    pub fn name(&mut self, node: &'a ast::ExprName, state: &mut State) -> Value {
        let name = self.symbols.intern(&node.id);
        let site = self.site(node);
        let value = self.lookup(name, site, state);
        let named = |atom: &Atom| matches!(atom.kind, Kind::Name(_));
        if value.atoms.iter().any(named) && !self.is_parameter(&node.id) {
            self.read(&value, site);
        }
        value
    }

    /// Whether a name is a parameter of the running function.
    pub fn is_parameter(&self, name: &str) -> bool {
        self.frame.function.is_some_and(|id| {
            let parameters = &self.functions[id.0 as usize].node.parameters;
            parameters
                .iter()
                .any(|parameter| parameter.name().as_str() == name)
        })
    }

    /// The value of a name at a point of the running body.
    pub fn lookup(&mut self, name: Symbol, site: Site, state: &State) -> Value {
        if let Some(value) = state.get(name)
            && !self.frame.globals.contains(&name)
        {
            let value = value.clone();
            return self.settle(value, site);
        }
        if self.frame.class.is_none() {
            let mut parent = self
                .frame
                .function
                .and_then(|id| self.functions[id.0 as usize].parent);
            while let Some(id) = parent {
                let outer = &self.functions[id.0 as usize];
                parent = outer.parent;
                let locals = outer.locals.as_ref();
                if let Some(value) = locals.and_then(|locals| locals.get(&name)) {
                    let value = value.clone();
                    return self.settle(value, site);
                }
            }
        }
        self.global(self.frame.module, name, site)
    }

    /// Names of other modules, looked up now.
    fn settle(&mut self, value: Value, site: Site) -> Value {
        if !value
            .atoms
            .iter()
            .any(|atom| matches!(atom.kind, Kind::Global(..)))
        {
            return value;
        }
        let mut settled = Value {
            open: value.open,
            ..Value::default()
        };
        for atom in value.atoms {
            match atom.kind {
                Kind::Global(module, name) => {
                    let found = self.global(module, name, site);
                    settled.absorb(found);
                }
                kind => settled.absorb(Value::of(kind, atom.site)),
            }
        }
        settled
    }

    /// The value of a name of a module.
    pub fn global(&mut self, module: ModuleId, name: Symbol, site: Site) -> Value {
        if self.tree_depth > DEEPEST_TREE {
            return Value::unknown();
        }
        self.open_on_demand(module);
        let known = self.known();
        let info = &self.modules[module.0 as usize];
        if let Some(value) = info.globals.get(&name) {
            let value = value.clone();
            self.tree_depth += 16;
            let value = self.settle(value, site);
            self.tree_depth -= 16;
            return value;
        }
        if !info.stars.is_empty() {
            let stars = info.stars.clone();
            self.tree_depth += 16;
            let found = stars
                .iter()
                .map(|star| self.starred_name(*star, name, site))
                .find(|value| !value.is_unknown());
            self.tree_depth -= 16;
            if let Some(found) = found {
                return found;
            }
        }
        if name == known.dunder_file || name == known.dunder_name {
            return self.named(name, site);
        }
        match self.knowledge.builtins.get(&name) {
            Some(&builtin) => self.named(builtin, site),
            None => Value::unknown(),
        }
    }

    fn starred_name(&mut self, star: Star, name: Symbol, site: Site) -> Value {
        match star {
            Star::Project(module) => self.global(module, name, site),
            Star::Outside(owner) => {
                let full = self.symbols.join(owner, name);
                let platform = self.platform();
                let declared =
                    platform.functions.contains_key(&full) || platform.values.contains_key(&full);
                if declared {
                    self.named(full, site)
                } else {
                    Value::unknown()
                }
            }
        }
    }
}

//! Imports, within the project and from outside.

use ruff_python_ast::{StmtImport, StmtImportFrom};

use super::state::State;
use super::{Analysis, Star};
use crate::symbol::Symbol;
use crate::value::{Kind, ModuleId, Site, Value};

impl<'a> Analysis<'a> {
    /// `import a.b as c`.
    pub fn import(&mut self, node: &'a StmtImport, state: &mut State) {
        for alias in &node.names {
            let site = self.site(alias);
            let full = self.symbols.intern(&alias.name);
            let value = self.module_named(full, site);
            self.imported(full, site);
            match &alias.asname {
                Some(name) => {
                    let name = self.symbols.intern(name);
                    self.set_name(name, value, state);
                }
                None => {
                    // `import a.b` binds `a`, through which `a.b` is reached.
                    let first = alias.name.split('.').next().unwrap_or_default();
                    let first = self.symbols.intern(first);
                    let value = self.module_named(first, site);
                    self.set_name(first, value, state);
                }
            }
        }
    }

    /// Whether a dotted name is that of a module which only Workers has, and the project has none of that name.
    pub fn is_of_runtime_alone(&self, module: &str) -> bool {
        let first = module.split('.').next().unwrap_or_default();
        let first = self.symbols.get(first);
        first.is_some_and(|first| {
            self.platform().runtime_modules.contains(&first) && !self.by_name.contains_key(&first)
        })
    }

    fn module_named(&self, name: Symbol, site: Site) -> Value {
        match self.by_name.get(&name) {
            Some(&module) => Value::of(Kind::Module(module), site),
            None => Value::of(Kind::Name(name), site),
        }
    }

    /// `from a import b as c`.
    pub fn import_from(&mut self, node: &'a StmtImportFrom, state: &mut State) {
        let module = node.module.as_ref().map_or("", |module| module.as_str());
        let owner = self.absolute(module, node.level);
        let owner = self.symbols.intern(&owner);
        let project = self.by_name.get(&owner).copied();
        for alias in &node.names {
            let site = self.site(alias);
            if &alias.name == "*" {
                let star = project.map_or(Star::Outside(owner), Star::Project);
                self.modules[self.frame.module.0 as usize].stars.push(star);
                continue;
            }
            let name = self.symbols.intern(&alias.name);
            let full = self.symbols.join(owner, name);
            let value = match project {
                Some(module) => self.imported_from(module, name, full, site),
                None => match self.by_name.get(&full) {
                    Some(&module) => Value::of(Kind::Module(module), site),
                    None if node.level > 0 => Value::unknown(),
                    None => {
                        self.imported(owner, site);
                        self.imported(full, site);
                        self.named(full, site)
                    }
                },
            };
            let bound = alias.asname.as_ref().unwrap_or(&alias.name);
            let bound = self.symbols.intern(bound);
            self.set_name(bound, value, state);
        }
    }

    fn imported_from(&self, module: ModuleId, name: Symbol, full: Symbol, site: Site) -> Value {
        match self.by_name.get(&full) {
            Some(&inner) if !self.modules[module.0 as usize].globals.contains_key(&name) => {
                Value::of(Kind::Module(inner), site)
            }
            _ => Value::of(Kind::Global(module, name), site),
        }
    }

    /// The absolute name of a module that is imported relatively.
    fn absolute(&self, module: &str, level: u32) -> String {
        if level == 0 {
            return module.to_owned();
        }
        let source = self.modules[self.frame.module.0 as usize].source;
        let mut parts: Vec<&str> = source
            .name
            .split('.')
            .filter(|part| !part.is_empty())
            .collect();
        let up = level as usize - usize::from(source.is_package);
        parts.truncate(parts.len().saturating_sub(up));
        parts.extend(module.split('.').filter(|part| !part.is_empty()));
        parts.join(".")
    }
}

//! Functions that only a script calls: on Workers nobody does.

use ruff_python_ast::visitor::{Visitor, walk_expr};
use ruff_python_ast::{CmpOp, Expr, Stmt, StmtFunctionDef};
use rustc_hash::{FxHashMap, FxHashSet};

use super::Analysis;
use crate::value::{FunctionId, ModuleId};

impl<'a> Analysis<'a> {
    /// The functions of modules that only `if __name__ == "__main__":` leads to.
    pub fn only_for_hosts(&self) -> FxHashSet<FunctionId> {
        let scripts = self.modules.iter().enumerate();
        let scripts: Vec<(usize, &'a [Stmt])> = scripts
            .filter(|(_, info)| info.body.iter().any(|one| script(one).is_some()))
            .map(|(index, info)| (index, info.body))
            .collect();
        if scripts.is_empty() {
            return FxHashSet::default();
        }
        let imported = self.imported_names();
        let mut found = FxHashSet::default();
        for (index, body) in scripts {
            let names = only_from_script(body, &imported);
            let module = ModuleId(index as u32);
            let functions = self.functions.iter().enumerate().filter(|(_, info)| {
                info.module == module
                    && info.parent.is_none()
                    && info.class.is_none()
                    && names.contains(info.node.name.as_str())
            });
            found.extend(functions.map(|(index, _)| FunctionId(index as u32)));
        }
        found
    }

    /// Every name that some module imports from another, or takes as an attribute.
    fn imported_names(&self) -> FxHashSet<&'a str> {
        let mut names = Names::default();
        for info in &self.modules {
            names.visit_body(info.body);
        }
        names.elsewhere
    }
}

/// The statements of `if __name__ == "__main__":`.
fn script(statement: &Stmt) -> Option<&[Stmt]> {
    let Stmt::If(node) = statement else {
        return None;
    };
    let Expr::Compare(compare) = &*node.test else {
        return None;
    };
    let named = matches!(&*compare.left, Expr::Name(name) if name.id == "__name__");
    let main = match &*compare.comparators {
        [Expr::StringLiteral(text)] => text.value.to_str() == "__main__",
        _ => false,
    };
    (named && main && matches!(&*compare.ops, [CmpOp::Eq])).then_some(&node.body[..])
}

/// The functions that the script of a module leads to, and nothing else does.
fn only_from_script<'a>(body: &'a [Stmt], imported: &FxHashSet<&'a str>) -> FxHashSet<&'a str> {
    let mut mentions: FxHashMap<&'a str, FxHashSet<&'a str>> = FxHashMap::default();
    let mut from_script = Names::default();
    let mut otherwise = Names::default();
    for statement in body {
        match (statement, script(statement)) {
            (_, Some(script)) => from_script.visit_body(script),
            (Stmt::FunctionDef(node), None) if node.decorator_list.is_empty() => {
                mentions.insert(&node.name, names_in(node));
            }
            _ => otherwise.visit_stmt(statement),
        }
    }
    let led_to = closure(from_script.loaded, &mentions);
    let mut roots = otherwise.loaded;
    roots.extend(imported);
    let apart = mentions.keys().filter(|name| !led_to.contains(*name));
    roots.extend(apart.copied());
    let needed = closure(roots, &mentions);
    let defined = |name: &&str| mentions.contains_key(name) && !needed.contains(name);
    led_to.into_iter().filter(defined).collect()
}

/// Names, and those that the functions of these names mention.
fn closure<'a>(
    names: FxHashSet<&'a str>,
    mentions: &FxHashMap<&'a str, FxHashSet<&'a str>>,
) -> FxHashSet<&'a str> {
    let mut next: Vec<&str> = names.iter().copied().collect();
    let mut found = names;
    while let Some(name) = next.pop() {
        for &inner in mentions.get(name).into_iter().flatten() {
            if found.insert(inner) {
                next.push(inner);
            }
        }
    }
    found
}

fn names_in(node: &StmtFunctionDef) -> FxHashSet<&str> {
    let mut names = Names::default();
    names.visit_parameters(&node.parameters);
    names.visit_body(&node.body);
    names.loaded
}

/// Collects names that are read, and those that belong to other modules or objects.
#[derive(Default)]
struct Names<'a> {
    loaded: FxHashSet<&'a str>,
    elsewhere: FxHashSet<&'a str>,
}

impl<'a> Visitor<'a> for Names<'a> {
    fn visit_stmt(&mut self, statement: &'a Stmt) {
        if let Stmt::ImportFrom(node) = statement {
            self.elsewhere
                .extend(node.names.iter().map(|alias| alias.name.as_str()));
        }
        ruff_python_ast::visitor::walk_stmt(self, statement);
    }

    fn visit_expr(&mut self, expression: &'a Expr) {
        match expression {
            Expr::Name(name) if name.ctx.is_load() => {
                self.loaded.insert(&name.id);
            }
            Expr::Attribute(attribute) => {
                self.elsewhere.insert(&attribute.attr);
            }
            _ => {}
        }
        walk_expr(self, expression);
    }
}

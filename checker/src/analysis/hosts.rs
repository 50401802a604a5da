//! Functions that only a script calls: on Workers nobody does.

use std::rc::Rc;

use ruff_python_ast::visitor::{Visitor, walk_expr, walk_stmt};
use ruff_python_ast::{CmpOp, Expr, Stmt, StmtFunctionDef};
use rustc_hash::{FxHashMap, FxHashSet};

use super::Analysis;
use super::mentions::Names;
use crate::value::{FunctionId, ModuleId};

/// What a module has that ends in `if __name__ == "__main__":`.
pub struct Script<'a> {
    /// Names that the script mentions.
    script: FxHashSet<&'a str>,
    /// Names that the rest of the module mentions, outside of plain functions.
    rest: FxHashSet<&'a str>,
    /// Names that each plain function mentions.
    functions: FxHashMap<&'a str, FxHashSet<&'a str>>,
}

impl<'a> Analysis<'a> {
    /// Takes note of the script of a module that is looked at for the first time.
    pub fn note_script(&mut self, module: ModuleId) {
        let body = self.modules[module.0 as usize].body;
        if body.iter().any(|one| script(one).is_some()) {
            self.scripts.push((module, Script::new(body)));
        }
    }

    /// The functions of modules that only `if __name__ == "__main__":` leads to.
    pub fn only_for_hosts(&mut self) -> Rc<FxHashSet<FunctionId>> {
        if self.scripts.is_empty() {
            return Rc::default();
        }
        let mut any = false;
        for info in &mut self.modules {
            if info.is_open && !std::mem::replace(&mut info.is_searched, true) {
                any = true;
                let names = &mut self.elsewhere;
                Elsewhere { names }.visit_body(info.body);
            }
        }
        if any {
            self.hosts = Rc::new(self.led_to_by_scripts());
        }
        Rc::clone(&self.hosts)
    }

    fn led_to_by_scripts(&self) -> FxHashSet<FunctionId> {
        let mut only: FxHashMap<ModuleId, FxHashSet<&str>> = FxHashMap::default();
        for (module, script) in &self.scripts {
            only.insert(*module, script.leads_only_to(&self.elsewhere));
        }
        let functions = self.functions.iter().enumerate().filter(|(_, info)| {
            let names = only.get(&info.module);
            info.parent.is_none()
                && info.class.is_none()
                && names.is_some_and(|names| names.contains(info.node.name.as_str()))
        });
        functions
            .map(|(index, _)| FunctionId(index as u32))
            .collect()
    }
}

/// The statements of `if __name__ == "__main__":`.
fn script(statement: &Stmt) -> Option<&[Stmt]> {
    let Stmt::If(node) = statement else {
        return None;
    };
    let is_script = match &*node.test {
        Expr::BoolOp(all) if all.op.is_and() => all.values.iter().any(asks_for_main),
        test => asks_for_main(test),
    };
    is_script.then_some(&node.body[..])
}

/// Whether an expression is `__name__ == "__main__"`.
fn asks_for_main(test: &Expr) -> bool {
    let Expr::Compare(compare) = test else {
        return false;
    };
    let named = matches!(&*compare.left, Expr::Name(name) if name.id == "__name__");
    let main = match &*compare.comparators {
        [Expr::StringLiteral(text)] => text.value.to_str() == "__main__",
        _ => false,
    };
    named && main && matches!(&*compare.ops, [CmpOp::Eq])
}

impl<'a> Script<'a> {
    fn new(body: &'a [Stmt]) -> Script<'a> {
        let mut functions: FxHashMap<&'a str, FxHashSet<&'a str>> = FxHashMap::default();
        let mut from_script = Names::default();
        let mut rest = Names::default();
        for statement in body {
            match (statement, script(statement)) {
                (_, Some(script)) => from_script.visit_body(script),
                (Stmt::FunctionDef(node), None) if node.decorator_list.is_empty() => {
                    functions.insert(&node.name, names_in(node));
                }
                _ => rest.visit_stmt(statement),
            }
        }
        Script {
            script: from_script.loaded,
            rest: rest.loaded,
            functions,
        }
    }

    /// The functions that the script leads to, and nothing else does. `elsewhere` are the names that modules take from others.
    fn leads_only_to(&self, elsewhere: &FxHashSet<&'a str>) -> FxHashSet<&'a str> {
        let led_to = closure(self.script.clone(), &self.functions);
        let mut roots = self.rest.clone();
        let apart = |name: &&&'a str| elsewhere.contains(*name) || !led_to.contains(*name);
        roots.extend(self.functions.keys().filter(apart).copied());
        let needed = closure(roots, &self.functions);
        let only = |name: &&'a str| self.functions.contains_key(name) && !needed.contains(name);
        led_to.into_iter().filter(only).collect()
    }
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

/// Collects names that belong to other modules or objects.
struct Elsewhere<'a, 'n> {
    names: &'n mut FxHashSet<&'a str>,
}

impl<'a> Visitor<'a> for Elsewhere<'a, '_> {
    fn visit_stmt(&mut self, statement: &'a Stmt) {
        if let Stmt::ImportFrom(node) = statement {
            let names = node.names.iter().map(|alias| alias.name.as_str());
            self.names.extend(names);
        }
        walk_stmt(self, statement);
    }

    fn visit_expr(&mut self, expression: &'a Expr) {
        if let Expr::Attribute(attribute) = expression {
            self.names.insert(&attribute.attr);
        }
        walk_expr(self, expression);
    }
}

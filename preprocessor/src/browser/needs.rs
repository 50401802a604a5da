//! What a snippet needs that no browser has.

use std::collections::BTreeSet;

use gotchas_catalog::{Binding, Run};
use ruff_python_ast::{
    Expr, Stmt,
    visitor::{Visitor, walk_expr, walk_stmt},
};
use ruff_python_parser::{Mode, ParseOptions, parse_unchecked};

/// Something that only a Worker has.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Need {
    /// A binding.
    Binding(Binding),
    /// A Python package: part of the SDK, or one that the Worker brings along.
    Package(String),
}

/// The modules of the SDK.
const SDK: [&str; 2] = ["workers", "asgi"];

/// What running `code` and then `call` needs, in a fixed order.
pub(crate) fn needs(run: &Run, code: &str, call: &str) -> Vec<Need> {
    let mut needs = BTreeSet::new();
    needs.extend((!run.sql.is_empty()).then_some(Need::Binding(Binding::DB)));
    needs.extend((!run.kv.is_empty()).then_some(Need::Binding(Binding::KV)));
    needs.extend(run.packages.iter().cloned().map(Need::Package));
    let mut names = Names::default();
    for source in [code, call] {
        // A call may be statements that `return`, which parse though they are no module.
        let parsed = parse_unchecked(source, ParseOptions::from(Mode::Module));
        if let Some(module) = parsed.syntax().as_module() {
            names.visit_body(&module.body);
        }
    }
    for (name, binding) in [
        ("DB", Binding::DB),
        ("rows", Binding::DB),
        ("KV", Binding::KV),
        ("R2", Binding::R2),
    ] {
        needs.extend(names.used.contains(name).then_some(Need::Binding(binding)));
    }
    let packages = SDK
        .into_iter()
        .filter(|name| names.imported.contains(*name));
    needs.extend(packages.map(|name| Need::Package(name.to_owned())));
    needs.into_iter().collect()
}

/// The names that code uses in any way, and the packages that it imports from.
#[derive(Default)]
struct Names {
    used: BTreeSet<String>,
    imported: BTreeSet<String>,
}

impl Names {
    fn import(&mut self, module: &str) {
        let package = module.split('.').next().unwrap_or(module);
        self.imported.insert(package.to_owned());
    }
}

impl Visitor<'_> for Names {
    fn visit_stmt(&mut self, stmt: &Stmt) {
        match stmt {
            Stmt::Import(import) => import.names.iter().for_each(|one| self.import(&one.name)),
            Stmt::ImportFrom(import) => import.module.iter().for_each(|name| self.import(name)),
            _ => walk_stmt(self, stmt),
        }
    }

    fn visit_expr(&mut self, expr: &Expr) {
        match expr {
            Expr::Attribute(attribute) => {
                self.used.insert(attribute.attr.to_string());
            }
            // A function of the harness; its own functions of that name are calls of attributes.
            Expr::Call(call) if call.func.is_name_expr() => {
                if let Expr::Name(name) = &*call.func {
                    self.used.insert(name.id.to_string());
                }
            }
            // As in `getattr(env, "DB")`.
            Expr::StringLiteral(text) => {
                self.used.insert(text.value.to_str().to_owned());
            }
            _ => {}
        }
        walk_expr(self, expr);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(code: &str, call: &str) -> Vec<Need> {
        needs(&Run::default(), code, call)
    }

    #[test]
    fn bindings_are_found_however_they_are_asked_for() {
        let database = [Need::Binding(Binding::DB)];
        assert_eq!(
            found("async def f(env): await env.DB.exec('')", ""),
            database
        );
        assert_eq!(found("def f(env): getattr(env, 'DB', None)", ""), database);
        assert_eq!(found("", "return await rows('SELECT 1')"), database);
        let both = [Need::Binding(Binding::KV), Need::Binding(Binding::R2)];
        assert_eq!(found("", "await env.KV.get('a'), env.R2"), both);
    }

    #[test]
    fn packages_of_workers_are_found_and_others_are_not() {
        let sdk = [Need::Package("workers".to_owned())];
        assert_eq!(found("from workers import env", ""), sdk);
        assert_eq!(found("def f():\n    import workers.x", ""), sdk);
        assert_eq!(found("import json\nfrom js import fetch", ""), []);
        let run = Run {
            packages: vec!["starlette".to_owned()],
            ..Run::default()
        };
        let all = [
            Need::Package("asgi".to_owned()),
            Need::Package("starlette".to_owned()),
        ];
        assert_eq!(needs(&run, "", "import asgi"), all);
    }

    #[test]
    fn words_that_only_look_like_a_binding_are_none() {
        assert_eq!(found("# env.DB\nDB = 1\nrows = [DB]", "rows"), []);
        assert_eq!(found("text = 'the DB'", ""), []);
        assert_eq!(found("def f(:", ")"), []);
    }
}

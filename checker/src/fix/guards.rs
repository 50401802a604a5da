//! Files that also run where the modules of Workers do not exist.

use ruff_python_ast::Stmt;
use ruff_python_ast::statement_visitor::{StatementVisitor, walk_stmt};
use ruff_text_size::{Ranged, TextRange};

/// Whether a file imports modules of the runtime only where something has shown that they are there, or only when a
/// function is called; one that imports none may do so around `at`. A further import at its top would be the first to fail.
pub fn are_in(body: &[Stmt], at: TextRange, modules: &[String]) -> bool {
    if body.iter().any(|statement| imports(statement, modules)) {
        return false;
    }
    let mut search = Search {
        modules,
        found: false,
    };
    search.visit_body(body);
    let chooses = |one: &Stmt| matches!(one, Stmt::If(_) | Stmt::Try(_));
    let mut around = body.iter().filter(|one| one.range().contains_range(at));
    search.found || around.any(chooses)
}

/// Whether a dotted name is that of one of these modules, or of something in it.
pub fn is_of(path: &str, modules: &[String]) -> bool {
    let first = path.split('.').next().unwrap_or(path);
    modules.iter().any(|module| module == first)
}

fn imports(statement: &Stmt, modules: &[String]) -> bool {
    match statement {
        Stmt::Import(node) => node.names.iter().any(|alias| is_of(&alias.name, modules)),
        Stmt::ImportFrom(node) if node.level == 0 => {
            let module = node.module.as_deref();
            module.is_some_and(|module| is_of(module, modules))
        }
        _ => false,
    }
}

/// Looks for an import anywhere.
struct Search<'m> {
    modules: &'m [String],
    found: bool,
}

impl<'a> StatementVisitor<'a> for Search<'_> {
    fn visit_stmt(&mut self, statement: &'a Stmt) {
        self.found |= imports(statement, self.modules);
        walk_stmt(self, statement);
    }
}

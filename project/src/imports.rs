//! Which modules a Python file imports, wherever in it the import stands.

use ruff_python_ast::visitor::source_order::{SourceOrderVisitor, walk_expr, walk_stmt};
use ruff_python_ast::{CmpOp, ExceptHandler, Expr, ModModule, Stmt, StmtIf, StmtTry};

/// One imported module, as written.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Import {
    /// Number of leading dots; 0 for an absolute import.
    pub level: u32,
    /// Dotted name after the dots; empty for `from . import x`.
    pub module: String,
    /// Names after `import` in a `from` import: each may be a submodule.
    pub names: Vec<String>,
}

/// Every import of a module that can run on Workers: also those inside functions, and `importlib.import_module` with a
/// literal; not those for type checkers or scripts only, nor those that stand in for a runtime that is missing, nor what a
/// module imports once somebody asks it for a name that it does not have.
pub fn imports(module: &ModModule) -> Vec<Import> {
    let mut scan = Scan { found: Vec::new() };
    for statement in module.body.iter().filter(|one| !is_lazy(one)) {
        scan.visit_stmt(statement);
    }
    scan.found
}

/// Whether a statement of a module is its `__getattr__`.
fn is_lazy(statement: &Stmt) -> bool {
    matches!(statement, Stmt::FunctionDef(node) if node.name.as_str() == "__getattr__")
}

struct Scan {
    found: Vec<Import>,
}

impl Scan {
    fn absolute(&mut self, module: &str) {
        self.found.push(Import {
            level: 0,
            module: module.to_string(),
            names: Vec::new(),
        });
    }

    fn visit_body(&mut self, body: &[Stmt]) {
        for statement in body {
            self.visit_stmt(statement);
        }
    }

    /// `if TYPE_CHECKING:` and `if __name__ == "__main__":` never run; their `else` does.
    fn visit_if(&mut self, statement: &StmtIf) {
        if !is_type_checking(&statement.test) && !is_script(&statement.test) {
            self.visit_body(&statement.body);
        }
        for clause in &statement.elif_else_clauses {
            self.visit_body(&clause.body);
        }
    }

    /// What an `except ImportError` imports replaces a module of the Workers runtime, where it never runs.
    fn visit_try(&mut self, statement: &StmtTry) {
        self.visit_body(&statement.body);
        let runtime = statement.body.iter().any(imports_runtime);
        for ExceptHandler::ExceptHandler(handler) in &statement.handlers {
            let import_error = handler.type_.as_deref().is_some_and(names_import_error);
            if !(runtime && import_error) {
                self.visit_body(&handler.body);
            }
        }
        self.visit_body(&statement.orelse);
        self.visit_body(&statement.finalbody);
    }
}

impl<'a> SourceOrderVisitor<'a> for Scan {
    fn visit_stmt(&mut self, statement: &'a Stmt) {
        match statement {
            Stmt::Import(import) => import
                .names
                .iter()
                .for_each(|alias| self.absolute(&alias.name)),
            Stmt::ImportFrom(import) => self.found.push(Import {
                level: import.level,
                module: import
                    .module
                    .as_ref()
                    .map(ToString::to_string)
                    .unwrap_or_default(),
                names: import
                    .names
                    .iter()
                    .map(|alias| alias.name.to_string())
                    .collect(),
            }),
            Stmt::If(branch) => self.visit_if(branch),
            Stmt::Try(attempt) => self.visit_try(attempt),
            _ => walk_stmt(self, statement),
        }
    }

    fn visit_expr(&mut self, expression: &'a Expr) {
        if let Some(module) = literal_import(expression) {
            self.absolute(module);
        }
        walk_expr(self, expression);
    }
}

fn is_script(test: &Expr) -> bool {
    let Expr::Compare(compare) = test else {
        return false;
    };
    let name = |node: &Expr| matches!(node, Expr::Name(name) if name.id == "__name__");
    let main = |node: &Expr| matches!(node, Expr::StringLiteral(text) if text.value.to_str() == "__main__");
    match (&*compare.ops, &*compare.comparators) {
        ([CmpOp::Eq], [right]) => {
            (name(&compare.left) && main(right)) || (main(&compare.left) && name(right))
        }
        _ => false,
    }
}

fn is_type_checking(test: &Expr) -> bool {
    match test {
        Expr::Name(name) => name.id == "TYPE_CHECKING",
        Expr::Attribute(attribute) => attribute.attr.as_str() == "TYPE_CHECKING",
        _ => false,
    }
}

fn imports_runtime(statement: &Stmt) -> bool {
    match statement {
        Stmt::Import(import) => import
            .names
            .iter()
            .any(|alias| is_runtime_module(&alias.name)),
        Stmt::ImportFrom(import) => {
            import.level == 0 && import.module.as_deref().is_some_and(is_runtime_module)
        }
        _ => false,
    }
}

fn names_import_error(handled: &Expr) -> bool {
    match handled {
        Expr::Name(name) => name.id == "ImportError" || name.id == "ModuleNotFoundError",
        Expr::Tuple(tuple) => tuple.elts.iter().any(names_import_error),
        _ => false,
    }
}

/// The module named in `importlib.import_module("x")`, `import_module("x")` or `__import__("x")`.
fn literal_import(expression: &Expr) -> Option<&str> {
    let call = expression.as_call_expr()?;
    let function = match &*call.func {
        Expr::Name(name) => name.id.as_str(),
        Expr::Attribute(attribute) => attribute.attr.as_str(),
        _ => return None,
    };
    if !matches!(function, "import_module" | "__import__") {
        return None;
    }
    let [Expr::StringLiteral(module), ..] = &*call.arguments.args else {
        return None;
    };
    Some(module.value.to_str()).filter(|name| !name.starts_with('.'))
}

/// Whether a dotted name belongs to what only the Workers runtime provides.
pub fn is_runtime_module(name: &str) -> bool {
    let first = name.split('.').next().unwrap_or(name);
    matches!(
        first,
        "workers" | "js" | "pyodide" | "pyodide_js" | "_pyodide" | "cloudflare"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn scan(source: &str) -> Vec<String> {
        let parsed = ruff_python_parser::parse_unchecked_source(
            source,
            ruff_python_ast::PySourceType::Python,
        );
        imports(parsed.syntax())
            .into_iter()
            .map(|import| {
                format!(
                    "{}{}:{}",
                    ".".repeat(import.level as usize),
                    import.module,
                    import.names.join(",")
                )
            })
            .collect()
    }

    #[test]
    fn finds_imports_wherever_they_stand() {
        let source = "import a.b, c\nfrom . import d\ndef f():\n    from ..e import g\n    with x:\n        import h\n";
        assert_eq!(scan(source), ["a.b:", "c:", ".:d", "..e:g", "h:"]);
    }

    #[test]
    fn what_scripts_and_missing_names_import_is_left_out() {
        let source = "import a\ndef __getattr__(name):\n    from .server import app\nif __name__ == '__main__':\n    import uvicorn\nelse:\n    import b\n";
        assert_eq!(scan(source), ["a:", "b:"]);
    }

    #[test]
    fn finds_literal_dynamic_imports() {
        assert_eq!(
            scan(
                "importlib.import_module('a.b')\nx = __import__('c')\nimportlib.import_module(name)\n"
            ),
            ["a.b:", "c:"]
        );
    }

    #[test]
    fn leaves_out_what_type_checkers_alone_see() {
        assert_eq!(
            scan("if TYPE_CHECKING:\n    import a\nelse:\n    import b\n"),
            ["b:"]
        );
    }

    #[test]
    fn leaves_out_replacements_of_the_runtime() {
        assert_eq!(
            scan("try:\n    from js import fetch\nexcept ImportError:\n    import host\n"),
            ["js:fetch"]
        );
        assert_eq!(
            scan("try:\n    import ujson\nexcept ImportError:\n    import json_shim\n"),
            ["ujson:", "json_shim:"]
        );
    }
}

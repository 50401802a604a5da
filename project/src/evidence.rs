//! Whether a single file shows that it runs on Workers, for projects without a wrangler file.

use std::path::Path;

use ruff_python_ast::{Expr, PySourceType, Stmt};
use ruff_python_parser::parse_unchecked_source;

use crate::imports::{imports, is_runtime_module};

/// Whether a file says of itself that it runs on Workers: it imports the runtime, or extends a class of it. A function that
/// is called `on_fetch` says nothing: without the runtime it could not even answer. A `workers` that is a package of the
/// project is not the runtime, nor is the `js` of a browser's PyScript.
pub fn is_worker_code(source: &str, path: &Path) -> bool {
    let parsed = parse_unchecked_source(source, PySourceType::Python);
    let found = imports(parsed.syntax());
    let mut first_parts = found
        .iter()
        .filter(|import| import.level == 0)
        .map(|import| import.module.split('.').next().unwrap_or_default());
    if first_parts.clone().any(|first| first == "pyscript") {
        return false;
    }
    let runtime = first_parts
        .any(|first| is_runtime_module(first) && !(first == "workers" && has_own_workers(path)));
    runtime || parsed.suite().iter().any(extends_entrypoint)
}

/// Whether `import workers` in this file means a module of the project.
fn has_own_workers(path: &Path) -> bool {
    path.ancestors().skip(1).any(|folder| {
        folder.join("workers").is_dir()
            || folder.join("workers.py").is_file()
            || folder.file_name().is_some_and(|name| name == "workers")
    })
}

fn extends_entrypoint(statement: &Stmt) -> bool {
    match statement {
        Stmt::ClassDef(class) => class.bases().iter().any(|base| {
            let name = match base {
                Expr::Name(name) => name.id.as_str(),
                Expr::Attribute(attribute) => attribute.attr.as_str(),
                _ => return false,
            };
            matches!(
                name,
                "WorkerEntrypoint" | "DurableObject" | "WorkflowEntrypoint"
            )
        }),
        _ => false,
    }
}

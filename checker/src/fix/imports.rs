//! Names that a fix needs: how the file calls them, or the edit that imports them.

use ruff_python_ast::visitor::{Visitor, walk_expr};
use ruff_python_ast::{Alias, Expr, ModModule, Parameter, Stmt, token::TokenKind};
use ruff_python_parser::Parsed;
use ruff_text_size::{Ranged, TextSize};

use super::Edit;

/// How a file writes something that is imported.
pub struct Imported {
    /// The name, or the module and the name.
    pub name: String,
    /// The import, where there was none.
    pub edit: Option<Edit>,
}

/// Finds `path`, `js.Object` or a module such as `json`, among the imports at the top of a file, or adds it.
///
/// None where the file uses the name for something else.
pub fn find(path: &str, parsed: &Parsed<ModModule>, source: &str) -> Option<Imported> {
    let body = &parsed.syntax().body;
    let (module, name) = path.rsplit_once('.').unzip();
    let known = body.iter().find_map(|statement| match name {
        Some(name) => known_name(statement, module.unwrap_or_default(), name),
        None => known_module(statement, path),
    });
    if let Some(name) = known {
        let own = name.split('.').next().unwrap_or(&name);
        return (!is_rebound(own, body)).then_some(Imported { name, edit: None });
    }
    let short = name.unwrap_or(path);
    if is_used(short, parsed, source) {
        return None;
    }
    let edit = match (module, name) {
        (Some(module), Some(name)) => {
            let more = body.iter().find_map(|statement| further(statement, module));
            match more {
                Some(after) => Edit::insert(after, format!(", {name}")),
                None => at_the_top(&format!("from {module} import {name}"), body, source),
            }
        }
        _ => at_the_top(&format!("import {path}"), body, source),
    };
    Some(Imported {
        name: short.to_owned(),
        edit: Some(edit),
    })
}

fn known_name(statement: &Stmt, module: &str, name: &str) -> Option<String> {
    match statement {
        Stmt::ImportFrom(from) if from.level == 0 && from.module.as_deref() == Some(module) => {
            let alias = from.names.iter().find(|alias| &*alias.name == name)?;
            Some(local(alias))
        }
        Stmt::Import(_) => Some(format!("{}.{name}", known_module(statement, module)?)),
        _ => None,
    }
}

fn known_module(statement: &Stmt, module: &str) -> Option<String> {
    let Stmt::Import(import) = statement else {
        return None;
    };
    let alias = import.names.iter().find(|alias| &*alias.name == module)?;
    Some(local(alias))
}

fn local(alias: &Alias) -> String {
    alias.asname.as_ref().unwrap_or(&alias.name).to_string()
}

/// Where another name can be added to an import of the same module.
fn further(statement: &Stmt, module: &str) -> Option<TextSize> {
    let Stmt::ImportFrom(from) = statement else {
        return None;
    };
    let same = from.level == 0 && from.module.as_deref() == Some(module);
    let last = from.names.last().filter(|_| same)?;
    (&*last.name != "*").then(|| last.end())
}

/// Whether a file binds the name of an import to something else as well, in whichever function.
fn is_rebound(name: &str, body: &[Stmt]) -> bool {
    let mut bound = Bound { name, found: false };
    bound.visit_body(body);
    bound.found
}

/// Searches parameters and assignments of a name.
struct Bound<'n> {
    name: &'n str,
    found: bool,
}

impl<'a> Visitor<'a> for Bound<'_> {
    fn visit_expr(&mut self, expression: &'a Expr) {
        self.found |=
            matches!(expression, Expr::Name(name) if name.ctx.is_store() && name.id == self.name);
        walk_expr(self, expression);
    }

    fn visit_parameter(&mut self, parameter: &'a Parameter) {
        self.found |= parameter.name == *self.name;
    }
}

/// Whether a name occurs anywhere in the file; what it stands for does not matter then.
fn is_used(name: &str, parsed: &Parsed<ModModule>, source: &str) -> bool {
    let mut names = parsed
        .tokens()
        .iter()
        .filter(|token| token.kind() == TokenKind::Name);
    names.any(|token| &source[token.range()] == name)
}

/// A line before the first statement that is neither the docstring nor an import from `__future__`.
fn at_the_top(line: &str, body: &[Stmt], source: &str) -> Edit {
    let stays = |(index, statement): &(usize, &Stmt)| match statement {
        Stmt::Expr(text) => *index == 0 && text.value.is_string_literal_expr(),
        Stmt::ImportFrom(from) => from.module.as_deref() == Some("__future__"),
        _ => false,
    };
    let newline = if source.contains("\r\n") {
        "\r\n"
    } else {
        "\n"
    };
    let next = body.iter().enumerate().find(|entry| !stays(entry));
    match next {
        Some((_, next)) => {
            let start = usize::from(next.start());
            let line_start = source[..start].rfind('\n').map_or(0, |end| end + 1);
            // After a docstring and a semicolon the statement does not start its line.
            let at = if source[line_start..start].trim().is_empty() {
                line_start
            } else {
                start
            };
            let end = if at == line_start { newline } else { "; " };
            let bom = at == 0 && source.starts_with('\u{feff}');
            let at = if bom { '\u{feff}'.len_utf8() } else { at };
            Edit::insert(size(at), format!("{line}{end}"))
        }
        None => Edit::insert(size(source.len()), format!("{newline}{line}{newline}")),
    }
}

fn size(at: usize) -> TextSize {
    TextSize::try_from(at).unwrap_or_default()
}

//! Which names each part of a file mentions, so that parts without any of interest can be put aside.

use std::sync::OnceLock;

use ruff_python_ast::visitor::transformer::{self, Transformer};
use ruff_python_ast::visitor::{self, Visitor};
use ruff_python_ast::{
    Alias, Expr, Keyword, ModModule, Parameter, Stmt, StmtFunctionDef, StmtImport, StmtImportFrom,
};
use ruff_text_size::{Ranged, TextRange, TextSize};

use crate::parse::parse;
use crate::symbol;

/// A name as a number. Two names that share one are taken for the same, which only ever keeps more than is needed.
pub type Word = u32;

/// The number of a name.
pub fn word(name: &str) -> Word {
    let hash = symbol::hash(name);
    (hash ^ (hash >> 32)) as Word
}

/// The names that a file mentions, part by part.
#[derive(Debug, Default)]
pub struct Outline {
    /// Functions and methods that are not inside of another function, in the order of the file.
    pub functions: Vec<Part>,
    /// Everything else.
    pub body: Part,
    /// Absolute names of what may be modules of the project among what the file imports.
    pub imports: Vec<Box<str>>,
}

/// A part of a file.
#[derive(Debug, Default)]
pub struct Part {
    /// Where it is.
    pub range: TextRange,
    /// The names in it, sorted, each once.
    pub words: Box<[Word]>,
    /// Whether detectors may have something to say about it, going by its names.
    pub matters: bool,
    /// Whether the tree of the file was kept without it.
    pub is_aside: bool,
    /// Whether it is a function that only says that there is one.
    pub is_abstract: bool,
    /// A function that was put aside, if it was asked for.
    again: OnceLock<Option<Box<Moved>>>,
}

/// A function that was read from a text of its own: all of its places are moved by the same distance.
#[derive(Debug)]
pub struct Moved {
    /// The function.
    pub node: StmtFunctionDef,
    /// What to add to its places to get those in the file. It may be negative.
    pub shift: i32,
}

impl Part {
    fn new(range: TextRange, mut words: Vec<Word>) -> Part {
        words.sort_unstable();
        words.dedup();
        Part {
            range,
            words: words.into_boxed_slice(),
            ..Part::default()
        }
    }

    /// The tree of a function that was put aside, read again from the text of its file.
    pub fn again(&self, source: &str) -> Option<&Moved> {
        let read = || parse_function(source, self.range).map(Box::new);
        self.again.get_or_init(read).as_deref()
    }
}

/// Parses one function of a file, without what comes before it.
fn parse_function(source: &str, range: TextRange) -> Option<Moved> {
    const BLOCK: &str = "if 1:\n";
    let start = usize::from(range.start());
    let line = source[..start].rfind('\n').map_or(0, |end| end + 1);
    let block = if line < start { BLOCK } else { "" };
    let text = [block, &source[line..range.end().into()]].concat();
    let shift = i32::try_from(line).ok()? - i32::try_from(block.len()).ok()?;
    let mut body = parse(&text).into_syntax().body;
    if let [Stmt::If(opened)] = &mut body[..] {
        body = std::mem::take(&mut opened.body);
    }
    match body.into_iter().next()? {
        Stmt::FunctionDef(node) => Some(Moved { node, shift }),
        _ => None,
    }
}

impl Outline {
    /// Reads a file.
    pub fn new(tree: &ModModule, module: &str, is_package: bool) -> Outline {
        let mut reader = Reader {
            outline: Outline::default(),
            package: package_of(module, is_package),
            body: Vec::new(),
            function: None,
        };
        reader.visit_body(&tree.body);
        let mut outline = reader.outline;
        outline.body = Part::new(TextRange::default(), reader.body);
        outline.imports.sort_unstable();
        outline.imports.dedup();
        outline
    }

    /// All parts, the body first.
    pub fn parts(&self) -> impl Iterator<Item = &Part> {
        std::iter::once(&self.body).chain(&self.functions)
    }

    /// Whether any part matters.
    pub fn matters(&self) -> bool {
        self.parts().any(|part| part.matters)
    }

    /// Takes the parts that do not matter out of a tree.
    pub fn put_aside(&mut self, tree: &mut ModModule) {
        let matters = self.matters();
        self.body.is_aside = !matters;
        for part in &mut self.functions {
            part.is_aside = !part.matters;
        }
        match matters {
            true => self.prune(tree),
            false => tree.body = Vec::new().into(),
        }
    }

    /// Takes the bodies of functions that are put aside out of a tree.
    pub fn prune(&self, tree: &mut ModModule) {
        let pruner = Pruner { outline: self };
        tree.body.iter_mut().for_each(|one| pruner.visit_stmt(one));
    }

    /// The function that starts there.
    pub fn function_at(&self, start: TextSize) -> Option<usize> {
        self.functions
            .binary_search_by_key(&start, |part| part.range.start())
            .ok()
    }
}

/// Whether a function only says that there is one: as a method it is for those who extend its class.
pub fn is_abstract(function: &StmtFunctionDef) -> bool {
    function.body.iter().all(says_nothing)
}

/// Whether a statement does nothing, or says that somebody else has to.
fn says_nothing(statement: &Stmt) -> bool {
    let raised = |node: &Expr| match node {
        Expr::Call(call) => is_not_implemented(&call.func),
        other => is_not_implemented(other),
    };
    match statement {
        Stmt::Expr(node) => matches!(
            *node.value,
            Expr::StringLiteral(_) | Expr::EllipsisLiteral(_)
        ),
        Stmt::Raise(node) => node.exc.as_deref().is_some_and(raised),
        Stmt::Pass(_) => true,
        _ => false,
    }
}

fn is_not_implemented(node: &Expr) -> bool {
    matches!(node, Expr::Name(name) if name.id == "NotImplementedError")
}

/// The package that relative imports of a module start at.
fn package_of(module: &str, is_package: bool) -> Vec<&str> {
    let mut parts: Vec<&str> = module.split('.').filter(|part| !part.is_empty()).collect();
    if !is_package {
        parts.pop();
    }
    parts
}

struct Pruner<'o> {
    outline: &'o Outline,
}

impl Transformer for Pruner<'_> {
    fn visit_stmt(&self, statement: &mut Stmt) {
        match statement {
            Stmt::FunctionDef(node) => {
                let part = self.outline.function_at(node.start());
                if part.is_some_and(|part| self.outline.functions[part].is_aside) {
                    node.body = Vec::new().into();
                }
            }
            _ => transformer::walk_stmt(self, statement),
        }
    }

    fn visit_expr(&self, _expression: &mut Expr) {}
}

struct Reader<'m> {
    outline: Outline,
    package: Vec<&'m str>,
    body: Vec<Word>,
    /// Words of the function that is being read.
    function: Option<Vec<Word>>,
}

impl Reader<'_> {
    fn note(&mut self, name: &str) {
        let words = self.function.as_mut().unwrap_or(&mut self.body);
        words.push(word(name));
    }

    fn note_all(&mut self, text: &str) {
        /// Longer texts are prose.
        const LONGEST: usize = 80;
        if text.len() <= LONGEST {
            let names = text.split(|one: char| !one.is_alphanumeric() && one != '_');
            names
                .filter(|name| !name.is_empty())
                .for_each(|name| self.note(name));
        }
    }

    fn function(&mut self, node: &StmtFunctionDef) {
        let outermost = self.function.is_none();
        if outermost {
            self.function = Some(Vec::new());
        }
        self.note(&node.name);
    }

    fn import(&mut self, node: &StmtImport) {
        for alias in &node.names {
            let name = alias.name.as_str();
            let ends = name.match_indices('.').map(|(end, _)| end);
            for end in ends.chain([name.len()]) {
                self.outline.imports.push(name[..end].into());
            }
        }
    }

    fn import_from(&mut self, node: &StmtImportFrom) {
        let mut parts: Vec<&str> = match node.level {
            0 => Vec::new(),
            level => {
                let kept = (self.package.len() + 1).saturating_sub(level as usize);
                self.package[..kept.min(self.package.len())].to_vec()
            }
        };
        parts.extend(node.module.iter().flat_map(|module| module.split('.')));
        let owner = parts.join(".");
        for alias in &node.names {
            let inner = format!("{owner}.{}", alias.name);
            self.outline.imports.push(inner.into());
        }
        node.module.iter().for_each(|module| self.note_all(module));
        self.outline.imports.push(owner.into());
    }
}

impl<'a> Visitor<'a> for Reader<'_> {
    fn visit_stmt(&mut self, statement: &'a Stmt) {
        match statement {
            Stmt::FunctionDef(node) => {
                let outermost = self.function.is_none();
                self.function(node);
                visitor::walk_stmt(self, statement);
                if outermost && let Some(words) = self.function.take() {
                    self.outline.functions.push(Part {
                        is_abstract: is_abstract(node),
                        ..Part::new(node.range(), words)
                    });
                }
                return;
            }
            Stmt::ClassDef(node) => self.note(&node.name),
            Stmt::Import(node) => self.import(node),
            Stmt::ImportFrom(node) => self.import_from(node),
            Stmt::Global(node) => node.names.iter().for_each(|name| self.note(name)),
            _ => {}
        }
        visitor::walk_stmt(self, statement);
    }

    fn visit_expr(&mut self, expression: &'a Expr) {
        match expression {
            Expr::Name(name) => self.note(&name.id),
            Expr::Attribute(attribute) => self.note(&attribute.attr),
            Expr::StringLiteral(literal) => self.note_all(literal.value.to_str()),
            _ => {}
        }
        visitor::walk_expr(self, expression);
    }

    fn visit_keyword(&mut self, keyword: &'a Keyword) {
        keyword.arg.iter().for_each(|name| self.note(name));
        visitor::walk_keyword(self, keyword);
    }

    fn visit_parameter(&mut self, parameter: &'a Parameter) {
        self.note(&parameter.name);
        visitor::walk_parameter(self, parameter);
    }

    fn visit_alias(&mut self, alias: &'a Alias) {
        self.note_all(&alias.name);
        alias.asname.iter().for_each(|name| self.note(name));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn outline(source: &str, module: &str, is_package: bool) -> Outline {
        Outline::new(parse(source).syntax(), module, is_package)
    }

    #[test]
    fn functions_and_methods_are_parts_of_their_own() {
        let source = "import os\nclass A:\n    x = y\n    def f(self, env):\n        def g(): return os.path\n        return g(key=\"a.b\")\n\ndef h(): pass\n";
        let outline = outline(source, "m", false);
        let has = |part: &Part, name: &str| part.words.contains(&word(name));
        assert_eq!(outline.functions.len(), 2);
        for name in ["os", "A", "x", "y"] {
            assert!(has(&outline.body, name), "{name}");
        }
        for name in ["f", "env", "g", "os", "path", "key", "a", "b"] {
            assert!(has(&outline.functions[0], name), "{name}");
        }
        assert!(!has(&outline.body, "env") && !has(&outline.functions[1], "env"));
        let starts = outline
            .functions
            .iter()
            .map(|part| usize::from(part.range.start()));
        let texts = starts.map(|start| &source[start..start + 5]);
        assert_eq!(texts.collect::<Vec<_>>(), ["def f", "def h"]);
    }

    #[test]
    fn imports_are_absolute() {
        let source = "import a.b\nfrom . import c\nfrom ..d import e\n";
        let names = |module, is_package| {
            let outline = outline(source, module, is_package);
            outline.imports.join(" ")
        };
        assert_eq!(names("p.q.r", false), "a a.b p.d p.d.e p.q p.q.c");
        assert_eq!(
            names("p.q", true),
            "a a.b d d.e p.q p.q.c".replace("d d.e", "p.d p.d.e")
        );
    }
}

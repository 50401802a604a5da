//! Parsing that survives anything.

use std::sync::OnceLock;

use ruff_python_ast::token::TokenKind;
use ruff_python_ast::{ModModule, PySourceType, Stmt};
use ruff_python_parser::{Parsed, parse_unchecked_source};
use ruff_text_size::{Ranged, TextRange};

use crate::outline::Outline;
use crate::suppress;
use crate::triggers::Triggers;

/// How deep brackets and operators may nest. CPython gives up at 200 brackets.
const DEEPEST: usize = 1000;

/// Stack that a walk over a tree needs for each of its levels.
const BYTES_PER_LEVEL: usize = 1024;

/// A parsed file.
#[derive(Debug)]
pub struct File {
    tree: Option<Tree>,
    depth: usize,
    /// Where the nesting became too deep to analyse the file.
    pub too_deep: Option<TextRange>,
    /// What it mentions, in a project too large to look at all of it.
    outline: Option<Box<Outline>>,
    /// The tree that was put aside, if it was asked for.
    again: OnceLock<ModModule>,
}

/// What is kept of a parsed file. Its tokens take as much memory again as its tree, and few files need them twice.
#[derive(Debug)]
enum Tree {
    /// Valid Python without a directive.
    Bare(ModModule),
    /// Everything the parser gave.
    Whole(Parsed<ModModule>),
}

impl File {
    /// Parses a text; it never fails.
    pub fn new(source: &str) -> File {
        let parsed = parse(source);
        let (depth, deepest) = depth(&parsed);
        let tree = match parsed.has_syntax_errors() || suppress::may_concern(&parsed, source) {
            true => Tree::Whole(parsed),
            false => Tree::Bare(parsed.into_syntax()),
        };
        File {
            tree: Some(tree),
            depth,
            too_deep: (depth > DEEPEST).then_some(deepest),
            outline: None,
            again: OnceLock::new(),
        }
    }

    /// Keeps only the parts of the tree that mention something of interest.
    pub fn focus(&mut self, module: &str, is_package: bool, triggers: &Triggers) {
        if self.too_deep.is_some() {
            return;
        }
        let Some(tree) = &mut self.tree else { return };
        let read = |syntax: &ModModule| {
            let mut outline = Outline::new(syntax, module, is_package);
            triggers.mark(&mut outline);
            Box::new(outline)
        };
        let bytes = self.depth * BYTES_PER_LEVEL;
        let outline = stacker::maybe_grow(bytes, bytes, || match tree {
            Tree::Bare(syntax) => {
                let mut outline = read(syntax);
                outline.put_aside(syntax);
                outline
            }
            Tree::Whole(parsed) => read(parsed.syntax()),
        });
        self.outline = Some(outline);
    }

    /// What the file mentions, if not all of it is looked at.
    pub fn outline(&self) -> Option<&Outline> {
        self.outline.as_deref()
    }

    /// The statements of the module, read again from its text where they were put aside. Functions still are.
    pub fn awake(&self, source: &str) -> &[Stmt] {
        match (&self.tree, &self.outline) {
            (Some(Tree::Bare(_)), Some(outline)) if outline.body.is_aside => {
                let again = || {
                    let mut syntax = parse(source).into_syntax();
                    outline.prune(&mut syntax);
                    syntax
                };
                &self.again.get_or_init(again).body
            }
            _ => self.body(),
        }
    }

    /// Whether all of it was analysed.
    pub fn is_whole(&self) -> bool {
        self.too_deep.is_none() && !self.has_invalid_syntax()
    }

    /// Whether it is no valid Python.
    pub fn has_invalid_syntax(&self) -> bool {
        self.whole().is_some_and(Parsed::has_invalid_syntax)
    }

    /// The statements of the module; none where they are too deep to look at.
    pub fn body(&self) -> &[Stmt] {
        match &self.tree {
            _ if self.too_deep.is_some() => &[],
            Some(Tree::Bare(module)) => &module.body,
            Some(Tree::Whole(parsed)) => &parsed.syntax().body,
            None => &[],
        }
    }

    /// Everything the parser gave, where it was kept: of files with syntax errors or directives.
    pub fn whole(&self) -> Option<&Parsed<ModModule>> {
        match &self.tree {
            Some(Tree::Whole(parsed)) => Some(parsed),
            _ => None,
        }
    }
}

/// Parses a text; it never fails.
pub fn parse(source: &str) -> Parsed<ModModule> {
    parse_unchecked_source(source, PySourceType::Python)
}

impl Drop for File {
    /// A tree is dropped level by level, so a deep one needs a deep stack.
    fn drop(&mut self) {
        let tree = self.tree.take();
        if self.depth > DEEPEST {
            stacker::grow(self.depth * BYTES_PER_LEVEL, || drop(tree));
        }
    }
}

/// A bound on how deep the tree of a file can be, and where it is deepest.
///
/// Every token but separators can add a level to the expression it is in; a bracket starts an expression of its own.
fn depth(parsed: &Parsed<ModModule>) -> (usize, TextRange) {
    let mut open: Vec<usize> = Vec::new();
    let mut level = 0;
    let mut below = 0;
    let mut deepest = (0, TextRange::default());
    for token in parsed.tokens() {
        match token.kind() {
            TokenKind::Lpar | TokenKind::Lsqb | TokenKind::Lbrace => {
                open.push(level + 1);
                below += level + 1;
                level = 0;
            }
            TokenKind::Rpar | TokenKind::Rsqb | TokenKind::Rbrace => {
                level = open.pop().unwrap_or_default();
                below -= level;
            }
            TokenKind::Newline | TokenKind::Semi => {
                level = 0;
                below = 0;
                open.clear();
            }
            TokenKind::Comma => level = 0,
            kind if kind.is_operator() || kind.is_keyword() => level += 1,
            _ => continue,
        }
        if below + level > deepest.0 {
            deepest = (below + level, token.range());
        }
    }
    deepest
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ordinary_code_is_shallow() {
        let file = File::new("def f(a):\n    return [x + 1 for x in a if x not in (1, 2)]\n");
        assert!(file.too_deep.is_none());
    }

    #[test]
    fn deep_code_is_noticed_and_dropped() {
        for source in [
            "[".repeat(20_000),
            "(".repeat(20_000) + &")".repeat(20_000),
            "x = ".to_owned() + &"1 + ".repeat(100_000) + "1\n",
            "x = ".to_owned() + &"not ".repeat(50_000) + "1\n",
            "x".to_owned() + &".y".repeat(50_000) + "\n",
            "x".to_owned() + &"()".repeat(50_000) + "\n",
        ] {
            assert!(File::new(&source).too_deep.is_some());
        }
    }
}

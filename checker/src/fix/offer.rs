//! The fix that is offered for a finding.

use gotchas_catalog::{Applicability, FixTemplate, Replace, Shape, Target};
use ruff_python_ast::find_node::covering_node;
use ruff_python_ast::visitor::{Visitor, walk_expr};
use ruff_python_ast::{AnyNodeRef, Expr, ModModule, OperatorPrecedence, Stmt, StmtFunctionDef};
use ruff_python_parser::Parsed;
use ruff_text_size::{Ranged, TextRange, TextSize};

use super::template::{Piece, Word, pieces};
use super::{Edit, Fix, guards, imports};
use crate::analysis::Doubts;
use crate::message;

/// A finding in its file.
pub struct Place<'a> {
    pub parsed: &'a Parsed<ModModule>,
    pub source: &'a str,
    /// The expression that is reported.
    pub expr: TextRange,
    /// Where the value came from, if that is in the same file.
    pub value: Option<TextRange>,
    /// What a method is called on.
    pub receiver: Option<TextRange>,
    /// What speaks against mending it.
    pub doubts: Doubts,
    /// Whether the expression is passed to a function of the project, which does what is wrong.
    pub is_passed: bool,
    /// Top-level modules that only Workers has.
    pub runtime_modules: &'a [String],
}

/// The first of the templates that applies to a finding, filled in. None where nothing can be said to be right.
pub fn offer(templates: &[FixTemplate], place: &Place<'_>, target: &Target) -> Option<Fix> {
    templates
        .iter()
        .filter(|template| {
            template.affects.is_empty() || template.affects.iter().any(|one| one.covers(target))
        })
        .filter(|template| {
            template.when.is_empty() || template.when.iter().any(|shape| place.has(*shape))
        })
        .filter(|template| !place.is_passed || place.replaces_itself(template.replace))
        .filter(|template| !place.is_ruled_out(template))
        .find_map(|template| place.fill(template))
}

impl Place<'_> {
    /// Whether what is replaced is the expression, and nothing around it or before it.
    fn replaces_itself(&self, replace: Replace) -> bool {
        match replace {
            Replace::Expr => true,
            Replace::Value => self.value == Some(self.expr),
            Replace::Call | Replace::Argument | Replace::With => false,
        }
    }

    /// Whether a template is for what is certain, and this is not.
    fn is_ruled_out(&self, template: &FixTemplate) -> bool {
        let doubts = &self.doubts;
        (template.certain && doubts.may_be_else)
            || (template.replace == Replace::Value && doubts.is_within)
    }

    fn fill(&self, template: &FixTemplate) -> Option<Fix> {
        let mut applicability = template.applicability;
        if template.lossy && self.doubts.may_hold_none {
            applicability = Applicability::Unsafe;
        }
        let pieces = pieces(&template.with).ok()?;
        let mut content = String::new();
        let mut edits = Vec::new();
        for (index, piece) in pieces.iter().enumerate() {
            match piece {
                Piece::Text(text) => content.push_str(text),
                Piece::Source(word) => {
                    let next = pieces.get(index + 1);
                    let bound = matches!(next, Some(Piece::Text(text)) if text.starts_with(['.', '[', '(']));
                    content.push_str(&self.word(*word, bound)?);
                }
                Piece::Import(path) => {
                    let imported = imports::find(path, self.parsed, self.source)?;
                    content.push_str(&imported.name);
                    if imported.edit.is_some() && self.may_lack(path) {
                        applicability = Applicability::Unsafe;
                    }
                    edits.extend(imported.edit);
                }
            }
        }
        let line = message::one_line(&content);
        let message = match template.replace {
            Replace::Argument => format!("Add `{line}`"),
            Replace::Expr | Replace::Call | Replace::Value => format!("Replace with `{line}`"),
            Replace::With => "Remove the `with`, keep its body".to_owned(),
        };
        edits.push(self.edit(template.replace, content)?);
        edits.sort();
        edits.dedup();
        Some(Fix {
            applicability,
            message,
            edits,
        })
    }

    /// Whether the file also runs where the module of an import does not exist.
    fn may_lack(&self, path: &str) -> bool {
        let body = &self.parsed.syntax().body;
        guards::is_of(path, self.runtime_modules)
            && guards::are_in(body, self.expr, self.runtime_modules)
    }

    fn edit(&self, replace: Replace, content: String) -> Option<Edit> {
        Some(match replace {
            Replace::Expr => Edit::replace(self.expr, content),
            Replace::Call => Edit::replace(self.call()?, content),
            Replace::Value => self.awaited(content)?,
            Replace::Argument => self.argument(&content)?,
            Replace::With => self.unwrapped()?,
        })
    }

    /// The call whose only argument is the reported expression.
    fn call(&self) -> Option<TextRange> {
        let call = self.around(self.expr)?.find_map(AnyNodeRef::expr_call)?;
        let only = call.arguments.keywords.is_empty() && call.arguments.args.len() == 1;
        let own = call.arguments.args.first()?.range() == self.expr;
        (only && own).then_some(call.range())
    }

    /// A further argument of the reported call.
    fn argument(&self, content: &str) -> Option<Edit> {
        let arguments = &self.nodes(self.expr)?.next()?.expr_call()?.arguments;
        let name = content.split('=').next()?.trim();
        if arguments.find_keyword(name).is_some()
            || arguments.args.iter().any(Expr::is_generator_expr)
        {
            return None;
        }
        let last = arguments.iter_source_order().last();
        Some(match last {
            Some(last) => Edit::insert(last.end(), format!(", {content}")),
            None => Edit::insert(arguments.start() + TextSize::of('('), content.to_owned()),
        })
    }

    /// `content` in the place of the value, which it awaits.
    fn awaited(&self, content: String) -> Option<Edit> {
        let value = self.value?;
        let parent = self.around(value)?.next()?;
        if matches!(parent, AnyNodeRef::ExprAwait(_)) || !self.may_await(value) {
            return None;
        }
        if let Some(name) = assigned(parent)
            && self.awaits(value, name)
        {
            return None;
        }
        let bound = match parent {
            AnyNodeRef::ExprAttribute(_) => true,
            AnyNodeRef::ExprSubscript(subscript) => subscript.value.range() == value,
            AnyNodeRef::ExprCall(call) => call.func.range() == value,
            _ => false,
        };
        let content = if bound {
            format!("({content})")
        } else {
            content
        };
        Some(Edit::replace(value, content))
    }

    /// Whether `await` can be written at a place: in the body of an `async def`, not in a generator.
    fn may_await(&self, at: TextRange) -> bool {
        let scope = self.around(at).and_then(|mut around| {
            around.find(|node| {
                matches!(
                    node,
                    AnyNodeRef::StmtFunctionDef(_)
                        | AnyNodeRef::ExprLambda(_)
                        | AnyNodeRef::ExprGenerator(_)
                        | AnyNodeRef::StmtClassDef(_)
                )
            })
        });
        let function = scope.and_then(AnyNodeRef::stmt_function_def);
        function.is_some_and(|function| function.is_async && in_body(function, at))
    }

    /// Whether the function around a place awaits something that involves a name.
    fn awaits(&self, at: TextRange, name: &str) -> bool {
        let mut around = self.around(at).into_iter().flatten();
        let Some(function) = around.find_map(AnyNodeRef::stmt_function_def) else {
            return true;
        };
        let mut awaits = Awaits {
            name,
            depth: 0,
            found: false,
        };
        awaits.visit_body(&function.body);
        awaits.found
    }

    fn has(&self, shape: Shape) -> bool {
        let Some(mut nodes) = self.nodes(self.expr) else {
            return false;
        };
        let (Some(node), Some(parent)) = (nodes.next(), nodes.next()) else {
            return false;
        };
        let own = |expression: &Expr| expression.range() == self.expr;
        match shape {
            Shape::Name => is_name(node),
            Shape::None => node.is_expr_none_literal(),
            // What is spread by `**` has to stay a mapping.
            Shape::Dict => {
                let spread = parent.as_keyword().is_some_and(|one| one.arg.is_none());
                node.is_expr_dict() && !spread
            }
            Shape::Keyword => parent
                .as_keyword()
                .is_some_and(|keyword| keyword.arg.is_some()),
            Shape::Positional => {
                let arguments = parent.arguments();
                arguments.is_some_and(|arguments| arguments.args.iter().any(own))
            }
            Shape::Entry => parent.expr_dict().is_some_and(|dict| {
                let mut items = dict.items.iter().filter(|item| item.key.is_some());
                items.any(|item| own(&item.value))
            }),
            Shape::Present => !self.doubts.may_be_none,
            Shape::SubscriptedByName => parent.expr_subscript().is_some_and(|subscript| {
                own(&subscript.value) && subscript.slice.is_string_literal_expr()
            }),
        }
    }

    /// The expression of this range and the nodes around it, the nearest first; none: there is no such expression.
    pub fn nodes(&self, range: TextRange) -> Option<impl Iterator<Item = AnyNodeRef<'_>>> {
        let covering = covering(self.parsed.syntax(), range);
        // A literal has a part that is no expression and as long as itself.
        let here = |node: &AnyNodeRef<'_>| node.range() == range && node.is_expression();
        let index = covering.iter().rposition(here)?;
        Some(covering.into_iter().skip(index))
    }

    /// The nodes around the expression of this range.
    fn around(&self, range: TextRange) -> Option<impl Iterator<Item = AnyNodeRef<'_>>> {
        Some(self.nodes(range)?.skip(1))
    }

    fn precedence(&self, range: TextRange) -> Option<OperatorPrecedence> {
        let expression = self.nodes(range)?.next()?.as_expr_ref()?;
        Some(OperatorPrecedence::from(expression))
    }

    fn word(&self, word: Word, bound: bool) -> Option<String> {
        let range = match word {
            Word::Expr => self.expr,
            Word::Value => self.value?,
            Word::Receiver => self.receiver?,
        };
        let text = self.source.get(range.to_std_range())?;
        // A method cannot be called on what may be something else.
        let several = |node: AnyNodeRef<'_>| node.is_expr_bool_op() || node.is_expr_if();
        // `*rows` stands for several arguments.
        if self.nodes(range)?.next()?.is_expr_starred() {
            return None;
        }
        if bound && self.nodes(range)?.next().is_some_and(several) {
            return None;
        }
        let loose = bound && self.precedence(range)? < OperatorPrecedence::CallAttribute;
        Some(if loose {
            format!("({text})")
        } else {
            text.to_owned()
        })
    }
}

/// The nodes around a range, the nearest first. Statements are found by their order: long bodies are not gone through.
fn covering(module: &ModModule, range: TextRange) -> Vec<AnyNodeRef<'_>> {
    let mut outer: Vec<AnyNodeRef<'_>> = vec![module.into()];
    let mut body = &module.body[..];
    loop {
        let at = body.partition_point(|statement| statement.end() < range.end());
        let Some(statement) = body.get(at).filter(|one| one.range().contains_range(range)) else {
            break;
        };
        outer.push(statement.into());
        body = match statement {
            Stmt::FunctionDef(node) => &node.body,
            Stmt::ClassDef(node) => &node.body,
            Stmt::For(node) => &node.body,
            Stmt::While(node) => &node.body,
            Stmt::With(node) => &node.body,
            Stmt::If(node) => &node.body,
            Stmt::Try(node) => &node.body,
            _ => break,
        };
    }
    let nearest = outer.pop().unwrap_or(module.into());
    let within = covering_node(nearest, range);
    within.ancestors().chain(outer.into_iter().rev()).collect()
}

/// Looks for an `await` of something that involves a name.
struct Awaits<'n> {
    name: &'n str,
    depth: usize,
    found: bool,
}

impl<'a> Visitor<'a> for Awaits<'_> {
    fn visit_expr(&mut self, expr: &'a Expr) {
        let awaits = expr.is_await_expr();
        self.depth += usize::from(awaits);
        if self.depth > 0 && expr.as_name_expr().is_some_and(|name| name.id == self.name) {
            self.found = true;
        }
        walk_expr(self, expr);
        self.depth -= usize::from(awaits);
    }
}

/// The name that a statement or expression gives its value to.
fn assigned(parent: AnyNodeRef<'_>) -> Option<&str> {
    let target = match parent {
        AnyNodeRef::StmtAssign(assign) => assign.targets.first()?,
        AnyNodeRef::StmtAnnAssign(assign) => &*assign.target,
        AnyNodeRef::ExprNamed(named) => &*named.target,
        _ => return None,
    };
    target.as_name_expr().map(|name| name.id.as_str())
}

fn in_body(function: &StmtFunctionDef, at: TextRange) -> bool {
    function
        .body
        .iter()
        .any(|statement| statement.range().contains_range(at))
}

fn is_name(node: AnyNodeRef<'_>) -> bool {
    match node {
        AnyNodeRef::ExprName(_) => true,
        AnyNodeRef::ExprAttribute(attribute) => is_name(AnyNodeRef::from(&*attribute.value)),
        _ => false,
    }
}

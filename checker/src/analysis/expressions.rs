//! Values of expressions.

use ruff_python_ast::{self as ast, CmpOp, Expr, Operator, UnaryOp};

use gotchas_catalog::detect::Operation;

use super::platforms::known_truth;
use super::state::State;
use super::{Analysis, DEEPEST_TREE, clip};
use crate::record::{Item, Key, Record};
use crate::symbol::Symbol;
use crate::value::{Atom, Kind, Site, Value};

impl<'a> Analysis<'a> {
    /// The value of an expression; what it does is watched on the way.
    pub fn expr(&mut self, node: &'a Expr, state: &mut State) -> Value {
        if self.tree_depth > DEEPEST_TREE {
            return Value::unknown();
        }
        self.tree_depth += 1;
        let value = self.expr_unbounded(node, state);
        self.tree_depth -= 1;
        value
    }

    fn expr_unbounded(&mut self, node: &'a Expr, state: &mut State) -> Value {
        let site = self.site(node);
        let known = self.known();
        match node {
            Expr::Name(name) => self.name(name, state),
            Expr::Attribute(attribute) => self.attribute_expr(attribute, state),
            Expr::Call(call) => self.call(call, state),
            Expr::Await(inner) => self.await_expr(inner, site, state),
            Expr::NoneLiteral(_) => self.none(site, state),
            Expr::BooleanLiteral(literal) => Value::of(Kind::Bool(literal.value), site),
            Expr::StringLiteral(literal) => {
                let text = self.symbols.intern(clip(literal.value.to_str()));
                Value::of(Kind::Text(text), site)
            }
            Expr::FString(text) => self.f_string(text, site, state),
            Expr::BytesLiteral(_) => Value::of(Kind::Instance(known.bytes, None), site),
            Expr::NumberLiteral(_) => Value::of(Kind::Instance(known.number, None), site),
            Expr::Dict(dict) => self.dict(dict, site, state),
            Expr::List(list) => self.sequence(known.list, &list.elts, site, state),
            Expr::Tuple(tuple) => self.sequence(known.tuple, &tuple.elts, site, state),
            Expr::Set(set) => self.sequence(known.set, &set.elts, site, state),
            Expr::ListComp(comp) => self.comprehension(
                known.list,
                None,
                Some(&comp.elt),
                &comp.generators,
                site,
                state,
            ),
            Expr::SetComp(comp) => self.comprehension(
                known.set,
                None,
                Some(&comp.elt),
                &comp.generators,
                site,
                state,
            ),
            Expr::Generator(comp) => self.comprehension(
                known.generator,
                None,
                Some(&comp.elt),
                &comp.generators,
                site,
                state,
            ),
            Expr::DictComp(comp) => self.comprehension(
                known.dict,
                comp.key.as_deref(),
                Some(&comp.value),
                &comp.generators,
                site,
                state,
            ),
            Expr::Subscript(subscript) => self.subscript(subscript, site, state),
            Expr::BoolOp(operation) => self.bool_op(operation, state),
            Expr::If(choice) => self.choice(choice, state),
            Expr::Compare(compare) => self.compare(compare, site, state),
            Expr::UnaryOp(operation) => {
                let value = self.expr(&operation.operand, state);
                if operation.op == UnaryOp::Not {
                    self.operate(Operation::Truth, &value, &operation.operand, None);
                    let kind = match known_truth(&value) {
                        Some(truth) => Kind::Bool(!truth),
                        None => Kind::Instance(known.boolean, None),
                    };
                    return Value::of(kind, site);
                }
                Value::unknown()
            }
            Expr::BinOp(operation) => self.binary(operation, site, state),
            Expr::Named(named) => {
                let value = self.expr(&named.value, state);
                self.assign(&named.target, &value, state);
                value
            }
            Expr::Starred(starred) => {
                let value = self.expr(&starred.value, state);
                self.operate(Operation::Iterate, &value, &starred.value, None);
                self.items_of(&value, site)
            }
            Expr::Yield(inner) => {
                if let Some(inner) = &inner.value {
                    let value = self.expr(inner, state);
                    self.frame.yields.join(&value);
                } else {
                    self.frame.yields.open = true;
                }
                Value::unknown()
            }
            Expr::YieldFrom(inner) => {
                let value = self.expr(&inner.value, state);
                let items = self.items_of(&value, site);
                self.frame.yields.join(&items);
                Value::unknown()
            }
            Expr::Lambda(lambda) => self.lambda(lambda, site, state),
            Expr::Slice(slice) => {
                for part in [&slice.lower, &slice.upper, &slice.step]
                    .into_iter()
                    .flatten()
                {
                    self.expr(part, state);
                }
                Value::unknown()
            }
            Expr::EllipsisLiteral(_) | Expr::TString(_) | Expr::IpyEscapeCommand(_) => {
                Value::unknown()
            }
        }
    }

    /// An f-string, of which the beginning tells what it is.
    fn f_string(&mut self, text: &'a ast::ExprFString, site: Site, state: &mut State) -> Value {
        let mut beginning = None;
        for element in text.value.elements() {
            let value = match element {
                ast::InterpolatedStringElement::Interpolation(inner) => {
                    let value = self.expr(&inner.expression, state);
                    self.operate_here(Operation::Format, &value, &inner.expression);
                    self.text_of(&value, site)
                }
                ast::InterpolatedStringElement::Literal(literal) => {
                    let text = self.symbols.intern(clip(&literal.value));
                    Value::of(Kind::Beginning(text), site)
                }
            };
            beginning.get_or_insert(value);
        }
        let text = self.known().text;
        beginning.unwrap_or_else(|| Value::of(Kind::Instance(text, None), site))
    }

    /// The text that a value is written as, where more follows.
    pub fn text_of(&self, value: &Value, site: Site) -> Value {
        let known = self.known();
        let mut result = Value::never();
        for atom in &value.atoms {
            let kind = match &atom.kind {
                Kind::Text(text) | Kind::Beginning(text) => Kind::Beginning(*text),
                Kind::Instance(of, _) if self.platform().extends(*of, known.text) => {
                    Kind::Instance(*of, None)
                }
                Kind::Instance(of, Some(path)) if *of == known.path => {
                    result.join(&self.text_of(path, site));
                    continue;
                }
                _ => Kind::Instance(known.text, None),
            };
            result.join(&Value::of(kind, site));
        }
        if result.is_never() || value.open {
            result.join(&Value::of(Kind::Instance(known.text, None), site));
        }
        result
    }

    /// What a pattern begins with, before its first placeholder.
    pub fn beginning_until(&mut self, text: Symbol, placeholder: char) -> Kind {
        let text = self.symbols.text(text);
        let end = text.find(placeholder).unwrap_or(text.len());
        let beginning = text[..end].to_owned();
        Kind::Beginning(self.symbols.intern(&beginning))
    }

    fn await_expr(&mut self, node: &'a ast::ExprAwait, site: Site, state: &mut State) -> Value {
        let before = self.frame.effects.len();
        let value = self.expr(&node.value, state);
        let effects = self.frame.effects[before.min(self.frame.effects.len())..].to_vec();
        self.awaited(&effects, site, state);
        let known = self.known();
        let asked = [known.d1_promise, known.d1_coroutine];
        let asks = |atom: &Atom| self.type_name(atom).is_some_and(|of| asked.contains(&of));
        let asks = value.atoms.iter().any(asks);
        self.frame.asks_d1 |= asks;
        self.await_value(&value, site)
    }

    fn compare(&mut self, node: &'a ast::ExprCompare, site: Site, state: &mut State) -> Value {
        let mut left_node: &Expr = &node.left;
        let mut left = self.expr(left_node, state);
        let mut outcome = None;
        for (operator, right_node) in node.ops.iter().zip(&node.comparators) {
            let right = self.expr(right_node, state);
            outcome = self
                .platform_outcome(&left, *operator, &right)
                .filter(|_| node.ops.len() == 1);
            match operator {
                CmpOp::Is | CmpOp::IsNot if right_node.is_none_literal_expr() => {
                    self.operate(Operation::IsNone, &left, left_node, None);
                }
                CmpOp::Eq | CmpOp::NotEq if right_node.is_none_literal_expr() => {
                    self.operate(Operation::IsNone, &left, left_node, None);
                }
                CmpOp::Is | CmpOp::IsNot => {}
                CmpOp::In | CmpOp::NotIn => {
                    self.operate(Operation::Contains, &right, right_node, None);
                    self.survived(right_node, &right, state);
                }
                _ => {
                    self.operate(Operation::Compare, &left, left_node, None);
                    self.operate(Operation::Compare, &right, right_node, None);
                    if !matches!(operator, CmpOp::Eq | CmpOp::NotEq) {
                        self.survived(left_node, &left, state);
                        self.survived(right_node, &right, state);
                    }
                }
            }
            left = right;
            left_node = right_node;
        }
        let kind = match outcome {
            Some(outcome) => Kind::Bool(outcome),
            None => Kind::Instance(self.known().boolean, None),
        };
        Value::of(kind, site)
    }

    fn binary(&mut self, node: &'a ast::ExprBinOp, site: Site, state: &mut State) -> Value {
        let left = self.expr(&node.left, state);
        let right = self.expr(&node.right, state);
        self.operate_here(Operation::Arithmetic, &left, &node.left);
        self.operate_here(Operation::Arithmetic, &right, &node.right);
        self.survived(&node.left, &left, state);
        // What a text is filled with may be anything.
        if node.op != Operator::Mod {
            self.survived(&node.right, &right, state);
        }
        self.combine(node.op, &left, &right, site)
    }

    /// The value of `left op right`.
    pub fn combine(&mut self, op: Operator, left: &Value, right: &Value, site: Site) -> Value {
        let known = self.known();
        let dict = |value: &Value| {
            let is_dict = |atom: &Atom| self.type_name(atom) == Some(known.dict);
            !value.open && !value.atoms.is_empty() && value.atoms.iter().all(is_dict)
        };
        if op == Operator::BitOr && (dict(left) || dict(right)) {
            let mut record = Record::new(known.dict);
            self.spread_into(&mut record, left);
            self.spread_into(&mut record, right);
            return Value::of(Kind::Record(record.into()), site);
        }
        let (Some(a), Some(b)) = (only_record(left), only_record(right)) else {
            return self.combine_plain(op, left, right, site);
        };
        let mut record = a.clone();
        match op {
            Operator::Add if a.of == known.list || a.of == known.tuple => {
                for item in &b.items {
                    record.put(Item {
                        key: Key::Index(record.items.len() as u32),
                        ..item.clone()
                    });
                }
            }
            _ => return Value::unknown(),
        }
        record.rest.join(&b.rest);
        Value::of(Kind::Record(record.into()), site)
    }

    fn combine_plain(&mut self, op: Operator, left: &Value, right: &Value, site: Site) -> Value {
        let known = self.known();
        let mut result = Value::never();
        for atom in &left.atoms {
            match (&atom.kind, op) {
                (Kind::Instance(of, holds), Operator::Div | Operator::Add) => {
                    let keeps = *of != known.number && *of != known.boolean;
                    if keeps {
                        result.join(&Value::of(Kind::Instance(*of, holds.clone()), atom.site));
                    } else {
                        result.open = true;
                    }
                }
                (Kind::Instance(of, _), Operator::Mod | Operator::Mult) if *of == known.bytes => {
                    result.join(&Value::of(atom.kind.clone(), site));
                }
                // The beginning of a text decides what it is, and stays.
                (Kind::Text(text) | Kind::Beginning(text), Operator::Add) => {
                    result.join(&Value::of(Kind::Beginning(*text), site));
                }
                (Kind::Text(text) | Kind::Beginning(text), Operator::Mod) => {
                    let beginning = self.beginning_until(*text, '%');
                    result.join(&Value::of(beginning, site));
                }
                (Kind::Record(record), Operator::Add)
                    if record.of == known.list || record.of == known.tuple =>
                {
                    let mut record = Record::clone(record);
                    let more = self.items_of(right, site);
                    record.rest.join(&more);
                    result.join(&Value::of(Kind::Record(record.into()), site));
                }
                _ => result.open = true,
            }
        }
        if result.is_never() || left.open {
            result.or_unknown()
        } else {
            result
        }
    }

    /// What a value gives when it is awaited.
    pub fn await_value(&mut self, value: &Value, site: Site) -> Value {
        let mut result = Value {
            open: value.open,
            ..Value::default()
        };
        for atom in &value.atoms {
            let awaited = self.await_atom(atom, site);
            result.join(&awaited);
        }
        result
    }
}

/// The container that a value is, if it is nothing else that is known.
fn only_record(value: &Value) -> Option<&Record> {
    match &value.atoms[..] {
        [only] => match &only.kind {
            Kind::Record(record) => Some(record),
            _ => None,
        },
        _ => None,
    }
}

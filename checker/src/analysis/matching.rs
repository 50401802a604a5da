//! What the patterns of `match` bind and rule out.

use ruff_python_ast::{Expr, Pattern, Singleton};

use super::Analysis;
use super::state::State;
use crate::record::Key;
use crate::symbol::Symbol;
use crate::value::{Fact, Kind, Value};

impl<'a> Analysis<'a> {
    /// Binds the names of a pattern to what they take of the subject.
    pub fn bind_pattern(&mut self, pattern: &'a Pattern, subject: &Value, state: &mut State) {
        match pattern {
            Pattern::MatchAs(node) => {
                let mut taken = subject.clone();
                if let Some(inner) = &node.pattern {
                    self.bind_pattern(inner, subject, state);
                    self.keep_pattern(inner, &mut taken);
                }
                if let Some(name) = &node.name {
                    let name = self.symbols.intern(name);
                    self.set_name(name, taken, state);
                }
            }
            Pattern::MatchSequence(node) => {
                let exact = !node.patterns.iter().any(Pattern::is_match_star);
                for (index, pattern) in node.patterns.iter().enumerate() {
                    let key = exact.then_some(Key::Index(index as u32));
                    let site = self.site(pattern);
                    let item = match key {
                        Some(_) => self.item_at(subject, key, site),
                        None => Value::unknown(),
                    };
                    self.bind_pattern(pattern, &item, state);
                }
            }
            Pattern::MatchMapping(node) => {
                for (key, pattern) in node.keys.iter().zip(&node.patterns) {
                    let key = self.key(key);
                    let site = self.site(pattern);
                    let item = self.item_at(subject, key, site);
                    self.bind_pattern(pattern, &item, state);
                }
                self.forget_captured(node.rest.as_ref().map(|name| name.as_str()), state);
            }
            other => {
                for name in crate::patterns::names(other) {
                    self.forget_captured(Some(name), state);
                }
            }
        }
    }

    fn forget_captured(&mut self, name: Option<&str>, state: &mut State) {
        if let Some(name) = name {
            let name = self.symbols.intern(name);
            self.set_name(name, Value::unknown(), state);
        }
    }

    /// Keeps of a subject what a pattern takes.
    fn keep_pattern(&mut self, pattern: &'a Pattern, subject: &mut Value) {
        if let Some(fact) = self.pattern_fact(pattern, true) {
            self.apply_fact(subject, fact);
        }
    }

    /// Keeps of a subject what a pattern leaves to the next.
    pub fn exclude_pattern(&mut self, pattern: &'a Pattern, subject: &mut Value) {
        if let Some(fact) = self.pattern_fact(pattern, false) {
            self.apply_fact(subject, fact);
        }
    }

    /// Continues in a case, or after it where it did not apply.
    pub fn assume_pattern(
        &mut self,
        subject: &'a Expr,
        pattern: &'a Pattern,
        taken: bool,
        state: &mut State,
    ) {
        if let Some(fact) = self.pattern_fact(pattern, taken) {
            self.assume_fact(subject, fact, state);
        }
    }

    fn pattern_fact(&mut self, pattern: &'a Pattern, taken: bool) -> Option<Fact> {
        match pattern {
            Pattern::MatchSingleton(node) if node.value == Singleton::None => {
                Some(Fact::None(taken))
            }
            Pattern::MatchClass(node) if node.arguments.patterns.is_empty() => {
                let class = self.class_in_pattern(&node.cls)?;
                Some(Fact::Type(class, taken))
            }
            Pattern::MatchAs(node) => self.pattern_fact(node.pattern.as_deref()?, taken),
            _ if taken && takes_something(pattern) => Some(Fact::None(false)),
            _ if !taken && takes_none(pattern) => Some(Fact::None(false)),
            _ => None,
        }
    }

    fn class_in_pattern(&mut self, node: &'a Expr) -> Option<Symbol> {
        let value = self.expr(node, &mut State::default());
        match &value.atoms[..] {
            [only] => match only.kind {
                Kind::Name(name) => Some(self.type_for_annotation(name)),
                _ => None,
            },
            _ => None,
        }
    }
}

/// Whether a pattern takes nothing that is `None`.
fn takes_something(pattern: &Pattern) -> bool {
    match pattern {
        Pattern::MatchValue(_)
        | Pattern::MatchClass(_)
        | Pattern::MatchMapping(_)
        | Pattern::MatchSequence(_) => true,
        Pattern::MatchSingleton(node) => node.value != Singleton::None,
        Pattern::MatchOr(node) => node.patterns.iter().all(takes_something),
        Pattern::MatchAs(node) => node.pattern.as_deref().is_some_and(takes_something),
        Pattern::MatchStar(_) => false,
    }
}

/// Whether a pattern takes `None`.
fn takes_none(pattern: &Pattern) -> bool {
    match pattern {
        Pattern::MatchSingleton(node) => node.value == Singleton::None,
        Pattern::MatchOr(node) => node.patterns.iter().any(takes_none),
        Pattern::MatchAs(node) => node.pattern.as_deref().is_none_or(takes_none),
        _ => false,
    }
}

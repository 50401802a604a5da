//! Comparing a file with the JSON Schema of its type, to find all that does not fit instead of the first.
//!
//! The schema is the one that editors use, so both say the same. Keywords that it does not contain are not read; what is
//! beyond a schema is left to deserializing.

use std::{collections::HashSet, fmt, sync::LazyLock};

use schemars::JsonSchema;
use serde_json::{Map, Value};

use super::{
    Content, File, Node, first_line,
    keywords::{
        alternatives, fits, found, is_typed, kind_suits, kinds, quoted, tags, values, variants,
    },
};
use crate::{Problem, schema, similar};

/// The JSON Schema of a type, as a judge of files.
#[derive(Debug)]
pub struct Shape {
    root: Value,
}

impl Shape {
    /// What files that hold a `T` look like.
    pub fn of<T: JsonSchema>() -> Shape {
        Shape {
            root: schema::of::<T>(),
        }
    }

    /// Everything in the file that the schema forbids.
    pub fn check(&self, file: &File) -> Vec<Problem> {
        let mut check = Check {
            root: &self.root,
            file,
            problems: vec![],
        };
        check.node(&self.root, &file.root, &"this file");
        check.problems
    }
}

/// A check under way.
struct Check<'a> {
    root: &'a Value,
    file: &'a File,
    problems: Vec<Problem>,
}

/// The properties of a mapping with any keys.
static NO_KEYS: LazyLock<Map<String, Value>> = LazyLock::new(Map::new);

impl<'a> Check<'a> {
    /// Checks a part; `name` is what messages call it.
    fn node(&mut self, schema: &'a Value, node: &Node, name: &dyn fmt::Display) {
        let Some(schema) = self.resolve(schema).as_object() else {
            return;
        };
        if schema.is_empty() || !is_typed(schema) {
            return;
        }
        if node.is_null() {
            return self.refuse(
                node,
                format!("{name} is empty"),
                format!("expected {}", self.expected(schema)),
            );
        }
        if let Some(values) = values(schema) {
            return self.one_of(&values, node, name);
        }
        if let Some(variants) = variants(schema) {
            return self.variant(&variants, node, name);
        }
        match (&node.content, kinds(schema)) {
            (Content::Map(pairs), kinds) if kinds.contains(&"object") => {
                self.map(schema, node, pairs)
            }
            (Content::List(items), kinds) if kinds.contains(&"array") => {
                self.list(schema, node, items, name)
            }
            (Content::Scalar { text, style }, kinds)
                if kinds.iter().any(|kind| fits(kind, text, *style)) =>
            {
                self.length(schema, node, text, name);
            }
            _ => {
                let expected = self.expected(schema);
                self.refuse(
                    node,
                    format!("{name} must be {expected}"),
                    format!("found {}", found(node)),
                );
            }
        }
    }

    fn map(&mut self, schema: &'a Map<String, Value>, node: &Node, pairs: &[(Node, Node)]) {
        let known = schema
            .get("properties")
            .and_then(Value::as_object)
            .unwrap_or(&NO_KEYS);
        let others = schema.get("additionalProperties");
        let free: Vec<&str> = known
            .keys()
            .map(String::as_str)
            .filter(|key| node.get(key).is_none())
            .collect();
        let mut meant = HashSet::new();
        for (key, value) in pairs {
            let name = key.text().unwrap_or_default();
            match (known.get(name), others) {
                // An empty block begins where the next key does; its own key is the better place.
                (Some(schema), _) if value.is_empty_block() => {
                    self.node(
                        schema,
                        &Node {
                            range: key.range.clone(),
                            ..value.clone()
                        },
                        &format_args!("`{name}`"),
                    );
                }
                (Some(schema), _) => self.node(schema, value, &format_args!("`{name}`")),
                (None, Some(Value::Bool(false))) => {
                    meant.extend(self.unknown_key(known, &free, key, name));
                }
                (None, Some(schema)) => self.node(schema, value, &format_args!("`{name}`")),
                (None, None) => {}
            }
        }
        let required = schema
            .get("required")
            .and_then(Value::as_array)
            .into_iter()
            .flatten()
            .filter_map(Value::as_str);
        let missing: Vec<&str> = required
            .filter(|key| node.get(key).is_none() && !meant.contains(key))
            .collect();
        if !missing.is_empty() {
            self.missing_keys(known, &missing, node);
        }
    }

    /// Reports a key that does not exist and gives the one that was probably meant.
    ///
    /// `free` are the known keys that are not given.
    fn unknown_key<'k>(
        &mut self,
        known: &Map<String, Value>,
        free: &[&'k str],
        key: &Node,
        name: &str,
    ) -> Option<&'k str> {
        let near = similar::nearest(name, free.iter().copied());
        let label = near.map_or("there is no such key here".to_owned(), |near| {
            format!("did you mean `{near}`?")
        });
        let mut problem = self
            .file
            .problem(key.range.clone(), format!("unknown key `{name}`"))
            .label(label);
        if near.is_none() {
            problem = problem.help(format!(
                "the keys here are {}",
                quoted(known.keys().map(String::as_str))
            ));
        }
        self.problems.push(problem);
        near
    }

    fn missing_keys(&mut self, known: &Map<String, Value>, missing: &[&str], node: &Node) {
        let keys = if missing.len() == 1 { "key" } else { "keys" };
        let message = format!("missing {keys} {}", quoted(missing.iter().copied()));
        let about = missing.iter().filter_map(|key| {
            let description = known.get(*key).and_then(|schema| self.describe(schema))?;
            Some(format!(
                "`{key}`: {}",
                description.lines().next().unwrap_or_default()
            ))
        });
        let about: Vec<String> = about.collect();
        let range = first_line(&self.file.source, node.range.clone());
        let mut problem = self
            .file
            .problem(range, message)
            .label(format!("expected the {keys} here"));
        if !about.is_empty() {
            problem = problem.help(about.join("\n"));
        }
        self.problems.push(problem);
    }

    fn list(
        &mut self,
        schema: &'a Map<String, Value>,
        node: &Node,
        items: &[Node],
        name: &dyn fmt::Display,
    ) {
        if items.is_empty() && schema.contains_key("minItems") {
            return self.refuse(
                node,
                format!("{name} is an empty list"),
                "expected at least one item".to_owned(),
            );
        }
        let Some(item_schema) = schema.get("items") else {
            return;
        };
        for item in items {
            self.node(item_schema, item, &format_args!("an item of {name}"));
        }
    }

    fn length(
        &mut self,
        schema: &Map<String, Value>,
        node: &Node,
        text: &str,
        name: &dyn fmt::Display,
    ) {
        let limit = |key| {
            schema
                .get(key)
                .and_then(Value::as_u64)
                .map(|limit| limit as usize)
        };
        if limit("minLength").is_some() && text.trim().is_empty() {
            return self.refuse(
                node,
                format!("{name} is empty"),
                format!("expected {}", self.expected(schema)),
            );
        }
        let length = text.trim_end().chars().count();
        if let Some(limit) = limit("maxLength").filter(|limit| length > *limit) {
            self.refuse(
                node,
                format!("{name} has {length} characters"),
                format!("at most {limit} are allowed"),
            );
        }
    }

    fn one_of(&mut self, values: &[&str], node: &Node, name: &dyn fmt::Display) {
        let Some(text) = node.text() else {
            return self.refuse(
                node,
                format!("{name} must be one word"),
                format!("found {}", found(node)),
            );
        };
        if values.contains(&text) {
            return;
        }
        let label = similar::hint(text, values.iter().copied(), "not one of them");
        let problem = self
            .file
            .problem(node.range.clone(), format!("{name} cannot be `{text}`"))
            .label(label);
        self.problems
            .push(problem.help(format!("the values are {}", quoted(values.iter().copied()))));
    }

    /// Checks a part that may have one of several shapes against the one it means to have.
    fn variant(&mut self, variants: &[&'a Value], node: &Node, name: &dyn fmt::Display) {
        if let [only] = variants {
            return self.node(only, node, name);
        }
        let resolved: Vec<&Map<String, Value>> = variants
            .iter()
            .filter_map(|one| self.resolve(one).as_object())
            .collect();
        if let Some(index) = resolved
            .iter()
            .position(|variant| self.means(variant, node))
        {
            return self.node(variants[index], node, name);
        }
        let kinds: Vec<&str> = resolved.iter().flat_map(|variant| kinds(variant)).collect();
        let suits = resolved
            .iter()
            .filter(|variant| kind_suits(variant, node))
            .count();
        if suits == 1 {
            let index = resolved
                .iter()
                .position(|variant| kind_suits(variant, node))
                .unwrap_or_default();
            return self.node(variants[index], node, name);
        }
        let tags: Vec<&str> = resolved.iter().flat_map(|variant| tags(variant)).collect();
        if !tags.is_empty() {
            let key = match &node.content {
                Content::Map(pairs) => pairs
                    .first()
                    .and_then(|(key, _)| key.text())
                    .unwrap_or_default(),
                _ => "",
            };
            let label = similar::hint(key, tags.iter().copied(), &format!("found {}", found(node)));
            let message = format!(
                "{name} must have exactly one of the keys {}",
                quoted(tags.into_iter())
            );
            self.refuse(node, message, label);
        } else if suits == 0 && !kinds.is_empty() {
            self.refuse(
                node,
                format!("{name} must be {}", alternatives(&kinds)),
                format!("found {}", found(node)),
            );
        }
    }

    /// Whether a part carries the mark of a variant: the key or the value that only this variant has.
    fn means(&self, variant: &Map<String, Value>, node: &Node) -> bool {
        if let (Some(values), Some(text)) = (values(variant), node.text()) {
            return values.contains(&text);
        }
        let Some(properties) = variant.get("properties").and_then(Value::as_object) else {
            return false;
        };
        let constant = properties
            .iter()
            .find_map(|(key, schema)| Some((key, self.resolve(schema).get("const")?.as_str()?)));
        match constant {
            Some((key, value)) => node.get(key).and_then(Node::text) == Some(value),
            None => tags(variant)
                .first()
                .is_some_and(|tag| node.get(tag).is_some()),
        }
    }

    fn refuse(&mut self, node: &Node, message: String, label: String) {
        let range = first_line(&self.file.source, node.range.clone());
        self.problems
            .push(self.file.problem(range, message).label(label));
    }

    /// Follows references to the schema that they name.
    fn resolve(&self, mut schema: &'a Value) -> &'a Value {
        while let Some(pointer) = schema.get("$ref").and_then(Value::as_str) {
            match self.root.pointer(pointer.trim_start_matches('#')) {
                Some(target) => schema = target,
                None => break,
            }
        }
        schema
    }

    fn describe(&self, schema: &Value) -> Option<String> {
        schema
            .get("description")
            .and_then(Value::as_str)
            .map(str::to_owned)
    }

    fn expected(&self, schema: &Map<String, Value>) -> String {
        if let Some(values) = values(schema) {
            return format!("one of {}", quoted(values.into_iter()));
        }
        match alternatives(&kinds(schema)) {
            kinds if kinds.is_empty() => "a value".to_owned(),
            kinds => kinds,
        }
    }
}

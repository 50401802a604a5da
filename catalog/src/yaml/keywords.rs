//! Reading the keywords of a JSON Schema that are checked, and what readers call them.

use serde_json::{Map, Value};
use serde_yaml::granit_parser::ScalarStyle;

use super::{Content, Node};

/// Whether a schema says anything that is checked here.
pub fn is_typed(schema: &Map<String, Value>) -> bool {
    ["type", "enum", "const", "oneOf", "anyOf"]
        .iter()
        .any(|key| schema.contains_key(*key))
}

/// The words a schema allows, if it lists them.
pub fn values(schema: &Map<String, Value>) -> Option<Vec<&str>> {
    if let Some(values) = schema.get("enum").and_then(Value::as_array) {
        return values
            .iter()
            .filter(|value| !value.is_null())
            .map(Value::as_str)
            .collect();
    }
    if let Some(value) = schema.get("const") {
        return value.as_str().map(|value| vec![value]);
    }
    // An enum whose variants have descriptions is a choice between constants and lists of words.
    let choices = schema.get("oneOf")?.as_array()?;
    let words = choices.iter().map(|choice| values(choice.as_object()?));
    words
        .collect::<Option<Vec<_>>>()
        .map(|words| words.concat())
}

/// The shapes a schema chooses between, apart from nothing.
pub fn variants(schema: &Map<String, Value>) -> Option<Vec<&Value>> {
    let choices = schema
        .get("anyOf")
        .or_else(|| schema.get("oneOf"))?
        .as_array()?;
    let is_null = |choice: &&Value| choice.get("type").and_then(Value::as_str) == Some("null");
    Some(choices.iter().filter(|choice| !is_null(choice)).collect())
}

/// The types a schema allows, apart from nothing.
pub fn kinds(schema: &Map<String, Value>) -> Vec<&str> {
    match schema.get("type") {
        Some(Value::String(kind)) => vec![kind],
        Some(Value::Array(kinds)) => kinds
            .iter()
            .filter_map(Value::as_str)
            .filter(|kind| *kind != "null")
            .collect(),
        _ => vec![],
    }
}

/// The key that tells a variant of an enum from the others.
pub fn tags(variant: &Map<String, Value>) -> Vec<&str> {
    match variant
        .get("required")
        .and_then(Value::as_array)
        .map(Vec::as_slice)
    {
        Some([only]) => only.as_str().into_iter().collect(),
        _ => vec![],
    }
}

pub fn kind_suits(variant: &Map<String, Value>, node: &Node) -> bool {
    kinds(variant).iter().any(|kind| match &node.content {
        Content::Map(_) => *kind == "object",
        Content::List(_) => *kind == "array",
        Content::Scalar { text, style } => fits(kind, text, *style),
    })
}

/// Whether a scalar can be read as a type.
pub fn fits(kind: &str, text: &str, style: ScalarStyle) -> bool {
    let plain = style == ScalarStyle::Plain;
    match kind {
        "string" => true,
        "integer" => plain && text.parse::<i64>().is_ok(),
        "number" => plain && text.parse::<f64>().is_ok(),
        "boolean" => plain && matches!(text, "true" | "false"),
        _ => false,
    }
}

pub fn found(node: &Node) -> &'static str {
    match &node.content {
        Content::Map(_) => "a mapping",
        Content::List(_) => "a list",
        Content::Scalar { text, style } if fits("boolean", text, *style) => "a truth value",
        Content::Scalar { text, style } if fits("number", text, *style) => "a number",
        Content::Scalar { .. } => "text",
    }
}

/// What a reader calls the types of a schema.
pub fn alternatives(kinds: &[&str]) -> String {
    let names = kinds.iter().map(|kind| match *kind {
        "object" => "a mapping",
        "array" => "a list",
        "string" => "text",
        "integer" => "a whole number",
        "number" => "a number",
        "boolean" => "`true` or `false`",
        other => other,
    });
    let mut names: Vec<&str> = names.collect();
    names.dedup();
    names.join(" or ")
}

pub fn quoted<'a>(words: impl Iterator<Item = &'a str>) -> String {
    words
        .map(|word| format!("`{word}`"))
        .collect::<Vec<_>>()
        .join(", ")
}

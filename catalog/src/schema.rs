use schemars::{Schema, generate::SchemaSettings};
use serde_json::Value;

use crate::model::Gotcha;

/// The JSON Schema (draft 2020-12) of a gotcha file, generated from [`Gotcha`]; `gotchas/schema.json` is a copy of it.
pub fn schema() -> Value {
    let schema: Schema = SchemaSettings::draft2020_12()
        .into_generator()
        .into_root_schema_for::<Gotcha>();
    schema.to_value()
}

/// [`schema`] as the text of `gotchas/schema.json`: indented, with a final newline.
pub fn schema_json() -> String {
    format!("{:#}\n", schema())
}

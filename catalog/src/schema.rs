//! The JSON Schema of the files, generated from their types.

use schemars::{JsonSchema, generate::SchemaSettings};
use serde_json::Value;

use crate::model::{Category, Gotcha, Platform, Releases, Runtimes, Synonyms};

/// The JSON Schema (draft 2020-12) of the files under `gotchas/`; `gotchas/schema.json` is a copy of it.
///
/// The root is that of a gotcha. The other files have theirs below `$defs`: `Categories`, `Runtimes`, `Releases`, `Synonyms`, `Platform`. Editors
/// complete and validate a file whose first line is `# yaml-language-server: $schema=../schema.json`, or
/// `…/schema.json#/$defs/Runtimes`.
pub fn schema() -> Value {
    let mut generator = SchemaSettings::draft2020_12().into_generator();
    let categories = generator.subschema_for::<Vec<Category>>();
    generator
        .definitions_mut()
        .insert("Categories".to_owned(), categories.to_value());
    generator.subschema_for::<Runtimes>();
    generator.subschema_for::<Releases>();
    generator.subschema_for::<Synonyms>();
    generator.subschema_for::<Platform>();
    generator.into_root_schema_for::<Gotcha>().to_value()
}

/// [`schema`] as the text of `gotchas/schema.json`: indented, with a final newline.
pub fn schema_json() -> String {
    format!("{:#}\n", schema())
}

/// The schema of one type.
pub(crate) fn of<T: JsonSchema>() -> Value {
    SchemaSettings::draft2020_12()
        .into_generator()
        .into_root_schema_for::<T>()
        .to_value()
}

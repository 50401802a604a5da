//! The knowledge base as data.
//!
//! Everything this project makes (pages, search results, diagnostics) is made from the files under `gotchas/`. This
//! crate reads them: [`model`] holds the types a gotcha file deserializes into, `load` finds and parses the files,
//! `validate` proves what the types cannot (cross references, code digits, parsable snippets …), and [`Problems`] draws
//! every problem of every file with its line and what was expected. What comes out is a [`Catalogue`], which is valid by
//! construction: no later crate checks it again.

mod catalogue;
mod entry;
mod load;
pub mod model;
mod place;
mod problem;
mod proof;
mod schema;
mod similar;
mod snippet;
mod validate;
mod yaml;

pub use catalogue::Catalogue;
pub use entry::Entry;
pub use model::*;
pub use problem::{Problem, Problems};
pub use proof::{Contradiction, ContradictionKind, Measured};
pub use schema::{schema, schema_json};
pub use snippet::{ExpectedFinding, Side, Snippet};

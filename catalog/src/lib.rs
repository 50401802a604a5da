//! The knowledge base as data.
//!
//! Everything this project makes (pages, search results, diagnostics) is made from the files under `gotchas/`. This
//! crate reads them: [`model`] holds the types a gotcha file deserializes into, `load` finds the files, `yaml` parses each
//! into a tree with positions, compares it with the JSON Schema of its type and only then deserializes it, and `validate`
//! proves what the types cannot (cross references, code digits, parsable snippets …). One run finds everything that is
//! wrong with every file; [`Problems`] draws it with its line and what was expected. What comes out is a [`Catalogue`],
//! which is valid by construction: no later crate checks it again.
//!
//! ```no_run
//! use gotchas_catalog::Catalogue;
//!
//! let catalogue = Catalogue::load("gotchas".as_ref())?;
//! for entry in catalogue.entries() {
//!     println!("{} {}", entry.code(), *entry.gotcha.title);
//! }
//! # Ok::<(), gotchas_catalog::Problems>(())
//! ```

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
mod steps;
mod validate;
mod yaml;

pub use catalogue::Catalogue;
pub use entry::Entry;
pub use model::*;
pub use problem::{Problem, Problems};
pub use proof::{Contradiction, ContradictionKind, Measured};
pub use schema::{schema, schema_json};
pub use snippet::{ExpectedFinding, Side, Snippet};
pub use validate::is_date;

//! Makes the site from the knowledge base.
//!
//! A build has two halves. The first is ours and knows nothing of mdBook: [`Knowledge`] loads the catalogue and has the
//! checker judge every snippet ([`snippets`]), [`Pages`] turns that into Markdown with the templates under `templates/`.
//! The second is mdBook's: [`Gotchas`] is a preprocessor that replaces directives such as `{{#gotchas index}}` in
//! hand-written chapters and adds a chapter for each category and each gotcha; [`Site`] is a renderer that runs after
//! mdBook's own and writes what lies beside the pages: the search index, `gotchas.json` and `schema.json`.
//!
//! There are two ways in. The program `mdbook-gotchas` speaks mdBook's protocols ([`protocol`]), so that a stock
//! `mdbook build` works. [`build::Book`] does the same in one process, which is what the `gotchas` command uses. Both read
//! the same `book.toml` and give the same site.

mod browser;
pub mod build;
mod chapters;
mod directive;
mod files;
mod knowledge;
mod markdown;
mod preprocessor;
pub mod protocol;
pub mod python;
mod render;
mod settings;
mod site;
pub mod snippets;

pub use browser::{Build, Pyodide, Source};
pub use knowledge::Knowledge;
pub use preprocessor::{BothFlavours, Gotchas};
pub use render::{Flavour, Page, Pages};
pub use settings::Settings;
pub use site::Site;

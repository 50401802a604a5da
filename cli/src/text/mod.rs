//! Text for the terminal: Markdown, tables, wrapping.

pub mod markdown;
mod table;
pub mod wrap;

pub use table::Table;

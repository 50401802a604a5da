//! Text for the terminal: Markdown, Python, tables, wrapping.

pub mod markdown;
pub mod python;
mod table;
pub mod wrap;

pub use table::Table;

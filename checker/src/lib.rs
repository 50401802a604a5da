//! Finds Workers gotchas in Python source: text in, diagnostics out.
//!
//! A [`Checker`] is made once from a catalogue: the detectors that the gotchas declare, and the platform model they rely
//! on. It then checks a [`Project`], the modules a Worker consists of, for a target: files are parsed with ruff's parser,
//! which recovers from syntax errors; [`analysis`] runs them over abstract values and collects what reaches the places
//! the detectors name; [`suppress`] drops what comments allow. Nothing here reads a file, a clock or an environment.

mod analysis;
mod checker;
mod compile;
mod diagnostic;
pub mod fix;
mod knowledge;
mod message;
mod outline;
mod parse;
mod patterns;
mod platform;
mod project;
mod record;
mod rules;
mod suppress;
mod symbol;
mod triggers;
mod types;
mod value;

pub use checker::Checker;
pub use diagnostic::{Annotation, Diagnostic};
pub use project::{Module, Project};
pub use suppress::{InvalidSuppression, NoqaRows};

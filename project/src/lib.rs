//! What a folder of Python is, seen from Workers.
//!
//! A gotcha bites in Worker code only, and most files of a Worker do not show that they are one. So this crate starts
//! from the wrangler file ([`config`]), works out the runtime it selects ([`target`]) with the SDK the project pins
//! ([`packages`]), and follows the imports ([`imports`]) from the entry file: what they reach is Worker code ([`reach`]),
//! the rest of the folder is not, and [`Outside`] says why. Where there is no wrangler file, the files that import the
//! Workers runtime are where it starts. It reads files and decides; the findings come from the checker.

pub mod config;
mod discover;
mod discovery;
mod evidence;
pub mod imports;
pub mod packages;
pub mod paths;
pub mod reach;
pub mod target;
mod walk;

pub use discover::discover;
pub use discovery::{Adrift, Assume, Discovery, Options, Outside, Reason, Unreadable, Worker};
pub use evidence::is_worker_code;
pub use reach::Module;
pub use walk::{LEFT_OUT, is_python};

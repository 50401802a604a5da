//! The types that the files under `gotchas/` deserialize into.

mod affects;
mod category;
mod gotcha;
mod located;
mod runtime;
mod synonyms;

pub use affects::{Affects, Bindings, Sdk, SdkRange, Target};
pub use category::Category;
pub use gotcha::{Code, Example, Gotcha, Reference, Section, Severity, Status, Symptom};
pub use located::{Located, Position};
pub use runtime::{Runtime, Runtimes, SdkReleases, VerifiedWith};
pub use synonyms::{Lead, Synonyms};

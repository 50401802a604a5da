//! The types that the files under `gotchas/` deserialize into.

mod affects;
mod category;
pub mod detect;
mod evidence;
mod fix;
mod gotcha;
mod located;
pub mod platform;
mod release;
mod run;
mod runtime;
mod synonyms;
mod wording;

pub use affects::{Affects, Bindings, Sdk, SdkRange, Target};
pub use category::Category;
pub use detect::Detector;
pub use evidence::{Answer, Evidence, Group, Hung, Outcome, Received, Recorded, Response};
pub use fix::{Applicability, FixTemplate, Replace, Shape};
pub use gotcha::{
    Code, Example, Gotcha, Reference, Section, Severity, Status, Symptom, UNUSED_SUPPRESSION,
};
pub use located::{Located, Position};
pub use platform::Platform;
pub use release::{Change, Release, Releases};
pub use run::{
    Binding, BrowserEffect, Expect, ExpectedRequest, ExpectedResponse, InBrowser, NotMeasured,
    Request, Run, Scope, SideRun,
};
pub use runtime::{Runtime, Runtimes, SdkReleases, VerifiedWith};
pub use synonyms::{Lead, Synonyms};

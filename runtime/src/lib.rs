//! Runs every example of the knowledge base on the runtimes that Workers ships, and compares with what was recorded.
//!
//! Pyodide, from npm in the versions that `runtimes.yaml` names, boots inside the real workerd with real D1, KV and R2;
//! `harness/` holds the Node program that does this and runs one case at a time. This crate makes the cases from the
//! catalogue ([`cases`]), sees to it that everything is installed ([`SetUp`]), drives one such program per runtime, and
//! compares the outcomes with the recordings under `evidence/` or records them anew ([`verify`]).

mod cases;
mod difference;
mod recording;
mod set_up;
mod station;
mod table;
mod verify;

pub use cases::{Case, cases};
pub use difference::{Difference, Kind};
pub use recording::{Recording, read, write};
pub use set_up::{Places, SetUp, missing};
pub use verify::{Mode, Report, Selection, verify};

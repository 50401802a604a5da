use schemars::JsonSchema;
use semver::Version;
use serde::{Deserialize, Serialize};

use super::{Bindings, Located, Sdk, Target};

/// `gotchas/runtimes.yaml`: what Workers ships, newest last, and what the examples are executed on.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Runtimes {
    /// The Pyodide lines that Workers ships, oldest first.
    #[schemars(length(min = 1))]
    pub runtimes: Vec<Runtime>,
    /// The releases of workers-runtime-sdk that matter here.
    pub sdk: SdkReleases,
}

/// One Pyodide line that Workers ships.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Runtime {
    /// What a user types and a gotcha names: `pyodide-0.28`.
    pub id: Located<String>,
    /// The exact Pyodide version that Workers runs.
    #[schemars(length(min = 1))]
    pub pyodide: String,
    /// Its CPython version.
    pub python: String,
    /// The compatibility flag that selects it whatever the date.
    #[schemars(length(min = 1))]
    pub flag: String,
    /// First compatibility date (YYYY-MM-DD) that implies it; none for the oldest.
    pub from: Option<String>,
    /// How a Worker gets this runtime, in one Markdown sentence.
    #[schemars(length(min = 1))]
    pub selected_by: String,
    /// The build the examples are executed on.
    pub verified_with: VerifiedWith,
    /// The SDK a Worker gets here if it does nothing about it.
    pub default_sdk: Sdk,
}

/// The npm build of Pyodide that stands in for the one inside Workers.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct VerifiedWith {
    /// Version of the npm package `pyodide`.
    #[schemars(length(min = 1))]
    pub pyodide: String,
    /// Whether that is the very version that Workers runs.
    pub exact: bool,
    /// What is known to differ, if it is not, in Markdown.
    #[schemars(length(min = 1))]
    pub note: Option<String>,
}

/// Releases of workers-runtime-sdk, the package behind `import workers`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SdkReleases {
    /// First release whose `env` wraps bindings, so that D1 rows and KV values arrive as Python objects.
    #[schemars(with = "String")]
    pub wraps_bindings_from: Version,
    /// First compatibility date (YYYY-MM-DD) on which Workers stops bundling an SDK and takes the one from PyPI.
    pub external_from: String,
    /// The compatibility flag that takes the SDK from PyPI on earlier dates too.
    #[schemars(length(min = 1))]
    pub external_flag: String,
    /// The compatibility flag that keeps the bundled SDK on later dates; it wins.
    #[schemars(length(min = 1))]
    pub bundled_flag: String,
    /// First release of workers-py, the package of pywrangler, that puts an SDK from PyPI beside every Worker. Python finds
    /// that one before the bundled one, whatever the date and the flags.
    #[schemars(with = "String")]
    pub vendored_from: Version,
    /// The releases that examples are executed with, oldest first; the last is the newest known.
    #[schemars(with = "Vec<String>")]
    #[schemars(length(min = 1))]
    pub verified: Vec<Version>,
}

impl Runtimes {
    /// The runtime of that id; `pyodide-314` and `314` mean the same.
    pub fn get(&self, id: &str) -> Option<&Runtime> {
        self.runtimes
            .iter()
            .find(|r| *r.id.value == *id || r.id.strip_prefix("pyodide-") == Some(id))
    }

    /// The runtime that a compatibility date (YYYY-MM-DD) selects without further flags.
    pub fn on_date(&self, date: &str) -> Option<&Runtime> {
        self.runtimes
            .iter()
            .rev()
            .find(|r| r.from.as_deref().is_none_or(|from| from <= date))
    }

    /// What today's Workers get: the newest runtime with its default SDK.
    pub fn newest(&self) -> Target {
        let runtime = self.runtimes.last().expect("validation requires a runtime");
        self.target(runtime, runtime.default_sdk.clone())
    }

    /// Every runtime with the bundled SDK and with each verified release: what gating is tested on.
    pub fn targets(&self) -> Vec<Target> {
        let sdks = || {
            std::iter::once(Sdk::Bundled).chain(self.sdk.verified.iter().cloned().map(Sdk::Release))
        };
        self.runtimes
            .iter()
            .flat_map(|runtime| sdks().map(|sdk| self.target(runtime, sdk)))
            .collect()
    }

    /// A runtime together with an SDK, which decides how bindings arrive.
    pub fn target(&self, runtime: &Runtime, sdk: Sdk) -> Target {
        let wraps =
            matches!(&sdk, Sdk::Release(version) if *version >= self.sdk.wraps_bindings_from);
        let bindings = if wraps {
            Bindings::Wrapped
        } else {
            Bindings::Raw
        };
        Target {
            runtime: runtime.id.value.clone(),
            bindings,
            sdk,
        }
    }
}

use std::{fmt, str::FromStr};

use schemars::JsonSchema;
use semver::{Version, VersionReq};
use serde::{Deserialize, Serialize};

use super::{Located, Severity};

/// How the objects on `env` reach Python.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Bindings {
    /// As plain JavaScript proxies.
    Raw,
    /// Wrapped by workers-runtime-sdk, which converts results.
    Wrapped,
}

/// Where `import workers` and the ASGI adapter come from.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(try_from = "String", into = "String")]
#[schemars(with = "String")]
pub enum Sdk {
    /// The copy inside workerd, which compatibility dates before 2026-04-21 use.
    Bundled,
    /// A release of workers-runtime-sdk from PyPI.
    Release(Version),
}

/// One place a Worker can run: a runtime and the SDK in it.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Target {
    /// Id of the [`super::Runtime`].
    pub runtime: String,
    /// How bindings arrive there; follows from the SDK.
    pub bindings: Bindings,
    /// The SDK.
    pub sdk: Sdk,
}

/// One clause of where a gotcha bites. All conditions of a clause must hold; a gotcha bites where any clause does.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Affects {
    /// Ids of runtimes; left out: every runtime.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[schemars(length(min = 1), inner(length(min = 1)))]
    pub runtimes: Vec<Located<String>>,
    /// Only with bindings that arrive like this.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub bindings: Option<Bindings>,
    /// Only with one of these SDKs: `bundled`, or a range of releases such as `<1.6.13`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[schemars(length(min = 1))]
    pub sdk: Vec<SdkRange>,
    /// Severity there, where it differs from the gotcha's own.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub severity: Option<Severity>,
    /// What happens there, in one Markdown line.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(length(min = 1))]
    pub note: Option<Located<String>>,
}

/// Which SDKs a clause is about.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(try_from = "String", into = "String")]
#[schemars(with = "String")]
pub enum SdkRange {
    /// The copy inside workerd.
    Bundled,
    /// Releases from PyPI in this range.
    Releases(VersionReq),
}

impl fmt::Display for Target {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.sdk {
            Sdk::Bundled => write!(f, "{} with the bundled SDK", self.runtime),
            Sdk::Release(version) => write!(f, "{} with SDK {version}", self.runtime),
        }
    }
}

impl Affects {
    /// Whether the gotcha bites on `target` by this clause.
    pub fn covers(&self, target: &Target) -> bool {
        covers(&self.runtimes, self.bindings, &self.sdk, target)
    }
}

/// Whether all conditions hold on `target`; an empty list is no condition.
pub(super) fn covers(
    runtimes: &[Located<String>],
    bindings: Option<Bindings>,
    sdk: &[SdkRange],
    target: &Target,
) -> bool {
    let runtime = runtimes.is_empty() || runtimes.iter().any(|r| **r == target.runtime);
    let bindings = bindings.is_none_or(|b| b == target.bindings);
    let sdk = sdk.is_empty() || sdk.iter().any(|range| range.contains(&target.sdk));
    runtime && bindings && sdk
}

impl SdkRange {
    fn contains(&self, sdk: &Sdk) -> bool {
        match (self, sdk) {
            (SdkRange::Bundled, Sdk::Bundled) => true,
            (SdkRange::Releases(range), Sdk::Release(version)) => range.matches(version),
            _ => false,
        }
    }
}

impl FromStr for Sdk {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        if text == "bundled" {
            return Ok(Sdk::Bundled);
        }
        Version::parse(text)
            .map(Sdk::Release)
            .map_err(|_| format!("expected `bundled` or a release such as `1.9.5`, found `{text}`"))
    }
}

impl TryFrom<String> for Sdk {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        text.parse()
    }
}

impl From<Sdk> for String {
    fn from(sdk: Sdk) -> String {
        sdk.to_string()
    }
}

impl fmt::Display for Sdk {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Sdk::Bundled => f.write_str("bundled"),
            Sdk::Release(version) => version.fmt(f),
        }
    }
}

impl TryFrom<String> for SdkRange {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        if text == "bundled" {
            return Ok(SdkRange::Bundled);
        }
        VersionReq::parse(&text)
            .map(SdkRange::Releases)
            .map_err(|_| {
                format!(
                    "expected `bundled` or a range of releases such as `<1.6.13`, found `{text}`"
                )
            })
    }
}

impl From<SdkRange> for String {
    fn from(range: SdkRange) -> String {
        range.to_string()
    }
}

impl fmt::Display for SdkRange {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            SdkRange::Bundled => f.write_str("bundled"),
            SdkRange::Releases(range) => range.fmt(f),
        }
    }
}

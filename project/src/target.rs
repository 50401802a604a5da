//! From a compatibility date and flags to the runtime and the SDK a Worker gets.

use gotchas_catalog::{Runtimes, Sdk, Target};
use semver::Version;

use crate::config::WranglerConfig;

/// The target of a Worker: flags before the date, and the newest runtime where the file names neither.
///
/// `pinned` is the release of workers-runtime-sdk in the project; it counts only where the SDK is taken from PyPI: by
/// Workers, or because pywrangler has put one beside the Worker (`vendored`).
pub fn target(
    runtimes: &Runtimes,
    config: &WranglerConfig,
    pinned: Option<&Version>,
    vendored: bool,
) -> Target {
    let date = config.compatibility_date.as_deref();
    let newest_first = || runtimes.runtimes.iter().rev();
    let refused = |flag: &str| config.has_flag(&format!("no_{flag}"));
    let runtime = newest_first()
        .filter(|runtime| !refused(&runtime.flag))
        .find(|runtime| {
            let by_flag = runtime.from.is_some() && config.has_flag(&runtime.flag);
            let by_date = runtime
                .from
                .as_deref()
                .is_none_or(|from| date.is_none_or(|date| from <= date));
            by_flag || by_date
        })
        .or_else(|| runtimes.runtimes.first());
    let Some(runtime) = runtime else {
        return runtimes.newest();
    };

    let sdk = &runtimes.sdk;
    let by_date = date.is_none_or(|date| *sdk.external_from <= *date);
    let external =
        (by_date || config.has_flag(&sdk.external_flag)) && !config.has_flag(&sdk.bundled_flag);
    let release = pinned.or(sdk.verified.last());
    let sdk = match release {
        Some(release) if external || vendored => Sdk::Release(release.clone()),
        _ => Sdk::Bundled,
    };
    runtimes.target(runtime, sdk)
}

//! Where gotchas bite, in a table small enough for each page to carry: a row per runtime, a column per range of SDKs.

use std::collections::BTreeSet;

use semver::{Comparator, Version};

use crate::{
    Catalogue, Gotcha, Sdk, Severity, Target,
    model::{Runtime, SdkRange},
};

impl Catalogue {
    /// The releases of workers-runtime-sdk from which on some gotcha bites where it did not before, or the other way round,
    /// oldest first. The first is 0.0.0, so that every release has a step: the last one that is not newer.
    pub fn sdk_steps(&self) -> &[Version] {
        self.sdk_steps.get_or_init(|| self.find_sdk_steps())
    }

    /// How bad a gotcha is on each runtime, oldest first: with the bundled SDK, then with the releases from each of
    /// [`Self::sdk_steps`]. Nothing where it does not bite.
    pub fn effects(&self, gotcha: &Gotcha) -> Vec<Vec<Option<Severity>>> {
        let sdks: Vec<Sdk> = std::iter::once(Sdk::Bundled)
            .chain(self.sdk_steps().iter().cloned().map(Sdk::Release))
            .collect();
        let row = |runtime: &Runtime| {
            let target = |sdk: &Sdk| self.runtimes.target(runtime, sdk.clone());
            sdks.iter()
                .map(|sdk| gotcha.severity_on(&target(sdk)))
                .collect()
        };
        self.runtimes.runtimes.iter().map(row).collect()
    }

    fn find_sdk_steps(&self) -> Vec<Version> {
        let mut bounds = BTreeSet::from([
            Version::new(0, 0, 0),
            self.runtimes.sdk.wraps_bindings_from.clone(),
        ]);
        for entry in self.entries() {
            for range in entry.gotcha.affects.iter().flat_map(|clause| &clause.sdk) {
                if let SdkRange::Releases(range) = range {
                    bounds.extend(range.comparators.iter().flat_map(self::bounds));
                }
            }
        }
        let column = |version: &Version| -> Vec<Option<Severity>> {
            let targets = |runtime: &Runtime| -> Target {
                self.runtimes.target(runtime, Sdk::Release(version.clone()))
            };
            let targets: Vec<Target> = self.runtimes.runtimes.iter().map(targets).collect();
            let gotchas = self.entries().iter();
            gotchas
                .flat_map(|entry| {
                    targets
                        .iter()
                        .map(|target| entry.gotcha.severity_on(target))
                })
                .collect()
        };
        let mut steps: Vec<Version> = vec![];
        let mut last = None;
        for bound in bounds {
            let new = Some(column(&bound));
            if new != last {
                steps.push(bound);
                last = new;
            }
        }
        steps
    }
}

/// Every release at which a condition on releases can begin or cease to hold.
fn bounds(comparator: &Comparator) -> [Version; 4] {
    let (major, minor, patch) = (
        comparator.major,
        comparator.minor.unwrap_or(0),
        comparator.patch.unwrap_or(0),
    );
    [
        Version::new(major, minor, patch),
        Version::new(major, minor, patch + 1),
        Version::new(major, minor + 1, 0),
        Version::new(major + 1, 0, 0),
    ]
}

#[cfg(test)]
mod tests {
    use semver::VersionReq;

    use super::*;

    /// Between two bounds nothing changes, whatever the condition.
    #[test]
    fn a_condition_changes_at_bounds_only() {
        let ranges = [
            "<1.6.13",
            ">1.2",
            "<=2.0.1",
            "=1.4",
            "^0.3.2",
            "~1.9",
            "1.*",
            ">=1.5.4, <1.7",
        ];
        for range in ranges {
            let range: VersionReq = range.parse().unwrap();
            let mut bounds: BTreeSet<Version> =
                range.comparators.iter().flat_map(super::bounds).collect();
            bounds.insert(Version::new(0, 0, 0));
            for (major, minor, patch) in (0..4 * 12 * 16).map(|n| (n / 192, n / 16 % 12, n % 16)) {
                let version = Version::new(major, minor, patch);
                let step = bounds.range(..=&version).next_back().unwrap();
                assert_eq!(
                    range.matches(&version),
                    range.matches(step),
                    "{range} {version}"
                );
            }
        }
    }
}

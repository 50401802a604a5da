//! Which target a project's files mean: the cases that the site's own reader of these files is tested with too.

use std::path::PathBuf;

use gotchas_catalog::Runtimes;
use gotchas_project::{config::WranglerConfig, packages::Packages, target::target};
use serde::Deserialize;

/// A case of `tests/browser/targets.json`.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Case {
    wrangler: String,
    /// Whether that is JSON.
    #[serde(default)]
    json: bool,
    #[serde(default)]
    environment: String,
    /// What pins the SDK, and the name of that file.
    lock: Option<String>,
    #[serde(default = "requirements")]
    file: String,
    target: String,
}

fn requirements() -> String {
    "requirements.txt".to_owned()
}

#[test]
fn the_checker_reads_the_files_as_the_site_does() {
    let root = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("..");
    let read = |path: &str| std::fs::read_to_string(root.join(path)).expect("a file");
    let runtimes: Runtimes =
        serde_yaml::from_str(&read("gotchas/runtimes.yaml")).expect("the runtimes");
    let cases: Vec<Case> =
        serde_json::from_str(&read("tests/browser/targets.json")).expect("the cases");
    assert!(cases.len() > 15);
    for case in cases {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let name = if case.json {
            "wrangler.jsonc"
        } else {
            "wrangler.toml"
        };
        let path = folder.path().join(name);
        std::fs::write(&path, &case.wrangler).expect("a file");
        std::fs::create_dir(folder.path().join(".git")).expect("a folder");
        if let Some(lock) = &case.lock {
            std::fs::write(folder.path().join(&case.file), lock).expect("a file");
        }
        let configs = WranglerConfig::read(&path).expect("a wrangler file");
        let config = configs
            .iter()
            .find(|config| config.environment.as_deref().unwrap_or_default() == case.environment);
        let config = config.unwrap_or_else(|| panic!("no environment in {}", case.wrangler));
        let packages = Packages::of(folder.path(), &runtimes.sdk.vendored_from);
        let pinned = packages.sdk.map(|pinned| pinned.version);
        let found = target(&runtimes, config, pinned.as_ref(), packages.vendors_sdk);
        assert_eq!(found.to_string(), case.target, "{}", case.wrangler);
    }
}

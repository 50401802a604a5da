//! Which release of workers-runtime-sdk a project has, read from the lock or requirement file nearest to its Worker.

use std::path::{Path, PathBuf};

use semver::Version;
use serde_json::Value;

/// The distribution behind `import workers`.
const SDK: &str = "workers-runtime-sdk";

/// A release that a project pins, and the file that says so.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PinnedSdk {
    /// The release.
    pub version: Version,
    /// The file it was read from.
    pub path: PathBuf,
}

/// The SDK pinned for a Worker whose configuration lies in `folder`: the nearest folder first, lock files before
/// requirements. Looks upward until the folder that holds the repository. Files that cannot be read or parsed say
/// nothing.
pub fn pinned_sdk(folder: &Path) -> Option<PinnedSdk> {
    let absolute = std::path::absolute(folder).ok()?;
    let mut at_top = false;
    for folder in absolute.ancestors() {
        if std::mem::replace(&mut at_top, folder.join(".git").exists()) {
            break;
        }
        for (name, read) in FILES {
            let path = folder.join(name);
            let Ok(text) = std::fs::read_to_string(&path) else {
                continue;
            };
            if let Some(version) = read(&text) {
                return Some(PinnedSdk { version, path });
            }
        }
    }
    None
}

type Reader = fn(&str) -> Option<Version>;

const FILES: [(&str, Reader); 6] = [
    ("uv.lock", from_lock),
    ("pylock.toml", from_lock),
    ("pyproject.toml", from_pyproject),
    ("requirements.txt", from_requirements),
    ("requirements-dev.txt", from_requirements),
    ("cf-requirements.txt", from_requirements),
];

/// uv.lock has `[[package]]`, pylock.toml (PEP 751) has `[[packages]]`.
fn from_lock(text: &str) -> Option<Version> {
    let lock: Value = toml::from_str(text).ok()?;
    let packages = lock
        .get("package")
        .or_else(|| lock.get("packages"))?
        .as_array()?;
    packages
        .iter()
        .find(|package| package.get("name").and_then(Value::as_str) == Some(SDK))
        .and_then(|package| release(package.get("version")?.as_str()?))
}

fn from_pyproject(text: &str) -> Option<Version> {
    let project: Value = toml::from_str(text).ok()?;
    let mut requirements = Vec::new();
    collect_strings(project.pointer("/project/dependencies"), &mut requirements);
    collect_strings(
        project.pointer("/project/optional-dependencies"),
        &mut requirements,
    );
    collect_strings(project.get("dependency-groups"), &mut requirements);
    requirements.into_iter().find_map(from_requirement)
}

fn from_requirements(text: &str) -> Option<Version> {
    text.lines().find_map(from_requirement)
}

/// Only an exact pin tells the release: `workers-runtime-sdk==1.6.12`.
fn from_requirement(requirement: &str) -> Option<Version> {
    let (name, version) = requirement.split_once("==")?;
    let name = name.trim().replace('_', "-");
    let version = version
        .split([' ', ';', '#', ','])
        .find(|part| !part.is_empty())?;
    (name == SDK).then(|| release(version)).flatten()
}

fn collect_strings<'a>(value: Option<&'a Value>, into: &mut Vec<&'a str>) {
    match value {
        Some(Value::String(text)) => into.push(text),
        Some(Value::Array(items)) => items
            .iter()
            .for_each(|item| collect_strings(Some(item), into)),
        Some(Value::Object(table)) => table
            .values()
            .for_each(|item| collect_strings(Some(item), into)),
        _ => {}
    }
}

/// `1.9` and `1.9.5.post1` are releases to pip; semver wants exactly three numbers.
fn release(text: &str) -> Option<Version> {
    let mut numbers = text.trim().split('.').map_while(|part| part.parse().ok());
    let major = numbers.next()?;
    Some(Version::new(
        major,
        numbers.next().unwrap_or(0),
        numbers.next().unwrap_or(0),
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_each_kind_of_file() {
        let lock = "version = 1\n[[package]]\nname = \"idna\"\nversion = \"3.1\"\n[[package]]\nname = \"workers-runtime-sdk\"\nversion = \"1.6.15\"\n";
        assert_eq!(from_lock(lock), Some(Version::new(1, 6, 15)));
        assert_eq!(
            from_lock(&lock.replace("[[package]]", "[[packages]]")),
            Some(Version::new(1, 6, 15))
        );
        let project = "[project]\nname = \"x\"\n[dependency-groups]\ndev = [\"workers-py\", \"workers-runtime-sdk==1.9\"]\n";
        assert_eq!(from_pyproject(project), Some(Version::new(1, 9, 0)));
        assert_eq!(
            from_requirements("idna\nworkers_runtime_sdk==1.5.4 ; python_version > '3'\n"),
            Some(Version::new(1, 5, 4))
        );
    }

    #[test]
    fn a_range_is_no_pin() {
        assert_eq!(from_requirements("workers-runtime-sdk>=1.5\n"), None);
        assert_eq!(from_lock("not toml ["), None);
    }

    #[test]
    fn the_nearest_file_wins() {
        let top = tempfile::tempdir().expect("a temporary folder");
        let inner = top.path().join("worker");
        std::fs::create_dir(&inner).expect("a folder");
        std::fs::write(
            top.path().join("requirements.txt"),
            "workers-runtime-sdk==1.0.0\n",
        )
        .expect("a file");
        assert_eq!(
            pinned_sdk(&inner).expect("a pin").version,
            Version::new(1, 0, 0)
        );
        std::fs::write(
            inner.join("requirements.txt"),
            "workers-runtime-sdk==1.9.5\n",
        )
        .expect("a file");
        assert_eq!(
            pinned_sdk(&inner).expect("a pin").version,
            Version::new(1, 9, 5)
        );
    }
}

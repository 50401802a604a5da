//! Which release of workers-runtime-sdk a project has, read from the lock or requirement file nearest to its Worker.

use std::path::{Path, PathBuf};

use semver::Version;
use serde_json::Value;

/// The distribution behind `import workers`.
const SDK: &str = "workers-runtime-sdk";
/// The file whose dependencies pywrangler installs beside the Worker, in every release.
const PROJECT: &str = "pyproject.toml";
/// The distribution of pywrangler.
const PYWRANGLER: &str = "workers-py";

/// A release that a project pins, and the file that says so.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PinnedSdk {
    /// The release.
    pub version: Version,
    /// The file it was read from.
    pub path: PathBuf,
}

/// What a project says of the packages that decide which SDK its Worker gets.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Packages {
    /// The release of the SDK that it pins.
    pub sdk: Option<PinnedSdk>,
    /// Whether pywrangler puts an SDK from PyPI beside the Worker.
    pub vendors_sdk: bool,
}

impl Packages {
    /// The packages of a Worker whose configuration lies in `folder`: the nearest folder first, lock files before
    /// requirements. Looks upward until the folder that holds the repository. Files that cannot be read or parsed say
    /// nothing. `vendored_from` is the first release of workers-py that installs the SDK; where nothing is locked, the newest
    /// counts that the project allows.
    pub fn of(folder: &Path, vendored_from: &Version) -> Packages {
        let Ok(absolute) = std::path::absolute(folder) else {
            return Packages::default();
        };
        let mut sdk = None;
        let mut vendors = None;
        let mut depends = None;
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
                let asked = read(&text);
                let named = |name: &'static str| asked.iter().filter(move |one| one.name == name);
                let pin = || named(SDK).find_map(Requirement::exact);
                sdk = sdk.or_else(|| pin().map(|version| PinnedSdk { version, path }));
                if name == PROJECT {
                    depends = depends.or(Some(depends_on_sdk(&text)));
                }
                let pywrangler = || named(PYWRANGLER).next();
                vendors =
                    vendors.or_else(|| pywrangler().map(|one| one.allows_from(vendored_from)));
            }
            if sdk.is_some() && vendors.is_some() {
                break;
            }
        }
        Packages {
            sdk,
            vendors_sdk: vendors.unwrap_or_default() || depends.unwrap_or_default(),
        }
    }
}

type Reader = fn(&str) -> Vec<Requirement>;

/// pywrangler writes pylock.toml and installs what it says, whatever uv.lock has.
const FILES: [(&str, Reader); 6] = [
    ("pylock.toml", from_lock),
    ("uv.lock", from_lock),
    (PROJECT, from_pyproject),
    ("requirements.txt", from_requirements),
    ("requirements-dev.txt", from_requirements),
    ("cf-requirements.txt", from_requirements),
];

/// A package that a project asks for.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Requirement {
    /// With dashes.
    name: String,
    /// Operators and releases, such as `>=` and 1.9.0.
    bounds: Vec<(String, Version)>,
}

impl Requirement {
    /// `workers-py[extra]>=1.7,<2 ; marker  # remark`
    fn parse(text: &str) -> Option<Requirement> {
        let text = text.split([';', '#']).next()?.trim();
        let end = text.find(|c: char| !c.is_alphanumeric() && !"-_.".contains(c));
        let (name, rest) = text.split_at(end.unwrap_or(text.len()));
        if name.is_empty() {
            return None;
        }
        let rest = rest.split_once(']').map_or(rest, |(_, rest)| rest);
        let bounds = rest.split(',').filter_map(|bound| {
            let bound = bound.trim();
            let digits = bound.find(|c: char| c.is_ascii_digit())?;
            let (operator, version) = bound.split_at(digits);
            Some((operator.trim().to_owned(), release(version)?))
        });
        Some(Requirement {
            name: name.replace('_', "-").to_lowercase(),
            bounds: bounds.collect(),
        })
    }

    /// Only an exact pin tells the release: `workers-runtime-sdk==1.6.12`.
    fn exact(&self) -> Option<Version> {
        let exact = |(operator, version): &(String, Version)| {
            matches!(&**operator, "==" | "===").then(|| version.clone())
        };
        self.bounds.iter().find_map(exact)
    }

    /// Whether it allows releases from one on.
    fn allows_from(&self, from: &Version) -> bool {
        self.bounds
            .iter()
            .all(|(operator, version)| match &**operator {
                "<" => version > from,
                "<=" | "==" | "===" => version >= from,
                _ => true,
            })
    }
}

/// uv.lock has `[[package]]`, pylock.toml (PEP 751) has `[[packages]]`.
fn from_lock(text: &str) -> Vec<Requirement> {
    let lock: Value = toml::from_str(text).unwrap_or_default();
    let packages = lock.get("package").or_else(|| lock.get("packages"));
    let packages = packages.and_then(Value::as_array).into_iter().flatten();
    let requirement = |package: &Value| {
        let version = release(package.get("version")?.as_str()?)?;
        Some(Requirement {
            name: package.get("name")?.as_str()?.replace('_', "-"),
            bounds: vec![("==".to_owned(), version)],
        })
    };
    packages.filter_map(requirement).collect()
}

fn from_pyproject(text: &str) -> Vec<Requirement> {
    let project: Value = toml::from_str(text).unwrap_or_default();
    let mut requirements = Vec::new();
    collect_strings(project.pointer("/project/dependencies"), &mut requirements);
    collect_strings(
        project.pointer("/project/optional-dependencies"),
        &mut requirements,
    );
    collect_strings(project.get("dependency-groups"), &mut requirements);
    requirements
        .into_iter()
        .filter_map(Requirement::parse)
        .collect()
}

/// Whether the SDK is among what pywrangler installs beside the Worker because the project says so. Groups and extras are not.
fn depends_on_sdk(text: &str) -> bool {
    let project: Value = toml::from_str(text).unwrap_or_default();
    let mut requirements = Vec::new();
    collect_strings(project.pointer("/project/dependencies"), &mut requirements);
    let mut requirements = requirements.into_iter().filter_map(Requirement::parse);
    requirements.any(|one| one.name == SDK)
}

fn from_requirements(text: &str) -> Vec<Requirement> {
    text.lines().filter_map(Requirement::parse).collect()
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

    fn sdk(requirements: &[Requirement]) -> Option<Version> {
        let mut found = requirements.iter().filter(|one| one.name == SDK);
        found.find_map(Requirement::exact)
    }

    #[test]
    fn reads_each_kind_of_file() {
        let lock = "version = 1\n[[package]]\nname = \"idna\"\nversion = \"3.1\"\n[[package]]\nname = \"workers-runtime-sdk\"\nversion = \"1.6.15\"\n";
        assert_eq!(sdk(&from_lock(lock)), Some(Version::new(1, 6, 15)));
        assert_eq!(
            sdk(&from_lock(&lock.replace("[[package]]", "[[packages]]"))),
            Some(Version::new(1, 6, 15))
        );
        let project = "[project]\nname = \"x\"\n[dependency-groups]\ndev = [\"workers-py\", \"workers-runtime-sdk==1.9\"]\n";
        assert_eq!(sdk(&from_pyproject(project)), Some(Version::new(1, 9, 0)));
        let list = "idna\nworkers_runtime_sdk==1.5.4 ; python_version > '3'\n";
        assert_eq!(sdk(&from_requirements(list)), Some(Version::new(1, 5, 4)));
    }

    #[test]
    fn a_range_is_no_pin() {
        assert_eq!(sdk(&from_requirements("workers-runtime-sdk>=1.5\n")), None);
        assert_eq!(from_lock("not toml ["), []);
    }

    #[test]
    fn the_newest_release_that_is_allowed_counts() {
        let from = Version::new(1, 9, 0);
        let allows = |text: &str| Requirement::parse(text).map(|one| one.allows_from(&from));
        for text in [
            "workers-py",
            "workers_py>=1.7",
            "workers-py[x] == 1.9.0",
            "workers-py>=1.7, <2",
        ] {
            assert_eq!(allows(text), Some(true), "{text}");
        }
        for text in [
            "workers-py==1.7.3",
            "workers-py<1.9 ; python_version > '3'",
            "workers-py<=1.8.9",
        ] {
            assert_eq!(allows(text), Some(false), "{text}");
        }
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
        let pinned = || Packages::of(&inner, &Version::new(1, 9, 0)).sdk;
        assert_eq!(pinned().expect("a pin").version, Version::new(1, 0, 0));
        std::fs::write(
            inner.join("requirements.txt"),
            "workers-runtime-sdk==1.9.5\n",
        )
        .expect("a file");
        assert_eq!(pinned().expect("a pin").version, Version::new(1, 9, 5));
    }
}

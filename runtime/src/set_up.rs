//! What has to be installed before anything runs: Node packages, and Python packages for the interpreters.

use std::{
    fs,
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

use anyhow::{Context, bail};

/// The oldest Node that the harness works with.
const NODE: u32 = 20;

/// The folders that the verification reads and writes.
#[derive(Debug, Clone)]
pub struct Places {
    /// The workspace: `gotchas/`, `evidence/` and `runtime/` lie in it.
    pub root: PathBuf,
    /// The folder that cargo builds into; what is downloaded goes there.
    pub target: PathBuf,
}

impl Places {
    pub(crate) fn harness(&self) -> PathBuf {
        self.root.join("runtime")
    }

    fn packages(&self) -> PathBuf {
        self.target.join("runtime-packages")
    }
}

/// Everything that is installed.
#[derive(Debug, Clone)]
pub struct SetUp {
    /// The wheels, each with the folder of the interpreter that it is unpacked into.
    pub(crate) wheels: Vec<Wheel>,
    /// Versions of the Python packages by name, apart from the SDK.
    pub(crate) packages: Vec<(String, String)>,
}

/// A package for the interpreters.
#[derive(Debug, Clone, PartialEq, serde::Serialize)]
pub(crate) struct Wheel {
    pub path: PathBuf,
    pub folder: String,
}

/// Why this machine cannot run the verification, if it cannot.
pub fn missing() -> Option<String> {
    match version("node") {
        None => Some(format!("Node {NODE} or newer is not installed")),
        Some(found) if found < NODE => Some(format!(
            "Node {found} is too old; {NODE} or newer is needed"
        )),
        Some(_) if version("npm").is_none() => Some("npm is not installed".to_owned()),
        Some(_) if python().is_none() => Some(
            "Python with pip is not installed; it downloads the pure Python packages".to_owned(),
        ),
        Some(_) => None,
    }
}

/// The major version of a program, if it is installed.
fn version(program: &str) -> Option<u32> {
    let output = Command::new(program).arg("--version").output().ok()?;
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    text.trim()
        .trim_start_matches('v')
        .split('.')
        .next()?
        .parse()
        .ok()
}

/// The Python that has pip.
fn python() -> Option<&'static str> {
    ["python3", "python"].into_iter().find(|python| {
        let mut pip = Command::new(python);
        pip.args(["-m", "pip", "--version"]);
        pip.stdout(Stdio::null()).stderr(Stdio::null());
        pip.status().is_ok_and(|status| status.success())
    })
}

impl SetUp {
    /// Installs what is missing or was installed for other lock files, and says so by `announce`.
    ///
    /// # Errors
    ///
    /// A program that this needs is missing or fails; what it printed is part of the error.
    pub fn install(places: &Places, announce: &dyn Fn(&str)) -> anyhow::Result<SetUp> {
        if let Some(reason) = missing() {
            bail!("{reason}");
        }
        node_packages(places, announce)?;
        let mut set_up = SetUp {
            wheels: vec![],
            packages: vec![],
        };
        for lock in locks(&places.harness().join("requirements"))? {
            set_up.add(places, &lock, announce)?;
        }
        Ok(set_up)
    }

    fn add(&mut self, places: &Places, lock: &Lock, announce: &dyn Fn(&str)) -> anyhow::Result<()> {
        let folder = places.packages().join(&lock.name);
        let stamp = folder.join("complete");
        if fs::read_to_string(&stamp).ok().as_deref() != Some(&lock.text) {
            announce(&format!(
                "downloading the Python packages of {}.txt",
                lock.name
            ));
            download(&lock.path, &folder)?;
            fs::write(&stamp, &lock.text)
                .with_context(|| format!("cannot write {}", stamp.display()))?;
        }
        for path in files(&folder)? {
            if path.extension().is_some_and(|extension| extension == "whl") {
                self.wheels.push(Wheel {
                    path,
                    folder: format!("/packages/{}", lock.name),
                });
            }
        }
        if !lock.name.starts_with("sdk-") {
            self.packages.extend(lock.pinned());
        }
        Ok(())
    }
}

/// A lock file: what to download, with the hashes that it must have.
struct Lock {
    name: String,
    path: PathBuf,
    text: String,
}

impl Lock {
    /// The packages it pins, with their versions.
    fn pinned(&self) -> Vec<(String, String)> {
        let requirements = self
            .text
            .lines()
            .filter_map(|line| line.split_whitespace().next());
        let pin = |requirement: &str| {
            let (name, version) = requirement.split_once("==")?;
            Some((name.to_owned(), version.to_owned()))
        };
        requirements.filter_map(pin).collect()
    }
}

fn locks(folder: &Path) -> anyhow::Result<Vec<Lock>> {
    let lock = |path: PathBuf| {
        let text =
            fs::read_to_string(&path).with_context(|| format!("cannot read {}", path.display()))?;
        let name = path.file_stem().unwrap_or_default();
        Ok(Lock {
            name: name.to_string_lossy().into_owned(),
            text,
            path,
        })
    };
    files(folder)?.into_iter().map(lock).collect()
}

/// What a folder holds, sorted.
fn files(folder: &Path) -> anyhow::Result<Vec<PathBuf>> {
    let read = || -> std::io::Result<Vec<PathBuf>> {
        fs::read_dir(folder)?
            .map(|entry| Ok(entry?.path()))
            .collect()
    };
    let mut paths = read().with_context(|| format!("cannot read {}", folder.display()))?;
    paths.sort();
    Ok(paths)
}

fn node_packages(places: &Places, announce: &dyn Fn(&str)) -> anyhow::Result<()> {
    let harness = places.harness();
    let lock = fs::read_to_string(harness.join("package-lock.json"))
        .context("cannot read runtime/package-lock.json")?;
    let stamp = harness.join("node_modules/.complete");
    if fs::read_to_string(&stamp).ok().as_deref() == Some(&lock) {
        return Ok(());
    }
    announce("installing the Node packages of the runtime harness");
    let mut npm = Command::new("npm");
    npm.args(["ci", "--no-audit", "--no-fund"])
        .current_dir(&harness);
    succeed(npm)?;
    fs::write(&stamp, lock).with_context(|| format!("cannot write {}", stamp.display()))
}

/// Downloads exactly what a lock file pins; pip checks the hashes. The Python that asks need not be the one they are for.
fn download(lock: &Path, folder: &Path) -> anyhow::Result<()> {
    if folder.exists() {
        fs::remove_dir_all(folder)
            .with_context(|| format!("cannot remove {}", folder.display()))?;
    }
    fs::create_dir_all(folder).with_context(|| format!("cannot create {}", folder.display()))?;
    let mut pip = Command::new(python().unwrap_or("python3"));
    pip.args([
        "-m",
        "pip",
        "download",
        "--quiet",
        "--no-deps",
        "--require-hashes",
    ]);
    pip.args([
        "--only-binary",
        ":all:",
        "--python-version",
        "3.12",
        "--requirement",
    ]);
    pip.arg(lock).arg("--dest").arg(folder);
    succeed(pip)
}

fn succeed(mut command: Command) -> anyhow::Result<()> {
    let name = command.get_program().to_string_lossy().into_owned();
    let output = command
        .stdin(Stdio::null())
        .output()
        .with_context(|| format!("cannot run `{name}`"))?;
    if !output.status.success() {
        let said = String::from_utf8_lossy(&output.stderr);
        bail!("`{name}` failed ({}):\n{}", output.status, said.trim_end());
    }
    Ok(())
}

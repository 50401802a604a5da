//! Where pages get Pyodide from.

use std::{
    fs,
    path::{Path, PathBuf},
    str::FromStr,
};

use anyhow::Context;
use gotchas_catalog::{Runtime, Runtimes};
use serde::Deserialize;
use url::Url;

/// Folder of the copies in the site.
const FOLDER: &str = "pyodide";

/// What stands for the version in an address.
const VERSION: &str = "{version}";

/// The files that a browser needs, of all that the npm package `pyodide` holds. The loader of the interpreter is called the
/// one or the other, depending on the version.
const NEEDED: [&str; 4] = [
    "pyodide.mjs",
    "pyodide.asm.wasm",
    "python_stdlib.zip",
    "pyodide-lock.json",
];
const LOADERS: [&str; 2] = ["pyodide.asm.mjs", "pyodide.asm.js"];

/// Where Pyodide comes from, as `book.toml` and `gotchas build --pyodide` say it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Source {
    /// A folder with npm packages of Pyodide, which are copied beside the pages.
    Folder(PathBuf),
    /// An address with `{version}` in it, from which pages load.
    Address(Url),
}

/// The builds of Pyodide that pages offer.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Pyodide {
    builds: Vec<Build>,
    /// The origin that pages have to be allowed to load from, if it is not their own.
    origin: Option<String>,
    /// Versions that were wanted and are not in the folder.
    missing: Vec<String>,
    /// The folder that was looked into.
    folder: Option<PathBuf>,
}

/// One build of Pyodide.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Build {
    /// Id of the runtime that it stands for.
    pub runtime: String,
    /// Its version.
    pub version: String,
    /// Where its files are: an address, or a path from the root of the site; with a slash at the end.
    pub base: String,
    /// The files to copy, none if it stays where it is.
    pub files: Vec<PathBuf>,
    /// How many bytes they have.
    pub size: u64,
}

impl FromStr for Source {
    type Err = String;

    fn from_str(text: &str) -> Result<Source, String> {
        if text.trim().is_empty() {
            return Err("expected a folder or an address".to_owned());
        }
        if !text.contains("://") {
            return Ok(Source::Folder(PathBuf::from(text)));
        }
        // Braces are not kept by an address.
        let filled = text.replace(VERSION, "0");
        let url =
            Url::parse(&filled).map_err(|error| format!("`{text}` is no address: {error}"))?;
        let local = matches!(url.host_str(), Some("127.0.0.1" | "localhost"));
        if url.scheme() != "https" && !(url.scheme() == "http" && local) {
            return Err(format!("`{text}` is no https address"));
        }
        if !url.path().ends_with('/') || url.query().is_some() || url.fragment().is_some() {
            return Err(format!(
                "`{text}` is no address of a folder: it must end with `/`"
            ));
        }
        if !text.contains(VERSION) {
            return Err(format!("`{text}` has no `{VERSION}` in it"));
        }
        Url::parse(text)
            .map(Source::Address)
            .map_err(|error| format!("`{text}` is no address: {error}"))
    }
}

impl<'de> Deserialize<'de> for Source {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Source, D::Error> {
        let text = String::deserialize(deserializer)?;
        text.parse().map_err(serde::de::Error::custom)
    }
}

impl Pyodide {
    /// Looks for the build of each runtime. Relative folders start from `root`.
    ///
    /// A folder that does not exist or lacks builds is no error: pages offer what there is. [`Self::shortage`] says it.
    ///
    /// # Errors
    ///
    /// What is in the folder cannot be read.
    pub fn find(source: &Source, root: &Path, runtimes: &Runtimes) -> anyhow::Result<Pyodide> {
        match source {
            Source::Folder(folder) => Pyodide::in_folder(&root.join(folder), runtimes),
            Source::Address(url) => Ok(Pyodide {
                builds: runtimes
                    .runtimes
                    .iter()
                    .map(|one| remote(one, url))
                    .collect(),
                origin: Some(url.origin().ascii_serialization()),
                ..Pyodide::default()
            }),
        }
    }

    fn in_folder(folder: &Path, runtimes: &Runtimes) -> anyhow::Result<Pyodide> {
        let packages = packages(folder)?;
        let mut found = Pyodide {
            folder: Some(folder.strip_prefix(".").unwrap_or(folder).to_owned()),
            ..Pyodide::default()
        };
        for runtime in &runtimes.runtimes {
            let version = &runtime.verified_with.pyodide;
            let package = packages.iter().find(|(known, _)| known == version);
            match package {
                Some((_, package)) => found.builds.push(local(runtime, package)?),
                None => found.missing.push(version.clone()),
            }
        }
        Ok(found)
    }

    /// The builds, those of older runtimes first.
    pub fn builds(&self) -> &[Build] {
        &self.builds
    }

    /// The origin that pages have to be allowed to load from, if it is not their own.
    pub fn origin(&self) -> Option<&str> {
        self.origin.as_deref()
    }

    /// Which versions are not there and how to get them, if that is so.
    pub fn shortage(&self) -> Option<String> {
        let folder = self.folder.as_ref()?;
        if self.missing.is_empty() {
            return None;
        }
        Some(format!(
            "Pyodide {} is not in {}, so pages run no examples on it; in a clone, `npm ci --prefix runtime` installs it.",
            self.missing.join(", "),
            folder.display()
        ))
    }

    /// How many bytes are copied into a site.
    pub fn size(&self) -> u64 {
        self.builds.iter().map(|build| build.size).sum()
    }

    /// Copies the builds into a site.
    ///
    /// # Errors
    ///
    /// A file cannot be read or written.
    pub fn copy_into(&self, site: &Path) -> anyhow::Result<()> {
        for build in &self.builds {
            let folder = site.join(&build.base);
            for file in &build.files {
                let name = file.file_name().unwrap_or_default();
                crate::files::copy(file, &folder.join(name))?;
            }
        }
        Ok(())
    }
}

fn remote(runtime: &Runtime, url: &Url) -> Build {
    let version = runtime.verified_with.pyodide.clone();
    // An address writes braces in its own way.
    let base = url
        .as_str()
        .replace("%7Bversion%7D", &version)
        .replace(VERSION, &version);
    Build {
        runtime: runtime.id.value.clone(),
        version,
        base,
        files: vec![],
        size: 0,
    }
}

fn local(runtime: &Runtime, package: &Path) -> anyhow::Result<Build> {
    let loader = LOADERS.iter().find(|name| package.join(name).is_file());
    let loader = loader.with_context(|| {
        format!(
            "{} holds no {}",
            package.display(),
            LOADERS.join(" and no ")
        )
    })?;
    let names = NEEDED.iter().chain([loader]);
    let files: Vec<PathBuf> = names.map(|name| package.join(name)).collect();
    let mut size = 0;
    for file in &files {
        let data = fs::metadata(file).with_context(|| format!("cannot read {}", file.display()))?;
        size += data.len();
    }
    let version = runtime.verified_with.pyodide.clone();
    Ok(Build {
        runtime: runtime.id.value.clone(),
        base: format!("{FOLDER}/{version}/"),
        version,
        files,
        size,
    })
}

/// What is read of a `package.json`.
#[derive(Deserialize)]
struct Package {
    name: String,
    version: String,
}

/// The packages called `pyodide` in a folder, whatever their own folders are called, with their versions.
fn packages(folder: &Path) -> anyhow::Result<Vec<(String, PathBuf)>> {
    if !folder.is_dir() {
        return Ok(vec![]);
    }
    let context = || format!("cannot read {}", folder.display());
    let mut all = vec![folder.to_owned()];
    for entry in fs::read_dir(folder).with_context(context)? {
        all.push(entry.with_context(context)?.path());
    }
    all.sort();
    let version = |path: PathBuf| {
        let text = fs::read_to_string(path.join("package.json")).ok()?;
        let package: Package = serde_json::from_str(&text).ok()?;
        (package.name == "pyodide").then_some((package.version, path))
    };
    Ok(all.into_iter().filter_map(version).collect())
}

#[cfg(test)]
mod tests {
    use gotchas_catalog::Catalogue;

    use super::*;

    fn runtimes() -> Runtimes {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../gotchas");
        let catalogue = Catalogue::load(&root).unwrap_or_else(|problems| panic!("{problems}"));
        catalogue.runtimes
    }

    /// Makes a package as npm installs it.
    fn package(folder: &Path, name: &str, version: &str, files: &[&str]) {
        fs::create_dir_all(folder).unwrap();
        let json = format!("{{\"name\": \"{name}\", \"version\": \"{version}\"}}");
        fs::write(folder.join("package.json"), json).unwrap();
        for file in files {
            fs::write(folder.join(file), file).unwrap();
        }
    }

    #[test]
    fn a_source_is_a_folder_or_an_address_with_a_version_in_it() {
        let folder = Source::Folder("runtime/node_modules".into());
        assert_eq!("runtime/node_modules".parse(), Ok(folder));
        for (text, fault) in [
            ("", "expected a folder or an address"),
            ("http://example.com/{version}/", "is no https address"),
            ("https://example.com/{version}", "must end with `/`"),
            ("https://example.com/{version}/?a=b/", "must end with `/`"),
            ("https://example.com/pyodide/", "has no `{version}` in it"),
            ("https://:x/{version}/", "is no address"),
        ] {
            let error = text.parse::<Source>().unwrap_err();
            assert!(error.contains(fault), "{text}: {error}");
        }
    }

    #[test]
    fn an_address_is_filled_in_for_each_runtime_and_its_origin_told() {
        let source = "https://cdn.example.com/npm/pyodide@{version}/"
            .parse()
            .unwrap();
        let found = Pyodide::find(&source, Path::new("."), &runtimes()).unwrap();
        assert_eq!(found.origin(), Some("https://cdn.example.com"));
        let newest = found.builds().last().unwrap();
        let address = format!("https://cdn.example.com/npm/pyodide@{}/", newest.version);
        assert_eq!(newest.base, address);
        assert_eq!((found.shortage(), found.size()), (None, 0));
    }

    #[test]
    fn packages_are_found_by_what_they_are_and_only_what_is_needed_is_copied() {
        let folder = tempfile::tempdir().unwrap();
        let all = [&NEEDED[..], &["pyodide.asm.js", "README.md"]].concat();
        package(&folder.path().join("python"), "pyodide", "0.28.2", &all);
        package(&folder.path().join("pyodide"), "other", "0.26.4", &all);
        let source = Source::Folder(folder.path().to_owned());
        let found = Pyodide::find(&source, Path::new("."), &runtimes()).unwrap();
        let [build] = found.builds() else {
            panic!("{found:?}")
        };
        assert_eq!(
            (build.runtime.as_str(), build.base.as_str()),
            ("pyodide-0.28", "pyodide/0.28.2/")
        );
        let shortage = found.shortage().unwrap();
        assert!(
            shortage.starts_with("Pyodide 0.26.4, 314.0.6 is not in "),
            "{shortage}"
        );
        let site = tempfile::tempdir().unwrap();
        found.copy_into(site.path()).unwrap();
        let copied = fs::read_dir(site.path().join("pyodide/0.28.2"))
            .unwrap()
            .count();
        assert_eq!(copied, NEEDED.len() + 1);
    }

    #[test]
    fn a_folder_that_is_not_there_is_a_shortage_and_half_a_package_a_mistake() {
        let folder = tempfile::tempdir().unwrap();
        let source = Source::Folder("none".into());
        let found = Pyodide::find(&source, folder.path(), &runtimes()).unwrap();
        assert!(found.builds().is_empty() && found.shortage().is_some());
        package(
            &folder.path().join("none"),
            "pyodide",
            "0.28.2",
            &["pyodide.mjs"],
        );
        let error = Pyodide::find(&source, folder.path(), &runtimes()).unwrap_err();
        assert!(
            error.to_string().contains("holds no pyodide.asm.mjs"),
            "{error}"
        );
    }
}

//! Files that follow from the catalogue alone: the search index, the data, and a redirect for each code.

use gotchas_catalog::{Catalogue, Entry, schema_json};
use serde_json::json;

use crate::{
    Pyodide,
    browser::{self, RUNNER},
    markdown::escape,
};

/// Folder of the search index in the site.
const INDEX_FOLDER: &str = "search-index";

/// Files beside the pages, and what the heads of pages say.
#[derive(Debug, PartialEq, Eq)]
pub struct Extras {
    /// Paths from the root of the site, with their content.
    pub(super) files: Vec<(String, Vec<u8>)>,
    /// The gotchas that have pages, in the order of their codes.
    pub(super) gotchas: Vec<About>,
    /// What is new, the newest first.
    pub(super) news: Vec<News>,
    /// The runtimes as JSON, for the script that lets readers choose one.
    pub(super) runtimes: String,
    /// What pages run examples on.
    pub(super) pyodide: Pyodide,
    /// The same as JSON, for the script that puts the buttons there.
    pub(super) run: String,
}

/// What is said of a gotcha where its page is linked.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct About {
    /// Path of its page from the root of the site, without the extension.
    pub path: String,
    pub code: String,
    pub title: String,
    /// Plain text.
    pub summary: String,
    /// The days (YYYY-MM-DD) on which it came and on which it changed last.
    pub published: String,
    pub modified: String,
    /// Whether some of its examples can be run on the page.
    pub runs: bool,
}

/// A gotcha that is new in a release, or was changed by it.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct News {
    pub code: String,
    /// Path of its page from the root of the site, without the extension.
    pub path: String,
    /// What is new, as plain text.
    pub title: String,
    /// Plain text, as far as Markdown is that.
    pub summary: String,
    pub release: String,
    /// The day (YYYY-MM-DD) of the release.
    pub date: String,
}

impl Extras {
    /// Makes the files from a catalogue.
    pub fn new(catalogue: &Catalogue, pyodide: &Pyodide) -> Extras {
        let index = gotchas_search::build_index(catalogue).files();
        let index = index
            .into_iter()
            .map(|(name, content)| (format!("{INDEX_FOLDER}/{name}"), content));
        let entries = catalogue.entries().iter();
        let mut gotchas: Vec<About> = entries.map(|entry| About::new(catalogue, entry)).collect();
        let mut run_files = vec![];
        for (entry, about) in catalogue.entries().iter().zip(&mut gotchas) {
            if let Some(file) = browser::run_file(catalogue, pyodide, entry) {
                about.runs = true;
                run_files.push((
                    format!("{}.run.json", about.path),
                    file.to_string().into_bytes(),
                ));
            }
        }
        let redirects = gotchas.iter().map(|gotcha| {
            (
                format!("{}.html", gotcha.code),
                redirect(gotcha).into_bytes(),
            )
        });
        let data = [
            ("gotchas.json".to_owned(), catalogue.to_json().into_bytes()),
            ("schema.json".to_owned(), schema_json().into_bytes()),
            (
                "_redirects".to_owned(),
                redirects_file(&gotchas).into_bytes(),
            ),
            ("_headers".to_owned(), HEADERS.as_bytes().to_vec()),
        ];
        let (folder, modules) = browser::modules();
        let any_runs = !run_files.is_empty();
        let modules = modules.into_iter().filter(|_| any_runs);
        Extras {
            files: index
                .chain(data)
                .chain(redirects)
                .chain(modules)
                .chain(run_files)
                .collect(),
            gotchas,
            news: news(catalogue),
            runtimes: runtimes(catalogue),
            pyodide: pyodide.clone(),
            run: run(pyodide, &folder),
        }
    }
}

impl About {
    fn new(catalogue: &Catalogue, entry: &Entry) -> About {
        let gotcha = &entry.gotcha;
        let last = gotcha.changes.last();
        About {
            path: path(entry),
            published: date(catalogue, &gotcha.since),
            modified: date(
                catalogue,
                last.map_or(&gotcha.since, |change| &change.release),
            ),
            code: entry.code().to_string(),
            title: entry.gotcha.title.value.clone(),
            summary: entry.gotcha.summary.value.replace('`', ""),
            runs: false,
        }
    }
}

fn path(entry: &Entry) -> String {
    format!("{}/{}", entry.category, entry.name)
}

/// The day of a release, which validation has found in the list.
fn date(catalogue: &Catalogue, release: &str) -> String {
    let release = catalogue.releases.get(release);
    release.map_or_else(String::new, |release| release.date.value.clone())
}

/// What each release added and changed, the newest release first.
fn news(catalogue: &Catalogue) -> Vec<News> {
    let mut all = vec![];
    for release in catalogue.releases.releases.iter().rev() {
        let version = release.version.as_str();
        for entry in catalogue.entries() {
            let (gotcha, code) = (&entry.gotcha, entry.code());
            let mut tell = |title: String, summary: &str| {
                all.push(News {
                    code: code.to_string(),
                    path: path(entry),
                    title,
                    summary: summary.replace('`', ""),
                    release: version.to_owned(),
                    date: release.date.value.clone(),
                });
            };
            if *gotcha.since.value == *version {
                tell(format!("{code}: {}", *gotcha.title), &gotcha.summary);
            }
            for change in gotcha
                .changes
                .iter()
                .filter(|c| *c.release.value == *version)
            {
                tell(format!("Changed: {code}: {}", *gotcha.title), &change.what);
            }
        }
    }
    all
}

/// What a page runs examples with: the script, and the builds of Pyodide, those of older runtimes first. Paths start from
/// the root of the site.
fn run(pyodide: &Pyodide, folder: &str) -> String {
    let builds = pyodide.builds().iter().map(|build| {
        json!({
            "runtime": build.runtime,
            "version": build.version,
            "base": build.base,
            "bytes": build.size,
        })
    });
    let builds: Vec<serde_json::Value> = builds.collect();
    json!({ "runner": format!("{folder}/{RUNNER}"), "builds": builds }).to_string()
}

/// What the scripts need to know of the runtimes, oldest first, and of the SDKs: what selects each, and which columns the
/// letters of [`Catalogue::effects`] stand in.
fn runtimes(catalogue: &Catalogue) -> String {
    let runtimes = catalogue.runtimes.runtimes.iter().map(|runtime| {
        json!({
            "id": runtime.id.value,
            "pyodide": runtime.pyodide,
            "flag": runtime.flag,
            "from": runtime.from,
            "sdk": runtime.default_sdk.to_string(),
        })
    });
    let sdk = &catalogue.runtimes.sdk;
    json!({
        "runtimes": serde_json::Value::from_iter(runtimes),
        "sdk": {
            "from": sdk.external_from,
            "external": sdk.external_flag,
            "bundled": sdk.bundled_flag,
            "vendored": sdk.vendored_from,
            "wraps": sdk.wraps_bindings_from,
            "releases": sdk.verified,
            "steps": catalogue.sdk_steps(),
        },
    })
    .to_string()
}

/// A page that leads on, for hosts that read no `_redirects`.
fn redirect(gotcha: &About) -> String {
    let About {
        path, code, title, ..
    } = gotcha;
    let title = escape(title);
    format!(
        "<!DOCTYPE html>\n<html lang=\"en\">\n<meta charset=\"utf-8\">\n<title>{code}: {title}</title>\n\
         <link rel=\"icon\" href=\"data:,\">\n<link rel=\"canonical\" href=\"{path}.html\">\n<meta name=\"robots\" content=\"noindex\">\n\
         <meta http-equiv=\"refresh\" content=\"0; url={path}.html\">\n\
         <p><a href=\"{path}.html\">{code}: {title}</a></p>\n</html>\n"
    )
}

/// The redirects in the form that Cloudflare and Netlify read, in capitals and in small letters.
fn redirects_file(gotchas: &[About]) -> String {
    let lines = gotchas.iter().flat_map(|gotcha| {
        let small = gotcha.code.to_lowercase();
        [&gotcha.code, &small].map(|code| format!("/{code} /{}.html 301\n", gotcha.path))
    });
    lines.collect()
}

/// What cannot be said within a page, in the form that Cloudflare and Netlify read. Names of scripts, styles and fonts hold a
/// hash of their content, those of Pyodide its version.
const HEADERS: &str = "\
/*
  X-Content-Type-Options: nosniff
  Referrer-Policy: strict-origin-when-cross-origin
  Content-Security-Policy: frame-ancestors 'self'
  Permissions-Policy: camera=(), geolocation=(), microphone=()
/*.js
  Cache-Control: public, max-age=31536000, immutable
/*.css
  Cache-Control: public, max-age=31536000, immutable
/fonts/*
  Cache-Control: public, max-age=31536000, immutable
/run/*
  Cache-Control: public, max-age=31536000, immutable
/pyodide/*.wasm
  Cache-Control: public, max-age=31536000, immutable
/pyodide/*.zip
  Cache-Control: public, max-age=31536000, immutable
/pyodide/*.mjs
  Cache-Control: public, max-age=31536000, immutable
/pyodide/*.json
  Cache-Control: public, max-age=31536000, immutable
";

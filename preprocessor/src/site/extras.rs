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
    /// Whether some of its examples can be run on the page.
    pub runs: bool,
}

impl Extras {
    /// Makes the files from a catalogue.
    pub fn new(catalogue: &Catalogue, pyodide: &Pyodide) -> Extras {
        let index = gotchas_search::build_index(catalogue).files();
        let index = index
            .into_iter()
            .map(|(name, content)| (format!("{INDEX_FOLDER}/{name}"), content));
        let mut gotchas: Vec<About> = catalogue.entries().iter().map(About::new).collect();
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
        let modules = modules.into_iter().filter(|_| !run_files.is_empty());
        Extras {
            files: index
                .chain(data)
                .chain(redirects)
                .chain(modules)
                .chain(run_files.clone())
                .collect(),
            gotchas,
            runtimes: runtimes(catalogue),
            pyodide: pyodide.clone(),
            run: run(pyodide, &folder),
        }
    }
}

impl About {
    fn new(entry: &Entry) -> About {
        About {
            path: format!("{}/{}", entry.category, entry.name),
            code: entry.code().to_string(),
            title: entry.gotcha.title.value.clone(),
            summary: entry.gotcha.summary.value.replace('`', ""),
            runs: false,
        }
    }
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

/// The runtimes, oldest first: what selects each.
fn runtimes(catalogue: &Catalogue) -> String {
    let all = catalogue.runtimes.runtimes.iter();
    let all = all.map(|runtime| {
        json!({
            "id": runtime.id.value,
            "flag": runtime.flag,
            "from": runtime.from,
        })
    });
    serde_json::Value::from_iter(all).to_string()
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

//! Examples that readers run in their browser: what stands in the pages and beside them. Whether they run is seen in a
//! browser, in `tests/browser/run.test.mjs`.

use std::{fs, path::Path, sync::LazyLock};

use gotchas_tests::root;
use mdbook_gotchas::{Source, build::Book};
use serde_json::Value;

use crate::{CATALOGUE, SITE, Site, text};

/// The site with files in place of Pyodide.
static WITH_PYODIDE: LazyLock<Site> = LazyLock::new(|| {
    let packages = tempfile::tempdir().expect("a temporary folder");
    for runtime in &CATALOGUE.runtimes.runtimes {
        let version = &runtime.verified_with.pyodide;
        package(&packages.path().join(version), version);
    }
    let folder = tempfile::tempdir().expect("a temporary folder");
    let mut book = Book::load(root()).expect("the settings of the book");
    book.set_destination(folder.path())
        .expect("a working folder")
        .set_pyodide(Some(Source::Folder(packages.path().to_owned())))
        .expect("a working folder");
    book.build(&|_| ()).expect("the book builds");
    Site { folder }
});

const FILES: [&str; 5] = [
    "pyodide.mjs",
    "pyodide.asm.mjs",
    "pyodide.asm.wasm",
    "python_stdlib.zip",
    "pyodide-lock.json",
];

fn package(folder: &Path, version: &str) {
    fs::create_dir_all(folder).expect("a folder");
    let json = format!("{{\"name\": \"pyodide\", \"version\": \"{version}\"}}");
    fs::write(folder.join("package.json"), json).expect("a file");
    for file in FILES {
        fs::write(folder.join(file), file).expect("a file");
    }
}

fn policy(html: &str) -> &str {
    let start = html.find("Content-Security-Policy").expect("a policy");
    html[start..].split('>').next().expect("its end")
}

#[test]
fn examples_that_need_no_binding_have_a_place_for_buttons_and_a_file_beside_the_page() {
    let page = WITH_PYODIDE.page("javascript-interop/dict-to-js.html");
    let places = page.all(".gotcha-run");
    let sides: Vec<_> = places
        .iter()
        .map(|place| (place.attr("data-example"), place.attr("data-sides")))
        .collect();
    assert_eq!(sides[0], (Some("0"), Some("wrong right")));
    assert_eq!(sides[1], (Some("1"), Some("right")));
    assert!(
        places.iter().all(|place| text(*place).is_empty()),
        "no button without a script"
    );
    let file: Value =
        serde_json::from_str(&WITH_PYODIDE.read("javascript-interop/dict-to-js.run.json")).unwrap();
    let wrong = &file["examples"][0]["wrong"];
    assert!(
        wrong["case"]["code"]
            .as_str()
            .unwrap()
            .contains("await fetch(url, options)")
    );
    assert_eq!(wrong["case"]["call"], "await post_json(echo, {\"a\": 1})");
    let recorded = &wrong["on"]["pyodide-314"];
    assert!(
        recorded["words"]
            .as_str()
            .unwrap()
            .contains("the interpreter is dead")
    );
    assert!(
        recorded["differs"]
            .as_str()
            .unwrap()
            .contains("In Chromium")
    );
    assert_eq!(wrong["on"]["pyodide-0.26"]["differs"], Value::Null);
}

#[test]
fn everything_that_a_page_loads_lies_in_the_site() {
    let html = WITH_PYODIDE.read("fetch/fetch-body-bytes.html");
    let start = html
        .find("id=\"gotcha-run\">")
        .expect("the data of the page")
        + 16;
    let data = html[start..].split("</script>").next().unwrap();
    let data: Value = serde_json::from_str(data).unwrap();
    assert!(
        WITH_PYODIDE
            .path(data["runner"].as_str().unwrap())
            .is_file()
    );
    let builds = data["builds"].as_array().unwrap();
    assert_eq!(builds.len(), CATALOGUE.runtimes.runtimes.len());
    for build in builds {
        let folder = WITH_PYODIDE.path(build["base"].as_str().unwrap());
        for file in FILES {
            assert_eq!(fs::read_to_string(folder.join(file)).unwrap(), file);
        }
    }
    assert!(WITH_PYODIDE.read("_headers").contains("\n/run/*\n"));
}

#[test]
fn an_example_that_needs_a_binding_names_it_and_how_to_run_it() {
    let page = WITH_PYODIDE.page("database/jsproxy-to-dict.html");
    assert!(page.all(".gotcha-run").is_empty());
    let said = page.texts(".gotcha-run-not");
    let words = |text: &String| text.split_whitespace().collect::<Vec<_>>().join(" ");
    let said: Vec<String> = said.iter().map(words).collect();
    let how = "which a browser does not have. In a clone of the repository cargo xtask verify jsproxy-to-dict runs it \
               inside workerd.";
    assert!(said.iter().all(|text| text.ends_with(how)), "{said:?}");
    let database = format!("This example needs the D1 database DB, {how}");
    assert!(said.contains(&database), "{said:?}");
    let cookies = WITH_PYODIDE.page("cookies/multiple-set-cookie.html");
    let said = cookies.texts(".gotcha-run-not").join("\n");
    assert!(said.contains("the package starlette"), "{said}");
    assert!(said.contains("A browser drops Set-Cookie"), "{said}");
}

#[test]
fn only_pages_with_buttons_may_compile_and_start_workers() {
    let with = WITH_PYODIDE.read("fetch/fetch-body-bytes.html");
    assert!(policy(&with).contains("script-src 'self' 'wasm-unsafe-eval' 'sha256-"));
    assert!(policy(&with).contains("worker-src blob:"));
    for path in ["index.html", "database/jsproxy-to-dict.html"] {
        let html = WITH_PYODIDE.read(path);
        let policy = policy(&html);
        assert!(
            !policy.contains("wasm") && policy.contains("worker-src 'none'"),
            "{policy}"
        );
    }
}

#[test]
fn a_site_without_pyodide_says_nothing_of_it() {
    for page in SITE.pages() {
        let html = SITE.read(&page);
        assert!(
            !html.contains("class=\"gotcha-run") && !html.contains("wasm-unsafe-eval"),
            "{page}"
        );
    }
    assert!(!SITE.path("run").exists() && !SITE.path("pyodide").exists());
    assert!(!SITE.path("fetch/fetch-body-bytes.run.json").exists());
}

#[test]
fn readers_of_markdown_are_spared_it() {
    let markdown = WITH_PYODIDE.read("database/jsproxy-to-dict.md");
    assert!(
        !markdown.contains("gotcha-run") && !markdown.contains("which a browser does not have")
    );
}

//! What a project is too large to look at all of it for: the same is found as when all of it is looked at.

mod common;

use std::path::{Path, PathBuf};

use gotchas_checker::{Diagnostic, Module, Project};
use walkdir::WalkDir;

use common::{CATALOGUE, CHECKER, check};

/// Modules by name.
type Files<'s> = [(&'s str, &'s str)];

fn project(files: &Files<'_>, focused: bool) -> Project {
    let module = |&(name, source): &(&str, &str)| {
        let path = PathBuf::from(name.replace('.', "/")).with_extension("py");
        let mut module = Module::new(&path, name, source);
        if focused {
            CHECKER.focus(&mut module);
        }
        module
    };
    Project {
        modules: files.iter().map(module).collect(),
    }
}

fn lines(found: &[Diagnostic]) -> Vec<String> {
    let line = |one: &Diagnostic| {
        let (path, message) = (one.file.display(), &one.message);
        format!(
            "{path} {:?} {} {message} {:?}",
            one.range, one.name, one.fix
        )
    };
    found.iter().map(line).collect()
}

/// Gives what is found in a project, both ways, on the newest runtime and on one with raw bindings, where most gotchas bite.
fn both(files: &Files<'_>) -> (Vec<String>, Vec<String>) {
    let runtimes = &CATALOGUE.runtimes;
    let runtime = runtimes
        .get("pyodide-0.28")
        .expect("a runtime of that name");
    let raw = runtimes.target(runtime, "bundled".parse().expect("an SDK"));
    let found = |focused| {
        let project = project(files, focused);
        let mut found = lines(&check(&project));
        found.extend(lines(&CHECKER.check(&project, &raw)));
        found
    };
    (found(false), found(true))
}

#[test]
fn nothing_is_missed_in_the_corpus() {
    let cases = Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/checker/cases");
    let entries = WalkDir::new(cases).into_iter().filter_map(Result::ok);
    let mut compared = 0;
    for entry in entries.filter(|entry| entry.path().extension().is_some_and(|ext| ext == "py")) {
        let source = std::fs::read_to_string(entry.path()).expect("a case that can be read");
        let (full, focused) = both(&[("case", &source)]);
        assert_eq!(full, focused, "{}", entry.path().display());
        compared += full.len();
    }
    assert!(compared > 100, "{compared}");
}

#[test]
fn nothing_is_missed_in_the_snippets() {
    for entry in CATALOGUE.entries() {
        for snippet in entry.snippets() {
            let (full, focused) = both(&[("worker", &snippet.code)]);
            assert_eq!(full, focused, "{}", entry.name);
        }
    }
}

#[test]
fn what_is_of_interest_is_followed_through_modules_that_name_nothing_of_it() {
    let files = [
        (
            "entry",
            "from routes import show\n\nasync def on_fetch(request, env):\n    return await show(env)\n",
        ),
        (
            "store",
            "class Store:\n    def __init__(self, db):\n        self.link = db\n\n    async def one(self, key):\n        return await self.link.prepare(\"select 1\").bind(key).first()\n",
        ),
        (
            "wiring",
            "from store import Store\n\ndef make(env):\n    return Store(env.DB)\n",
        ),
        (
            "routes",
            "import wiring\nfrom shape import plain\n\nasync def show(env):\n    return plain(await wiring.make(env).one(1))\n",
        ),
        ("shape", "def plain(row):\n    return row[\"name\"]\n"),
        ("paths", "def where():\n    return \"data.txt\"\n"),
        (
            "files",
            "import paths\n\ndef read():\n    return open(paths.where()).read()\n",
        ),
        ("clock", "import time\n\nnow = time.monotonic\n"),
        (
            "uses_clock",
            "from clock import now\n\ndef stamp():\n    return now()\n",
        ),
        (
            "unrelated",
            "import json\n\ndef text(value):\n    return json.dumps(value)\n",
        ),
    ];
    let (full, focused) = both(&files);
    assert_eq!(full, focused);
    for place in ["routes.py", "files.py", "uses_clock.py"] {
        let found = full.iter().filter(|line| line.starts_with(place));
        assert!(found.count() >= 1, "{place}: {full:#?}");
    }
}

#[test]
fn files_with_errors_and_comments_are_kept_whole() {
    let files = [
        (
            "broken",
            "def f(:\n    pass\n\ndef g():\n    return open(\"a.txt\")\n",
        ),
        (
            "allowed",
            "def h():\n    return open(\"a.txt\")  # noqa: CFW301\n",
        ),
        ("unused", "def k():\n    return 1  # noqa: CFW301\n"),
    ];
    let (full, focused) = both(&files);
    assert_eq!(full, focused);
    assert!(full.iter().any(|line| line.starts_with("unused.py")));
    assert!(!full.iter().any(|line| line.starts_with("allowed.py")));
}

#[test]
fn functions_are_read_again_wherever_they_stand() {
    let reader = "import helpers\n\ndef f():\n    return open(helpers.A().name())\n";
    for helpers in [
        "class A:\n    def name(self): return 'x.txt'\n",
        "class A:\n\n    @property\n    def other(self):\n        '''π\n        '''\n\n    def name(self):\n        # é\n        return 'x.txt'\n",
        "if 1:\n  class A:\n    if 1:\n\t\tdef name(self):\n\t\t\treturn 'x.txt'\n"
            .replace('\t', "    ")
            .as_str(),
        "class A:\r\n    def name(self):\r\n        return 'x.txt'\r\n",
    ] {
        let (full, focused) = both(&[("reader", reader), ("helpers", helpers)]);
        assert_eq!(full.len(), 2, "{helpers}: {full:?}");
        assert_eq!(full, focused);
    }
}

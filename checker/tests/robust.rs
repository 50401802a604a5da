//! Whatever the input, the checker answers.

mod common;

use std::path::Path;

use gotchas_catalog::{Applicability, Sdk};
use gotchas_checker::{Diagnostic, Module, Project};

use common::{CATALOGUE, CHECKER, check};

fn check_text(source: &str) -> Vec<Diagnostic> {
    check(&Project::single(Path::new("worker.py"), source))
}

fn names(diagnostics: &[Diagnostic]) -> Vec<&str> {
    diagnostics
        .iter()
        .map(|diagnostic| diagnostic.name.as_str())
        .collect()
}

#[test]
fn a_syntax_error_is_reported_and_the_rest_is_checked() {
    let found = check_text("import time\ndef f(:\n    pass\n\nx = time.monotonic()\n");
    assert!(names(&found).contains(&"invalid-syntax"));
    assert!(names(&found).contains(&"monotonic-clock"));
}

#[test]
fn deep_nesting_is_reported() {
    for source in [
        "[".repeat(10_000),
        format!("x = {}1", "(1 + ".repeat(10_000)),
        format!("x = {}1", "-".repeat(100_000)),
    ] {
        assert_eq!(names(&check_text(&source)), ["too-deep"]);
    }
}

#[test]
fn deep_blocks_and_long_chains_end() {
    let mut blocks = String::new();
    for level in 0..90 {
        blocks += &format!("{}for x{level} in y:\n", " ".repeat(level));
    }
    blocks += &format!("{}pass\n", " ".repeat(90));
    check_text(&blocks);
    let mut calls = String::from("def f0(x):\n    return x\n");
    for index in 1..3_000 {
        calls += &format!("def f{index}(x):\n    return f{}(x)\n", index - 1);
    }
    check_text(&calls);
    let mut branches = String::from("def f(x):\n");
    for index in 0..2_000 {
        branches += &format!("    if x == {index}:\n        y{index} = x\n");
    }
    check_text(&branches);
    check_text(&format!("x = \"{}\"\n", "a".repeat(1 << 20)));
}

#[test]
fn long_lines_and_many_imports_end() {
    check_text(&format!("x = [{}]\n", "{'a': b}, ".repeat(100_000)));
    check_text(&format!("x = {}1\n", "a.b(c) or ".repeat(50_000)));
    let imports: String = (0..10_000)
        .map(|index| format!("import m{index}.n{index}\nfrom p{index} import q as r{index}\n"))
        .collect();
    check_text(&imports);
}

#[test]
fn deep_and_wide_inheritance_ends() {
    let mut deep = String::from("class C0:\n    x = 1\n");
    let mut wide = deep.clone();
    for index in 1..2_000 {
        deep += &format!(
            "class C{index}(C{}):\n    def m{index}(self):\n        return super().m{}()\n",
            index - 1,
            index - 1
        );
        let bases: Vec<String> = (index.max(20) - 20..index)
            .map(|base| format!("C{base}"))
            .collect();
        wide += &format!("class C{index}({}):\n    pass\n", bases.join(", "));
    }
    check_text(&(deep + "C1999().m1()\n"));
    check_text(&(wide + "C1999().x.y()\n"));
}

#[test]
fn recursion_and_cycles_end() {
    check_text(
        "def f(x):\n    return [f(x), g(x)]\ndef g(x):\n    return {**f(x)}\nclass A(A):\n    pass\nA().b.c()\n",
    );
    let mut project = Project::default();
    for index in 0..200 {
        let next = (index + 1) % 200;
        let source = format!(
            "from m{next} import *\nfrom m{next} import value as value\nimport m{next}\nprint(value, m{next}.value)\n"
        );
        project.add(
            Path::new(&format!("m{index}.py")),
            &format!("m{index}"),
            &source,
        );
    }
    check(&project);
}

#[test]
fn any_prefix_of_a_snippet_is_survived() {
    let source = include_str!("../../tests/checker/cases/jsproxy-to-dict/flagged.py");
    for end in (0..source.len()).step_by(37) {
        check_text(&source[..end]);
    }
}

#[test]
fn the_order_is_the_same_each_time() {
    let source = include_str!("../../tests/checker/cases/jsproxy-to-dict/flagged.py");
    assert_eq!(check_text(source), check_text(source));
}

#[test]
fn kinds_cross_modules() {
    let mut project = Project::default();
    project.add(
        Path::new("shop/__init__.py"),
        "shop",
        "from .store import Store as Orders\n",
    );
    project.add(
        Path::new("shop/store.py"),
        "shop.store",
        "class Store:\n    def __init__(self, db):\n        self.db = db\n    async def one(self):\n        return await self.db.prepare(\"SELECT 1\").first()\n",
    );
    project.add(
        Path::new("entry.py"),
        "entry",
        "from shop import Orders\nfrom tools import as_dict\n\nasync def main(orders: Orders):\n    return as_dict(await orders.one())\n",
    );
    project.add(
        Path::new("tools.py"),
        "tools",
        "def as_dict(row):\n    return dict(row)\n",
    );
    let runtime = CATALOGUE.runtimes.get("pyodide-0.28").expect("a runtime");
    let raw = CATALOGUE.runtimes.target(runtime, Sdk::Bundled);
    let found = CHECKER.check(&project, &raw);
    let [only] = &found[..] else {
        panic!("{found:?}")
    };
    assert_eq!(
        (only.name.as_str(), only.file.as_path()),
        ("jsproxy-to-dict", Path::new("entry.py"))
    );
    assert_eq!(only.secondary[0].file, Path::new("tools.py"));
}

/// The applicability of the only fix for a source on raw bindings.
fn applicability(source: &str) -> Applicability {
    let runtime = CATALOGUE.runtimes.get("pyodide-0.28").expect("a runtime");
    let raw = CATALOGUE.runtimes.target(runtime, Sdk::Bundled);
    let project = Project::single(Path::new("worker.py"), source);
    let found = CHECKER.check(&project, &raw);
    let [only] = &found[..] else {
        panic!("{found:#?}")
    };
    only.fix.as_ref().expect("a fix").applicability
}

const QUERY: &str = "env.DB.prepare(\"SELECT 1\").first()";

#[test]
fn a_row_that_comes_straight_from_the_query_is_converted_unasked() {
    let source = format!("async def f(env):\n    row = await {QUERY}\n    return dict(row)\n");
    assert_eq!(applicability(&source), Applicability::Safe);
}

#[test]
fn a_row_that_functions_hand_on_may_be_used_elsewhere() {
    let from = format!(
        "async def one(env):\n    return await {QUERY}\n\nasync def f(env):\n    return dict(await one(env))\n"
    );
    assert_eq!(applicability(&from), Applicability::Unsafe);
    let to = format!(
        "def name(row):\n    return row.get(\"name\")\n\nasync def f(env):\n    row = await {QUERY}\n    return name(row)\n"
    );
    assert_eq!(applicability(&to), Applicability::Unsafe);
}

#[test]
fn a_module_is_found_by_each_of_its_names() {
    let store = "async def one(env):\n    return await env.DB.prepare(\"SELECT 1\").first()\n";
    let imports = [
        "from pkg.store import one",
        "from pkg import store\none = store.one",
        "import pkg.store\none = pkg.store.one",
        "from store import one",
        "import store\none = store.one",
        "from .store import one",
    ];
    let aliases = |names: &[&str]| {
        names
            .iter()
            .map(|name| name.to_string())
            .collect::<Vec<_>>()
    };
    let runtime = CATALOGUE.runtimes.get("pyodide-0.28").expect("a runtime");
    let raw = CATALOGUE.runtimes.target(runtime, Sdk::Bundled);
    for has_file in [true, false] {
        for import in imports {
            let entry =
                format!("{import}\n\nasync def main(env):\n    return dict(await one(env))\n");
            let mut modules = vec![
                Module::new(Path::new("pkg/main.py"), "main", entry),
                Module::new(Path::new("pkg/store.py"), "store", store)
                    .also_called(&aliases(&["pkg.store"])),
            ];
            if has_file {
                let package = Module::new(Path::new("pkg/__init__.py"), "", "");
                modules.push(package.also_called(&aliases(&["pkg"])));
            }
            let found = CHECKER.check(&Project { modules }, &raw);
            assert_eq!(names(&found), ["jsproxy-to-dict"], "{import}");
        }
    }
}

//! What the checker offers to mend is mended by it.

use std::{path::Path, sync::LazyLock};

use gotchas_catalog::{Applicability, Catalogue, Sdk, Side};
use gotchas_checker::{Checker, Diagnostic};
use gotchas_tests::root;

static CATALOGUE: LazyLock<Catalogue> = LazyLock::new(|| {
    Catalogue::load(&root().join("gotchas"))
        .unwrap_or_else(|problems| panic!("{}", problems.render(false)))
});

#[test]
fn a_wrong_snippet_with_its_fixes_applied_is_clean() {
    let checker = Checker::new(&CATALOGUE).expect("the rules compile");
    let path = Path::new("snippet.py");
    let mut fixed = 0;
    for entry in CATALOGUE.entries() {
        let declared = entry
            .gotcha
            .detect
            .iter()
            .any(|one| !one.report().fix.is_empty());
        let mut offered = false;
        for snippet in entry.snippets() {
            for target in CATALOGUE.runtimes.targets() {
                let found = checker.check_source(path, &snippet.code, &target);
                let fixable: Vec<_> = found.iter().filter(|one| one.fix.is_some()).collect();
                if fixable.is_empty() {
                    continue;
                }
                assert_eq!(snippet.side, Side::Wrong);
                offered |= fixable.iter().any(|one| one.code == Some(entry.code()));
                let mended = checker.mend(path, &snippet.code, &target);
                let left = checker.check_source(path, &mended, &target);
                let place = format!("{} on {target}:\n{mended}", entry.code());
                assert!(
                    left.len() + fixable.len() <= found.len(),
                    "{place}\n{left:#?}"
                );
                assert!(
                    left.iter().all(|one| one.code.is_some()),
                    "{place}\n{left:#?}"
                );
                fixed += 1;
            }
        }
        assert_eq!(
            declared,
            offered,
            "{}: a fix that no example shows",
            entry.code()
        );
    }
    assert!(fixed > 100, "only {fixed} snippets were mended");
}

/// What is found in a module on raw bindings.
fn found(source: &str) -> Vec<Diagnostic> {
    let checker = Checker::new(&CATALOGUE).expect("the rules compile");
    let runtime = CATALOGUE
        .runtimes
        .get("pyodide-0.28")
        .expect("the runtime is known");
    let target = CATALOGUE.runtimes.target(runtime, Sdk::Bundled);
    checker.check_source(Path::new("worker.py"), source, &target)
}

/// What is found in a module at what it passes to functions of its own.
fn found_at_calls(source: &str) -> Vec<Diagnostic> {
    let mut found = found(source);
    let is_used = |one: &Diagnostic| {
        one.secondary
            .iter()
            .any(|two| two.label == "it is used here")
    };
    found.retain(is_used);
    found
}

#[test]
fn a_row_that_may_be_missing_is_converted_where_it_is_there() {
    let source = "\
import json
from fastapi import FastAPI

app = FastAPI()

@app.get('/one')
async def one(db):
    row = await db.prepare('SELECT 1').first()
    return row

@app.get('/text')
async def text(db):
    row = await db.prepare('SELECT 1').first()
    return json.dumps(row)

@app.get('/at-once')
async def at_once(db):
    return await db.prepare('SELECT 1').first()

@app.get('/there')
async def there(db):
    row = await db.prepare('SELECT 1').first()
    if not row:
        return None
    return row
";
    let found = found(source);
    let fixes: Vec<Option<&str>> = found
        .iter()
        .map(|one| one.fix.as_ref().map(|fix| fix.message.as_str()))
        .collect();
    let expected = [
        Some("Replace with `row.to_py() if row else None`"),
        Some("Replace with `row.to_py() if row else None`"),
        None,
        Some("Replace with `row.to_py()`"),
    ];
    assert_eq!(fixes, expected);
}

const ROWS: &str = "\
import json
from workers import Response

class Row:
    def __init__(self, row):
        self.data = dict(row)

def normalise(row):
    data = dict(row)
    return data

def dump(value):
    return json.dumps(value)

def outer(value):
    return dump(value)

async def page(env):
    row = await env.DB.prepare('SELECT 1').first()
    return Row(row), normalise(row), outer(row), [normalise(one) for one in [row]]
";

#[test]
fn code_is_quoted_where_it_is() {
    let found = found_at_calls(ROWS);
    let said: Vec<&str> = found
        .iter()
        .filter_map(|one| one.message.split(": ").next())
        .collect();
    let expected = [
        "In `Row`, `dict(row)` raises `TypeError",
        "In `normalise`, `dict(row)` raises `TypeError",
        "`row` is a JavaScript object",
        "In `normalise`, `dict(row)` raises `TypeError",
    ];
    assert_eq!(said, expected);
    assert!(found[2].message.contains("`json.dumps` raises"));
    for one in &found {
        let used = &one.secondary[0];
        assert_eq!(used.label, "it is used here");
        assert!(
            ROWS[..used.range.start().into()].ends_with("dict(")
                || ROWS[..used.range.start().into()].ends_with("json.dumps(")
        );
    }
}

#[test]
fn a_call_of_a_function_of_the_project_stays() {
    let found = found_at_calls(ROWS);
    let fixes: Vec<_> = found.iter().filter_map(|one| one.fix.as_ref()).collect();
    let [fix] = fixes[..] else {
        panic!("{fixes:#?}")
    };
    // Only what is passed on as it is may be replaced, and others may need it as it was.
    assert_eq!(fix.applicability, Applicability::Unsafe);
    assert_eq!(fix.message, "Replace with `row.to_py() if row else None`");
}

#[test]
fn what_a_function_uses_as_python_too_is_not_converted_without_being_asked() {
    let source = "\
import hashlib
from js import Response, fetch

async def send(url, data):
    sig = hashlib.sha256(data).hexdigest()
    return await fetch(url, method='POST', body=data)

async def call(url, opts):
    opts['headers']['X'] = '1'
    return await fetch(url, opts)

def reply(body, headers):
    headers.get('x')
    return Response.new(body, headers=headers)

async def put(kv, key, value):
    value['at'] = 1
    await kv.put(key, value)

def both(pair):
    return Response.new(pair['body'])

async def main(env):
    await send('u', b'abc')
    await call('u', {'method': 'POST', 'headers': {}})
    reply('x', {'a': 'b'})
    await put(env.KV, 'a', {'b': 1})
    both({'body': b'abc'})
";
    let found = found_at_calls(source);
    assert_eq!(found.len(), 5, "{found:#?}");
    let fixes: Vec<_> = found.iter().filter_map(|one| one.fix.as_ref()).collect();
    assert_eq!(fixes.len(), 5, "{fixes:#?}");
    for fix in fixes {
        assert_eq!(fix.applicability, Applicability::Unsafe, "{fix:#?}");
    }
}

/// How far the fix of the only finding can be trusted.
fn applicability(source: &str) -> Applicability {
    let found = found(source);
    let [one] = &found[..] else {
        panic!("{found:#?}")
    };
    let fix = one.fix.as_ref().expect("it can be mended");
    fix.applicability
}

#[test]
fn imports_are_added_where_the_module_has_such_imports_anyway() {
    let wrong = "async def get(url):\n    return await fetch(url, headers={'A': 'b'})\n";
    let plain = applicability(&format!("from js import fetch\n{wrong}"));
    assert_eq!(plain, Applicability::Safe);
    let optional = "try:\n    from js import fetch\nexcept ImportError:\n    fetch = None\n";
    let other = applicability(&format!("{optional}{wrong}"));
    assert_eq!(other, Applicability::Unsafe);
    let both = applicability(&format!(
        "from pyodide.ffi import JsException\n{optional}{wrong}"
    ));
    assert_eq!(both, Applicability::Safe);
    let late =
        "async def get(url):\n    import js\n    return await js.fetch(url, headers={'A': 'b'})\n";
    assert_eq!(applicability(late), Applicability::Unsafe);
    // Nothing is added.
    let whole = "try:\n    from js import fetch\nexcept ImportError:\n    fetch = None\n";
    let bound = "async def one(env, x):\n    row = await env.DB.prepare('').first()\n    return dict(row)\n";
    assert_eq!(
        applicability(&format!("{whole}{bound}")),
        Applicability::Safe
    );
}

#[test]
fn what_may_be_something_else_is_not_given_a_method_of_a_row() {
    let mixed = "async def one(env):\n    result = await env.DB.prepare('').all()\n    row = result.results[0] if result.results else {}\n    return row.get('wins')\n";
    let found = found(mixed);
    assert_eq!(found.len(), 1, "{found:#?}");
    assert!(found[0].fix.is_none(), "{found:#?}");
}

//! Fixes that are right only of what is certain: where a value may be something else, none is offered, or one to be asked for.

use std::{path::Path, sync::LazyLock};

use gotchas_catalog::{Applicability, Catalogue, Sdk};
use gotchas_checker::{Checker, Diagnostic};
use gotchas_tests::root;

static CATALOGUE: LazyLock<Catalogue> = LazyLock::new(|| {
    Catalogue::load(&root().join("gotchas"))
        .unwrap_or_else(|problems| panic!("{}", problems.render(false)))
});

/// What is found in a module on raw bindings.
fn found_on(runtime: &str, source: &str) -> Vec<Diagnostic> {
    let checker = Checker::new(&CATALOGUE).expect("the rules compile");
    let runtime = CATALOGUE
        .runtimes
        .get(runtime)
        .expect("the runtime is known");
    let target = CATALOGUE.runtimes.target(runtime, Sdk::Bundled);
    checker.check_source(Path::new("worker.py"), source, &target)
}

/// The findings of one rule with the lines that they are in, and what their fixes say.
fn fixes<'s>(
    runtime: &str,
    source: &'s str,
    code: &str,
) -> Vec<(&'s str, Option<(Applicability, String)>)> {
    let found = found_on(runtime, source).into_iter();
    let own = found.filter(|one| one.code.is_some_and(|own| own.to_string() == code));
    let line = |one: &Diagnostic| {
        let at = usize::from(one.range.start());
        let start = source[..at].rfind('\n').map_or(0, |end| end + 1);
        source[start..].lines().next().unwrap_or_default().trim()
    };
    own.map(|one| {
        let fix = one.fix.as_ref();
        (
            line(&one),
            fix.map(|fix| (fix.applicability, fix.message.clone())),
        )
    })
    .collect()
}

#[test]
fn json_is_written_of_what_is_a_dict_or_a_list_for_certain() {
    let source = "\
import json
from js import Response

def declared(payload: dict):
    return Response.new(payload)

def made(**fields):
    return Response.new(fields)

def there(payload: dict | None = None):
    if payload is None:
        return None
    return Response.new(payload)

def displayed():
    return Response.new(['a'])

def of_a_type(value: str | bytes | dict):
    if isinstance(value, dict):
        return Response.new(value)
    return None
";
    for (line, fix) in fixes("pyodide-0.28", source, "CFW101") {
        assert!(
            matches!(&fix, Some((Applicability::Safe, said)) if said.contains("json.dumps(")),
            "{line}: {fix:?}"
        );
    }
    assert_eq!(fixes("pyodide-0.28", source, "CFW101").len(), 5);
}

#[test]
fn json_is_not_written_of_what_may_be_something_else() {
    let source = "\
import json
from js import Response, fetch
from somewhere import Json, read

def missing(payload: dict | None = None):
    return Response.new(payload)

def several(value: str | bytes | dict):
    return Response.new(value)

def joined(join):
    body = ['a', 'b']
    if join:
        body = ','.join(body)
    return Response.new(body)

def by_default(body={}):
    return Response.new(body)

def partly_known(body: dict | Json):
    return Response.new(body)

def read_or_made(key):
    body = {'key': key}
    if not key:
        body = read()
    return Response.new(body)

async def sent(url, value: list | str):
    return await fetch(url, method='POST', body=value)

async def kept(env, value: dict | str):
    await env.KV.put('a', value)

def a_set():
    return Response.new({'a', 'b'})
";
    let mut found = fixes("pyodide-0.28", source, "CFW101");
    found.extend(fixes("pyodide-0.28", source, "CFW001"));
    assert_eq!(found.len(), 9, "{found:#?}");
    for (line, fix) in found {
        let writes = fix.is_some_and(|(_, said)| said.contains("json.dumps("));
        assert!(!writes, "{line}");
    }
}

#[test]
fn a_call_that_gives_futures_in_something_else_is_not_awaited() {
    let source = "\
def futures(env, ids):
    return [env.DB.prepare('').bind(one).first() for one in ids]

def pair(env):
    return env.DB.prepare('').first(), env.DB.prepare('').first()

def named(env):
    return {'a': env.DB.prepare('').first()}

def one_by_one(env, ids):
    for one in ids:
        yield env.DB.prepare('').bind(one).first()

def single(env):
    return env.DB.prepare('').first()

async def main(env):
    rows = futures(env, [1])
    print(rows[0]['x'])
    x, y = pair(env)
    print(x['x'])
    print(named(env)['a']['x'])
    for row in futures(env, [1]):
        print(row['x'])
    for row in one_by_one(env, [1]):
        print(row['x'])
    row = single(env)
    print(row['x'])
";
    let found = fixes("pyodide-0.28", source, "CFW402");
    assert_eq!(found.len(), 6, "{found:#?}");
    for (line, fix) in &found[..5] {
        assert!(fix.is_none(), "{line}: {fix:?}");
    }
    let (_, last) = &found[5];
    assert!(
        matches!(last, Some((_, said)) if said == "Replace with `await single(env)`"),
        "{last:?}"
    );
    for one in found_on("pyodide-0.28", source) {
        let help = one.help.unwrap_or_default();
        let calls = [
            "futures(env, [1])`",
            "pair(env)`",
            "named(env)`",
            "one_by_one(env, [1])`",
        ];
        assert!(!calls.iter().any(|call| help.contains(call)), "{help}");
    }
}

#[test]
fn what_is_spread_stays_a_mapping() {
    let source = "\
from js import Response, fetch

async def spread(url):
    await fetch(url, **{'method': 'POST', 'headers': {'A': 'b'}})
    return Response.new('', **{'status': 200, 'headers': {'A': 'b'}})

async def named(url):
    return await fetch(url, headers={'A': 'b'})
";
    let found = fixes("pyodide-0.28", source, "CFW102");
    let [one, two, (_, Some(_))] = &found[..] else {
        panic!("{found:#?}")
    };
    assert!(one.1.is_none() && two.1.is_none(), "{found:#?}");
}

#[test]
fn what_drops_items_that_are_none_has_to_be_asked_for() {
    let source = "\
from js import JSON, Response

def nothing(x):
    return Response.json({'id': 1, 'next': None})

def unknown(x):
    return Response.json({'id': x})

def deeper(x: str):
    return Response.json({'page': {'next': None if x else 'a'}})

def passed(payload: dict):
    return JSON.stringify(payload)

def full():
    return Response.json({'id': 1, 'name': 'a', 'tags': {'a': f'{1}'}})
";
    let found = fixes("pyodide-0.26", source, "CFW001");
    assert_eq!(found.len(), 5, "{found:#?}");
    for (line, fix) in &found[..4] {
        assert!(
            matches!(fix, Some((Applicability::Unsafe, _))),
            "{line}: {fix:?}"
        );
    }
    let (_, last) = &found[4];
    assert!(matches!(last, Some((Applicability::Safe, _))), "{last:?}");
}

#[test]
fn what_is_subscripted_from_a_result_is_no_row() {
    let source = "\
async def changes(env):
    result = await env.DB.prepare('').run()
    return result['meta']['changes']

async def asked(env):
    row = await env.DB.prepare('').first()
    fn = getattr(row, 'to_py', None)
    if callable(fn):
        return fn()['x']
    return row['x']
";
    let found = found_on("pyodide-0.28", source);
    let [one] = &found[..] else {
        panic!("{found:#?}")
    };
    assert!(one.message.starts_with("`result` is"), "{}", one.message);
    assert!(one.fix.is_none(), "{one:#?}");
}

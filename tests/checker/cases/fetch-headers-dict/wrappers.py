# severity: warning
"""Wrappers around requests that pass on what they are given."""

from js import Object, Response, fetch
from pyodide.ffi import to_js


def request(rows, **extra):
    return {"method": "POST", "body": str(rows), **extra}


async def by_options(url, rows):
    await fetch(url, request(rows, headers={"X": "1"}))  # error: CFW001
    await fetch(url, request(rows, redirect="manual"))
    await fetch(url, to_js(request(rows, headers={"X": "1"}), dict_converter=Object.fromEntries))


def request_with_headers(**extra):
    return {**extra, "headers": to_js({"A": "b"}, dict_converter=Object.fromEntries)}


async def its_own_win(url):
    await fetch(url, request_with_headers(headers={"X": "1"}))


async def nested(url, headers):
    return await fetch(url, {"method": "POST", "headers": headers})


async def if_any(url, headers=None):
    options = {"method": "POST"}
    if headers:
        options["headers"] = headers
    return await fetch(url, options)


async def keywords(url, **kw):
    return await fetch(url, **kw)


async def more_keywords(url, **kw):
    return await fetch(url, {"method": "POST", **kw})


def respond(text, **kw):
    return Response.new(text, **kw)


async def calls(url):
    await nested(url, {"a": "b"})  # error: CFW102
    await nested(url, Object.fromEntries([["a", "b"]]))
    await nested(url, [("a", "b")])
    await if_any(url, {"a": "b"})  # error: CFW102
    await if_any(url)
    await keywords(url, headers={"a": "b"})  # error: CFW102
    await keywords(url, body=b"x")  # error: CFW101
    await keywords(url, method="POST", body="x")
    await more_keywords(url, headers={"a": "b"})  # error: CFW102
    await more_keywords(url, body=b"x")  # error: CFW101
    await more_keywords(url, body="x")
    return respond("x", headers={"a": "b"})  # error: CFW102


async def converts_a_key(url, **kw):
    if "headers" in kw:
        kw["headers"] = to_js(kw["headers"], dict_converter=Object.fromEntries)
    return await fetch(url, **kw)


async def takes_a_key_out(url, **kw):
    headers = kw.pop("headers", {})
    return await fetch(url, headers=to_js(headers, dict_converter=Object.fromEntries), **kw)


async def deletes_a_key(url, **kw):
    if kw.get("headers"):
        del kw["headers"]
    return await fetch(url, {"method": "POST", **kw})


async def updates(url, **kw):
    kw.update(headers=to_js({"A": "b"}, dict_converter=Object.fromEntries))
    return await fetch(url, **kw)


async def spread_before(url, **kw):
    return await fetch(url, **{**kw, "headers": to_js({"A": "b"}, dict_converter=Object.fromEntries)})


async def sets_another_key(url, **kw):
    kw["method"] = "POST"
    return await fetch(url, **kw)


async def more_calls(url):
    await converts_a_key(url, headers={"a": "b"})
    await takes_a_key_out(url, headers={"a": "b"})
    await deletes_a_key(url, headers={"a": "b"})
    await updates(url, headers={"a": "b"})
    await spread_before(url, headers={"a": "b"})
    await sets_another_key(url, headers={"a": "b"})  # error: CFW102

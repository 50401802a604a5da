# target: pyodide-0.28 bundled
import json

import js
from js import JSON, Object, fetch
from pyodide.ffi import to_js
from pyodide.http import pyfetch
from workers import Response
from workers import fetch as workers_fetch


async def converted(url):
    return await fetch(url, to_js({"method": "POST"}, dict_converter=Object.fromEntries))


async def keywords(url):
    return await fetch(url, method="POST", body="x")


async def spread(url):
    options = {"method": "POST", "body": "x"}
    return await fetch(url, **options)


def js_object(value):
    return to_js(value, dict_converter=js.Object.fromEntries)


async def local_converter(url):
    return await fetch(url, js_object({"method": "POST", "headers": {"A": "b"}}))


async def by_entries(url, options: dict):
    return await fetch(url, Object.fromEntries(to_js(options)))


async def by_pairs(url, options: dict):
    return await fetch(url, Object.fromEntries([[key, value] for key, value in options.items()]))


async def parsed(url):
    return await fetch(url, JSON.parse(json.dumps({"method": "POST"})))


async def built(url):
    options = Object.new()
    options.method = "POST"
    return await fetch(url, options)


async def python_functions(url):
    await pyfetch(url, headers={"A": "b"})
    await workers_fetch(url, {"method": "POST"})
    return Response.json({"ok": True}, headers={"A": "b"})


async def no_options(url):
    return await fetch(url)


async def stored_as_text(env):
    await env.KV.put("key", json.dumps({"a": 1}))

# target: pyodide-0.28 bundled
from pyodide.http import pyfetch
from workers import Response as WorkerResponse
from workers import fetch as worker_fetch

try:
    from js import Headers, Object as JSObject, Response, fetch
except ImportError:
    JSObject = None

from pyodide.ffi import to_js


async def by_entries(url, headers):
    return await fetch(url, headers=JSObject.fromEntries(headers.items()))


async def by_pairs(url, headers: dict):
    return await fetch(url, headers=Headers.new(headers.items()))


async def by_list(url):
    return await fetch(url, headers=to_js([["A", "b"]]))


async def by_converter(url):
    return await fetch(url, headers=to_js({"A": "b"}, dict_converter=JSObject.fromEntries))


async def as_the_page_says(url, headers: dict):
    options = {"method": "POST"}
    if JSObject is not None and headers:
        options["headers"] = JSObject.fromEntries([[key, value] for key, value in headers.items()])
    else:
        options["headers"] = headers
    return await fetch(url, JSObject.fromEntries([[key, value] for key, value in options.items()]))


async def where_there_is_no_javascript(url, headers: dict):
    if JSObject is None:
        converted = headers
    else:
        converted = JSObject.fromEntries(headers.items())
    return await fetch(url, headers=converted)


async def only_where_there_are_any(url, headers: dict | None = None):
    headers = headers or {}
    options = {"method": "GET"}
    if headers:
        options["headers"] = Headers.new(headers.items())
    return await fetch(url, to_js(options, dict_converter=JSObject.fromEntries))


def replaced(name):
    headers = {"A": "b"}
    headers = Headers.new(headers.items())
    headers.set("name", name)
    return Response.new("x", headers=headers)


def python_response():
    return WorkerResponse("x", headers={"A": "b"})


async def python_fetch(url):
    await worker_fetch(url, headers={"A": "b"})
    return await pyfetch(url, headers={"A": "b"})


async def copied(request, url):
    return await fetch(url, method=request.method, headers=request.headers)


def only_python(headers: dict):
    return WorkerResponse.json({"ok": True}, headers=headers)

# target: pyodide-0.26 bundled
"""Wrappers of `to_js` without `dict_converter`, which makes a Map of a dict."""

from js import Object, Response, fetch
from pyodide.ffi import to_js


def js_plain(value):
    return to_js(value)


def js_object(value):
    return to_js(value, dict_converter=Object.fromEntries)


async def send(url, options):
    return await fetch(url, to_js(options))


async def calls(url):
    init = js_plain({"status": 201})  # error: CFW001
    Response.new("x", init)
    Response.new("x", js_object({"status": 201}))
    Response.new(js_plain("x"))
    await send(url, {"method": "POST"})  # error: CFW001
    await send(url, js_object({"method": "POST"}))

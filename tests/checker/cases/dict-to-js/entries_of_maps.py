# target: pyodide-314 bundled
"""`Object.fromEntries` of what `to_js` makes, which is no Map from Pyodide 314 on."""

from js import Headers, Object, fetch
from pyodide.ffi import to_js


def of_a_literal():
    return Object.fromEntries(to_js({"a": 1}))  # error: CFW001


def of_a_parameter(d: dict):
    return Object.fromEntries(to_js(d))  # error: CFW001


async def of_headers(url, token):
    headers = {"Authorization": token}
    return await fetch(url, method="POST", headers=Object.fromEntries(to_js(headers)))  # error: CFW001


def js_object(d):
    return Object.fromEntries(to_js(d))


def handed_on():
    return js_object({"a": 1}), js_object([["a", 1]])  # error: CFW001


def fine(d: dict, pairs: list, unknown):
    Object.fromEntries(to_js([["a", 1]]))
    Object.fromEntries(to_js(list(d.items())))
    Object.fromEntries(to_js(pairs))
    Object.fromEntries(to_js(unknown))
    Object.fromEntries(d.items())
    Headers.new(Object.fromEntries([["a", "b"]]))
    return to_js(d, dict_converter=Object.fromEntries)

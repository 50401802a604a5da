# target: pyodide-0.28 bundled
from typing import Any, cast

import js
from js import Request
from js import fetch as js_fetch


async def alias(url):
    return await js_fetch(url, {"method": "POST", "headers": {"Accept": "*/*"}})  # error: CFW001


async def attribute(url):
    options = dict(method="POST", body="x")
    return await js.fetch(url, options)  # error: CFW001


async def cast_away(url, token):
    options = {}
    options["method"] = "DELETE"
    options["headers"] = {"Authorization": token}
    return await cast(Any, js).fetch(url, options)  # error: CFW001


def make_options(body):
    return {"method": "POST", "body": body}


async def from_a_helper(url):
    return await js.fetch(url, make_options("x"))  # error: CFW001


async def merged(url, extra: dict):
    base = {"method": "POST"}
    return await js.fetch(url, base | {"body": "x"})  # error: CFW001


def constructor(url):
    return Request.new(url, {"method": "PUT"})  # error: CFW001


async def key_algorithm(key, data):
    return await js.crypto.subtle.encrypt({"name": "AES-GCM", "iv": b"1"}, key, data)  # error: CFW001


def rule(options: dict):
    return js.Response.new("no", options)  # error: CFW001

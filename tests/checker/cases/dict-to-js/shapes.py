# target: pyodide-0.28 bundled
"""Options on their way to JavaScript, by every road that a program takes."""

import json
from dataclasses import asdict, dataclass

import js
from js import JSON, Object, Request, Response, fetch
from pyodide.ffi import to_js as convert

HEADERS = {"Accept": "application/json"}
DEFAULTS = {"method": "GET", "headers": HEADERS}


class Client:
    options = {"method": "POST", "headers": {"A": "b"}}

    def __init__(self, token):
        self.token = token
        self.base = {"method": "GET", "headers": {"Authorization": token}}

    def build(self, body=None):
        options = dict(self.base)
        if body is not None:
            options["body"] = json.dumps(body)
        return options

    async def get(self, url):
        return await fetch(url, self.base)  # error: CFW001

    async def post(self, url, body):
        return await fetch(url, self.build(body))  # error: CFW001

    async def by_class_attribute(self, url):
        return await fetch(url, self.options)  # error: CFW001

    async def by_class_name(self, url):
        return await fetch(url, Client.options)  # error: CFW001


async def module_constant(url):
    return await fetch(url, DEFAULTS)  # error: CFW001


async def a_copy(url):
    options = DEFAULTS.copy()
    options.update(method="PUT")
    return await fetch(url, options)  # error: CFW001


async def spread_into_another(url, token):
    return await fetch(url, {**DEFAULTS, "method": "PATCH"})  # error: CFW001


async def or_default(url, options=None):
    return await fetch(url, options or DEFAULTS)  # error: CFW001


async def walrus(url):
    if options := {"method": "POST", "headers": {"A": "b"}}:
        return await fetch(url, options)  # error: CFW001


async def by_match(url, verb):
    match verb:
        case "get":
            options = {"method": "GET", "headers": {"A": "b"}}
        case _:
            options = convert({"method": verb}, dict_converter=Object.fromEntries)
    return await fetch(url, options)  # error: CFW001


async def by_loop(urls):
    for url in urls:
        response = await fetch(url, {"method": "HEAD", "headers": {"A": "b"}})  # error: CFW001
        if response.ok:
            return response
    return None


async def comprehension(urls):
    return [await fetch(url, {"headers": {"A": "b"}}) for url in urls]  # error: CFW001


async def after_try(url):
    try:
        options = {"method": "POST", "headers": {"A": "b"}}
    finally:
        print("built")
    return await fetch(url, options)  # error: CFW001


def request_then_fetch(url):
    request = Request.new(url, {"method": "POST", "headers": {"A": "b"}})  # error: CFW001
    return fetch(request)


def wrapper(url, **options):
    return fetch(url, options)  # error: CFW001


async def calls_the_wrapper(url):
    return await wrapper(url, method="POST", headers={"A": "b"})  # error: CFW001


def passes_on(url, options):
    return fetch(url, options)


async def calls_what_passes_on(url):
    return await passes_on(url, {"method": "POST", "headers": {"A": "b"}})  # error: CFW001


def response_options(status):
    return Response.new("x", {"status": status, "headers": {"A": "b"}})  # error: CFW001


async def annotated(url):
    options: dict[str, object] = {"method": "POST", "headers": {"A": "b"}}
    return await js.fetch(url, options)  # error: CFW001


async def conditional(url, secret):
    options = {"headers": {"A": "b"}} if secret else None
    return await fetch(url, options)  # error: CFW001


def copies(message):
    return js.structuredClone({"a": message})  # error: CFW001


async def stores(env):
    await env.CACHE.put("key", {"a": 1})  # error: CFW001

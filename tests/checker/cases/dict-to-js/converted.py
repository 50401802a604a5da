# target: pyodide-0.28 bundled
"""The same roads, with a conversion somewhere on the way."""

import json

import js
from js import JSON, Headers, Object, Response, fetch
from pyodide.ffi import run_sync, to_js
from workers import fetch as worker_fetch

to_js_object = Object.fromEntries


def jsify(value):
    return to_js(value, dict_converter=js.Object.fromEntries)


def _to_js_value(value):
    if isinstance(value, dict):
        return to_js(value, dict_converter=Object.fromEntries)
    return value


class Converter:
    @staticmethod
    def object(value):
        return to_js(value, dict_converter=Object.fromEntries)

    def __call__(self, value):
        return JSON.parse(json.dumps(value))


convert = Converter()


async def local(url):
    return await fetch(url, jsify({"method": "POST", "headers": {"A": "b"}}))


async def by_isinstance(url):
    return await fetch(url, _to_js_value({"method": "POST", "headers": {"A": "b"}}))


async def static_method(url):
    return await fetch(url, Converter.object({"method": "POST", "headers": {"A": "b"}}))


async def callable_object(url):
    return await fetch(url, convert({"method": "POST", "headers": {"A": "b"}}))


async def in_place(url, body):
    options = {"method": "POST", "headers": {"A": "b"}}
    if body:
        options["body"] = json.dumps(body)
    options = to_js(options, dict_converter=Object.fromEntries)
    return await fetch(url, options)


async def chosen_by_test(url, options: dict):
    js_options = to_js(options, dict_converter=Object.fromEntries) if options else None
    return await fetch(url, js_options)


async def keywords(url, token):
    headers = Headers.new()
    headers.set("Authorization", token)
    return await fetch(url, method="POST", headers=headers, body=json.dumps({"a": 1}))


async def entries_with_converted_headers(url):
    headers = {"A": "b"}
    return await fetch(url, Object.fromEntries([["method", "POST"], ["headers", Object.fromEntries(headers.items())]]))


async def assigned(url):
    options = Object.new()
    options.method = "POST"
    options.headers = to_js({"A": "b"}, dict_converter=Object.fromEntries)
    return await fetch(url, options)


async def python_fetch(url):
    return await worker_fetch(url, method="POST", headers={"A": "b"})


def synchronous(url):
    return run_sync(fetch(url, to_js({"method": "POST"}, dict_converter=Object.fromEntries)))


async def unknown_options(url, options):
    return await fetch(url, options)


async def partial(url):
    from functools import partial

    as_object = partial(to_js, dict_converter=Object.fromEntries)
    return await fetch(url, as_object({"method": "POST", "headers": {"A": "b"}}))


async def stores(env):
    await env.CACHE.put("key", json.dumps({"a": 1}), expirationTtl=60)
    await env.QUEUE.send(to_js({"a": 1}, dict_converter=Object.fromEntries))


def mine(fetch):
    return fetch("x", {"headers": {"A": "b"}})


class Api:
    def fetch(self, url, options):
        return url, options

    def use(self, url):
        return self.fetch(url, {"headers": {"A": "b"}})


def text_response(data):
    return Response.new(json.dumps(data), headers=Headers.new({"A": "b"}.items()))

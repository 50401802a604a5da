# target: pyodide-0.28 bundled
import js
from js import Headers, Object, Request, Response, fetch
from pyodide.ffi import to_js

COMMON = {"Accept": "application/json"}


def auth(token):
    return {**COMMON, "Authorization": f"Bearer {token}"}


async def by_keyword(url):
    return await fetch(url, method="POST", headers={"A": "b"})  # error: CFW102


async def by_constant(url):
    return await js.fetch(url, headers=COMMON)  # error: CFW102


async def from_helper(url, token):
    return await fetch(url, headers=auth(token))  # error: CFW102


async def built_up(url, token):
    headers = {}
    headers["Authorization"] = token
    if url.startswith("https"):
        headers.setdefault("Accept", "*/*")
    return await fetch(url, headers=headers)  # error: CFW102


async def merged(url, extra):
    return await fetch(url, headers=COMMON | {"X": "y"})  # error: CFW102


async def spread_options(url):
    options = {"method": "POST", "headers": {"A": "b"}}
    return await fetch(url, **options)  # error: CFW102


async def spread_later(url):
    options = {"method": "POST"}
    options["headers"] = COMMON
    return await fetch(url, **options)  # error: CFW102


def response():
    return Response.new("x", status=201, headers={"A": "b"})  # error: CFW102


def headers_object():
    return Headers.new({"A": "b"})  # error: CFW102


def request(url):
    return Request.new(url, method="PUT", headers=dict(COMMON))  # error: CFW102


async def entries(url):
    return await fetch(url, Object.fromEntries([["method", "POST"], ["headers", {"A": "b"}]]))  # error: CFW102


async def assets(env, request):
    return await env.ASSETS.fetch(request.url, headers={"A": "b"})


class Client:
    def __init__(self, token):
        self.headers = {"Authorization": token}

    async def get(self, url):
        return await fetch(url, headers=self.headers)  # error: CFW102


async def comprehension(url, pairs):
    return await fetch(url, headers={key: value for key, value in pairs})  # error: CFW102


async def the_parameter(url, headers: dict):
    return await fetch(url, headers=headers)  # error: CFW102


def merged_with_unknown(extra):
    return Headers.new({"A": "b"} | (extra or {}))  # error: CFW102


def merged_into_unknown(extra):
    return Headers.new(extra | {"A": "b"})  # error: CFW102


def merged_with_a_dict(extra: dict):
    return Headers.new(COMMON | extra)  # error: CFW102


def merged_unknown(one, other):
    return Headers.new(one | other)


def merged_and_converted(extra):
    return Headers.new(({"A": "b"} | extra).items())


def merged_sets(one):
    return Headers.new([(name, "x") for name in {"a"} | one])

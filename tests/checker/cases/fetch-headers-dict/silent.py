from js import Headers, Object, Response, fetch
from pyodide.ffi import to_js
from pyodide.http import pyfetch
from workers import Response as WorkersResponse
from workers import fetch as workers_fetch


async def pairs(url, headers: dict):
    return await fetch(url, headers=headers.items())


async def converted(url, headers: dict):
    return await fetch(url, headers=to_js(headers, dict_converter=Object.fromEntries))


async def entries(url, headers: dict):
    return await fetch(url, headers=Object.fromEntries(headers.items()))


def object_of_pairs(headers: dict):
    return Headers.new(headers.items())


def filled():
    headers = Headers.new()
    headers.set("Cache-Control", "no-store")
    return Response.new("ok", headers=headers)


async def python_functions(url):
    await pyfetch(url, headers={"Accept": "*/*"})
    await workers_fetch(url, headers={"Accept": "*/*"})
    return WorkersResponse("ok", headers={"Content-Type": "text/plain"})


async def deep(url, headers: dict):
    options = to_js({"method": "POST", "headers": headers}, dict_converter=Object.fromEntries)
    return await fetch(url, options)

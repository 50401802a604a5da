import json

import workers
from js import Object, Response, fetch
from pyodide.ffi import to_js
from pyodide.http import pyfetch


async def text(url, data):
    return await fetch(url, method="POST", body=json.dumps(data))


async def decoded(url, data: bytes):
    return await fetch(url, method="POST", body=data.decode("utf-8"))


async def copied(url, data: bytes):
    return await fetch(url, method="POST", body=to_js(data))


async def nested_conversion(url, data: bytes):
    return await fetch(url, to_js({"method": "POST", "body": data}, dict_converter=Object.fromEntries))


async def python_functions(url, data: bytes):
    await pyfetch(url, method="POST", body=data)
    return workers.Response(data)


def replaced(content):
    if isinstance(content, bytes):
        content = content.decode()
    return Response.new(content)


def unknown(content):
    return Response.new(content)

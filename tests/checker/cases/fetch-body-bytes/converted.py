# target: pyodide-0.28 bundled
import base64
import json
from urllib.parse import urlencode

from js import Object, Response, Uint8Array, fetch
from pyodide.ffi import to_js
from pyodide.http import pyfetch
from workers import Response as WorkerResponse
from workers import fetch as worker_fetch


async def text(url, data):
    return await fetch(url, method="POST", body=json.dumps(data))


async def decoded(url, data):
    body = urlencode(data).encode()
    return await fetch(url, method="POST", body=body.decode())


async def decoded_in_place(url, body: bytes):
    if isinstance(body, bytes):
        body = body.decode("utf-8")
    return await fetch(url, method="POST", body=body)


async def decoded_or_kept(url, body: str | bytes):
    text = body.decode() if isinstance(body, (bytes, bytearray)) else body
    return await fetch(url, method="POST", body=text)


def binary(data: bytes):
    return Response.new(to_js(data))


def buffer(data: bytes):
    return Response.new(to_js(data).buffer)


def array(data: bytes):
    return Response.new(Uint8Array.new(data))


def python_response(data: bytes):
    return WorkerResponse(data, headers={"Content-Type": "image/png"})


async def python_fetch(url, data: bytes):
    await worker_fetch(url, method="PUT", body=data)
    return await pyfetch(url, method="PUT", body=data)


def encoded(data: bytes):
    return Response.new(base64.b64encode(data).decode())


def hexadecimal(data: bytes):
    return Response.new(data.hex())


def unknown(body):
    return Response.new(body)


def helper(data: bytes):
    return to_js(data)


def by_helper(data: bytes):
    return Response.new(helper(data))


async def passed_on(request):
    return Response.new(await request.arrayBuffer())


def emptied(data: bytes):
    return Response.new("" if isinstance(data, bytes) else data)

# target: pyodide-0.28 bundled
import base64
import gzip
import hashlib
import hmac
import io
import json
import struct
import zlib
from urllib.parse import urlencode

import js
from js import Object, Request, Response, fetch
from pyodide.ffi import to_js

PIXEL = b"\x89PNG"


async def keyword(url, data):
    return await fetch(url, method="POST", body=urlencode(data).encode())  # error: CFW101


async def encoded_text(url, data):
    body = json.dumps(data).encode("utf-8")
    return await js.fetch(url, method="POST", body=body)  # error: CFW101


def payload(data):
    return json.dumps(data).encode()


async def from_helper(url, data):
    return await fetch(url, method="POST", body=payload(data))  # error: CFW101


def literal():
    return Response.new(PIXEL)  # error: CFW101


def joined(parts):
    return Response.new(b"".join(parts))  # error: CFW101


def sum_of_bytes(text):
    return Response.new(b"prefix" + text.encode())  # error: CFW101


def compressed(text):
    return Response.new(gzip.compress(text.encode()))  # error: CFW101


def from_memory(text):
    buffer = io.BytesIO()
    buffer.write(text.encode())
    return Response.new(buffer.getvalue())  # error: CFW101


def digest(text):
    return Response.new(hashlib.sha256(text.encode()).digest())  # error: CFW101


def packed(number):
    return Response.new(struct.pack(">I", number))  # error: CFW101


def collected(chunks):
    body = bytearray()
    for chunk in chunks:
        body.extend(chunk)
    return Response.new(bytes(body))  # error: CFW101


async def entries(url, text):
    options = {"method": "POST", "body": text.encode()}
    return await fetch(url, Object.fromEntries([[key, value] for key, value in options.items()]))  # error: CFW101


async def spread(url, text):
    options = {"method": "POST"}
    options["body"] = text.encode("utf-8")  # error: CFW101
    return await fetch(url, **options)


async def parameter(url, body: bytes):
    return await fetch(url, method="POST", body=body)  # error: CFW101


def either(text: str | bytes):
    if isinstance(text, bytes):
        return Response.new(text)  # error: CFW101
    return Response.new(text)


class Reply:
    def __init__(self, text):
        self.raw = text.encode()

    def send(self):
        return Response.new(self.raw)  # error: CFW101


def request(url, data):
    return Request.new(url, method="PUT", body=zlib.compress(data))  # error: CFW101


def decoded_only_once(text):
    raw = base64.b64decode(text)
    return Response.new(raw)  # error: CFW101


async def trimmed(url, body: bytes):
    await fetch(url, method="POST", body=body.rstrip(b"\n") + b"\n")  # error: CFW101
    await fetch(url, method="POST", body=b"%d items" % 3)  # error: CFW101
    await fetch(url, method="POST", body=body.rstrip(b"\n").decode() + "\n")

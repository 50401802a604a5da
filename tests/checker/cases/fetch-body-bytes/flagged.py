import json

import js
from js import Response, fetch


async def literal(url):
    return await fetch(url, method="POST", body=b"\x00\x01")  # error: CFW101


async def spread(url, data):
    options = {"method": "POST"}
    options["body"] = json.dumps(data).encode()  # error: CFW101
    return await fetch(url, **options)


def encode(data):
    return json.dumps(data).encode("utf-8")


async def from_a_helper(url, data):
    return await js.fetch(url, method="POST", body=encode(data))  # error: CFW101


def response(content: bytes):
    return Response.new(content, status=200)  # error: CFW101


def tested(content):
    if isinstance(content, bytes):
        return Response.new(content)  # error: CFW101
    return Response.new(content)

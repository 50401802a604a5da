import js
from js import Headers, Object, Request, Response, fetch


async def keyword(url, token):
    return await fetch(url, headers={"Authorization": token})  # error: CFW102


async def spread(url):
    options = {"method": "POST", "headers": dict(Accept="*/*")}
    return await js.fetch(url, **options)  # error: CFW102


def constructor():
    common = {"X-Frame-Options": "DENY"}
    return Headers.new(common)  # error: CFW102


def default_headers():
    return {"Cache-Control": "no-store"}


def from_a_helper(text):
    return Response.new(text, status=200, headers=default_headers())  # error: CFW102


def shallow(url, headers: dict):
    options = Object.fromEntries([["method", "GET"], ["headers", headers]])  # error: CFW102
    return Request.new(url, options)

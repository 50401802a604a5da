# target: pyodide-314 1.9.5
"""Dicts and lists as the body."""

import json

import js
import workers
from js import FormData, Headers, Object, Request, Response, URLSearchParams, fetch
from pyodide.ffi import to_js
from pyodide.http import pyfetch


def refused(message):
    return Response.new({"error": message}, status=400)  # error: CFW101


def listed(rows):
    items = [row.id for row in rows]
    return js.Response.new(items)  # error: CFW101


async def posted(url):
    data = {"a": 1}
    await fetch(url, method="POST", body=data)  # error: CFW101
    await fetch(url, method="POST", body={"a": 1})  # error: CFW101
    await fetch(Request.new(url, method="POST", body=(1, 2)))  # error: CFW101
    await fetch(url, Object.fromEntries([["method", "POST"], ["body", {"a": 1}]]))  # error: CFW101


def answer(body):
    return Response.new(body)


def answers():
    return answer("ok"), answer({"ok": True})  # error: CFW101


async def fine(url, form: dict):
    headers = Headers.new([["content-type", "application/json"]])
    Response.new(json.dumps({"a": 1}), headers=headers)
    Response.json(to_js({"a": 1}, dict_converter=Object.fromEntries))
    Response.new(None, status=204)
    await fetch(url, method="POST", body=json.dumps([1]))
    await fetch(url, method="POST", body=URLSearchParams.new(Object.fromEntries([["a", "b"]])))
    await fetch(url, method="POST", body=FormData.new())
    await fetch(url, method="POST", body=to_js(b"a"))
    await pyfetch(url, method="POST", body=json.dumps(form))
    return workers.Response.json({"a": 1})


def either(body: dict | str):
    if isinstance(body, (dict, list)):
        body = json.dumps(body)
    return Response.new(body)


def either_by_text(body: dict | str):
    if not isinstance(body, str):
        body = json.dumps(body)
    return Response.new(body)


def unknown(body):
    return Response.new(body, status=200)

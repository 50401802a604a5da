# target: pyodide-0.26 bundled
import json
from urllib.parse import urlencode
from js import fetch, Object, Response, JSON, crypto, Headers
import js
from pyodide.ffi import to_js
from pyodide.http import pyfetch

async def a(url):
    return await fetch(url, to_js({"method": "POST"}))  # error: CFW001

async def b(url):
    opts = to_js({"method": "POST", "body": "x"}, dict_converter=Object.fromEntries)
    return await fetch(url, opts)

async def c(url):
    return await fetch(url, {"method": "POST"})  # error: CFW001

async def d(url):
    return await fetch(url, Object.fromEntries(to_js({"method": "POST", "headers": {"a": "b"}})))

async def e(key, data):
    return await crypto.subtle.encrypt(to_js({"name": "AES-GCM"}), key, data)  # error: CFW001

def f():
    return Response.new("x", {"status": 404})  # error: CFW001

def g():
    return Response.new("x", status=404)

def h(data):
    return Response.json({"a": data})  # error: CFW001

def i(data):
    return js.JSON.stringify({"a": 1})  # error: CFW001

async def j(url, data):
    return await pyfetch(url, method="POST", body=urlencode(data).encode(), headers={"a": "b"})

def headers():
    h = Headers.new({"a": "b"})  # error: CFW102
    return h

def headers2():
    h = Headers.new(to_js({"a": "b"}))
    return h

def k(env):
    return env.KV.put("k", {"a": 1})  # error: CFW001

def status_helper(status):
    return {"status": status, "headers": {"x": "y"}}

def l():
    init = status_helper(404)
    return Response.new("", to_js(init))  # error: CFW001
def m():
    init = status_helper(404)
    return Response.new("", to_js(init, dict_converter=Object.fromEntries))
async def n(env):
    await env.AI.run("model", {"prompt": "x"})  # error: CFW001
    await env.AI.run("model", to_js({"prompt": "x"}))
    await env.VECTORS.query([1, 2], {"topK": 3})  # error: CFW001
    await env.QUEUE.send({"a": 1})  # error: CFW001

def defaults():
    return Response.new("x", {"status": 200})

async def default_method(url):
    return await fetch(url, {"method": "GET"})

def default_and_more():
    return Response.new("x", {"status": 200, "statusText": "Fine"})  # error: CFW001

def no_default(status):
    return Response.new("x", {"status": status})  # error: CFW001

def data():
    return Response.json({"status": 200})  # error: CFW001

def sometimes(text):
    options = {"status": 200}
    if not text:
        options["status"] = 404
    return Response.new(text, options)  # error: CFW001

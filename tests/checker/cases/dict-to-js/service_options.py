from pyodide.ffi import to_js
from js import Object


async def by_position(env, url, body):
    await env.API.fetch(url, {"method": "POST", "body": body})  # error: CFW001
    options = {"method": "DELETE"}
    return await env.API.fetch(url, options)  # error: CFW001


async def right(env, url, body, request):
    await env.API.fetch(url, method="POST", headers={"a": "b"}, body=body)
    await env.API.fetch(request)
    options = to_js({"method": "POST"}, dict_converter=Object.fromEntries)
    return await env.API.fetch(url, options)

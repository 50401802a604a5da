# target: pyodide-0.26 bundled
from js import Response, crypto
from pyodide.ffi import to_js


async def a_map_has_no_properties(raw):
    algorithm = to_js({"name": "AES-GCM"})  # error: CFW001
    return await crypto.subtle.importKey("raw", raw, algorithm, False, [])


def options_as_a_map(text):
    return Response.new(text, to_js({"status": 404}))  # error: CFW001

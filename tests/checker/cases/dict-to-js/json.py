# target: pyodide-0.28 bundled
# severity: warning
from js import JSON, Response


async def nested():
    return Response.json({"ok": True, "counts": {"users": 3}})


async def rows():
    return Response.json({"ok": True, "users": [{"id": 1}]})  # error: CFW001


def text():
    return JSON.stringify({"a": {"b": 1}}), JSON.stringify([{"a": 1}])  # error: CFW001

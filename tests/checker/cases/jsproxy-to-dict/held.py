# target: pyodide-0.28 bundled
# Helpers that put what they are passed into a dict or a list.
import json
from starlette.responses import JSONResponse
from workers import Response


def ok(data):
    return JSONResponse({"ok": True, "data": data})


def ok2(data, status=200):
    return Response(json.dumps({"data": data, "status": status}))


def ok3(data):
    return Response(json.dumps({"data": data.to_py() if hasattr(data, "to_py") else data}))


def ok4(rows):
    return Response(json.dumps({"rows": [r for r in rows]}))



def ok6(data):
    if hasattr(data, "to_py"):
        data = data.to_py()
    return Response(json.dumps([data]))


async def a(env):
    row = await env.DB.prepare("SELECT 1 AS one").first()
    rows = (await env.DB.prepare("SELECT 1 AS one").all()).results
    ok3(row), ok6(row)
    ok(row.to_py()), ok2(row.one)
    ok4(rows)  # error: CFW403
    ok2(row)  # error: CFW403
    return ok(row)  # error: CFW403

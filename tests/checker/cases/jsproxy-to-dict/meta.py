# target: pyodide-0.28 bundled
"""What D1 tells of a query besides its rows is an object of JavaScript too."""

import json


async def changed(env):
    result = await env.DB.prepare("UPDATE t SET a = 1").run()
    return result.meta["changes"]  # error: CFW403


async def added(db):
    result = await db.prepare("INSERT INTO t VALUES (1)").run()
    return result.meta.get("last_row_id")  # error: CFW403


async def several(env, db):
    results = await env.DB.batch([db.prepare("SELECT 1"), db.prepare("SELECT 2")])
    first = results[0].meta["duration"]  # error: CFW403
    return first, [result.meta.get("changes") for result in results]  # error: CFW403


async def told(db):
    meta = (await db.prepare("DELETE FROM t").run()).meta
    print(dict(meta))  # error: CFW403
    print({**meta})  # error: CFW403
    print(json.dumps(meta))  # error: CFW403
    print("changes" in meta)  # error: CFW403
    return json.dumps({"meta": meta})  # error: CFW403


async def by_attribute(env):
    result = await env.DB.prepare("UPDATE t SET a = 1").run()
    return result.meta.changes, getattr(result.meta, "last_row_id", None)


async def converted(env):
    result = await env.DB.prepare("UPDATE t SET a = 1").run()
    meta = result.meta.to_py()
    return meta["changes"], result.to_py()["meta"]["duration"], json.dumps(result.meta.to_py())


async def whichever(env):
    result = await env.DB.prepare("UPDATE t SET a = 1").run()
    meta = result.meta.to_py() if hasattr(result.meta, "to_py") else result.meta
    if hasattr(result.meta, "get"):
        return result.meta.get("changes")
    return meta["changes"]

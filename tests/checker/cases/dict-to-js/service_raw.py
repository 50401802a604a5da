# target: pyodide-314 bundled
from workers import Response


# The SDK inside workerd wraps fetchers, whose `fetch` takes no options but keywords.
async def create(env, user):
    headers = {"Content-Type": "application/json"}
    return await env.USERS.fetch("https://users/", {"method": "POST", "headers": headers})  # error: CFW001


async def save(store, value):
    value["seen"] = True
    await store.put("k", value)


async def count(env):
    await save(env.KV, {"n": 1})  # error: CFW001
    return Response("saved")

# target: pyodide-0.28 bundled
"""What bindings other than D1 give, where they arrive raw."""

import json

MODEL = "@cf/meta/llama-3.1-8b-instruct"


async def answer(env, messages):
    result = await env.AI.run(MODEL, messages=messages)
    return result["response"]  # error: CFW403


async def answers(env):
    result = await env.AI.run("@cf/baai/bge-base-en-v1.5", text=["a"])
    return result.get("data"), json.dumps(result), dict(result)  # error: CFW403 CFW403 CFW403


async def listed(env):
    keys = await env.KV.list(prefix="user:")
    files = await env.FILES.list()
    return keys["keys"], [one["key"] for one in files.objects]  # error: CFW403 CFW403


async def settings(env):
    one = await env.KV.get("settings", "json")
    two = await env.KV.get("settings", type="json")
    return one["theme"], two.get("theme"), {**one}  # error: CFW403 CFW403 CFW403


async def size(env):
    head = await env.FILES.head("a.txt")
    return head["size"] if head else 0  # error: CFW403


async def nearest(env, vector):
    found = await env.VECTORS.query(vector, topK=3)
    print(found["matches"])  # error: CFW403
    return [match.metadata.get("title") for match in found.matches]  # error: CFW403


async def fine(env, vector):
    found = await env.VECTORS.query(vector, topK=3)
    keys = await env.KV.list()
    head = await env.FILES.head("a.txt")
    settings = (await env.KV.get("settings", "json")).to_py()
    result = (await env.AI.run(MODEL, prompt="a")).to_py()
    names = [key.name for key in keys.keys]
    return names, [match.id for match in found.matches], head.size, settings["theme"], result["response"]


async def text(env):
    # Text, a stub, whatever a service gives.
    text = await env.KV.get("settings")
    data = json.loads(await env.KV.get("settings", "text"))
    stub = env.ROOMS.get(env.ROOMS.idFromName("a"))
    result = await env.SERVICE.run("job")
    return text[0], json.dumps(text), data["theme"], await stub.list(), result["state"]

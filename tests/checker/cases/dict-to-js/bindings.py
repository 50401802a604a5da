# target: pyodide-0.26 bundled
from js import Object
from pyodide.ffi import to_js
from workers import WorkerEntrypoint

MODEL = "@cf/meta/llama-3.1-8b-instruct"


class Default(WorkerEntrypoint):
    async def fetch(self, request):
        await self.env.KV.put("k", "v", {"expirationTtl": 60})  # error: CFW001
        await self.env.QUEUE.send({"id": 1})  # error: CFW001
        await self.env.BUCKET.put("k", "v", {"httpMetadata": {"contentType": "text/plain"}})  # error: CFW001
        await self.env.BUCKET.list({"prefix": "a"})  # error: CFW001
        await self.env.AI.run(MODEL, {"messages": [{"role": "user", "content": "x"}]})  # error: CFW001
        await self.env.INDEX.query([0.1], {"topK": 3})  # error: CFW001
        await self.env.INDEX.upsert([{"id": "1", "values": [0.1]}])  # error: CFW001
        await self.env.FLOW.create({"id": "x"})  # error: CFW001


class Cache:
    def __init__(self, binding):
        self.binding = binding

    async def put(self, key, value, ttl):
        await self.binding.put(key, value, {"expirationTtl": ttl})  # error: CFW001


async def save(env):
    await Cache(env.STATE).put("k", "v", 60)


async def converted(env):
    options = to_js({"expirationTtl": 60}, dict_converter=Object.fromEntries)
    await env.KV.put("k", "v", options)
    await env.KV.put("k", "v", expirationTtl=60)
    await env.QUEUE.send("text")
    await env.DB.prepare("SELECT 1").run()


async def publish(queue, job):
    await queue.send({"job": job})  # error: CFW001


async def anything(queue, job):
    await queue.send({"job": job})


async def on_queue(batch, env, other):
    await publish(env.QUEUE, 1)
    await anything(other, 1)

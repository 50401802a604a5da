# target: pyodide-0.28 bundled
# What dicts in dicts hold is told by the calls, also through functions that hand on what they are passed.
from workers import Response, WorkerEntrypoint


async def save(env, data):
    readiness = data.get("readiness", {})
    health = data["health"] or {}
    await env.DB.prepare("x").bind(readiness.get("score"), health.get("kind")).run()


async def save_some(env, data):
    readiness = data.get("readiness", {})
    await env.DB.prepare("x").bind(readiness.get("score")).run()
    await env.DB.prepare("x").bind(readiness.get("other")).run()  # error: CFW404


async def first(env, data):
    await second(env, data)


async def second(env, data: dict):
    await env.DB.prepare("x").bind(data.get("name")).run()
    await env.DB.prepare("x").bind(data.get("mail")).run()  # error: CFW404


async def bound_twice(env, data):
    inner = data.get("readiness", {})
    if not inner:
        inner = data
    await env.DB.prepare("x").bind(inner.get("score")).run()  # error: CFW404


class Default(WorkerEntrypoint):
    async def fetch(self, request):
        full = {"readiness": {"score": 1}, "health": {"kind": "good"}}
        await save(self.env, full)
        await save_some(self.env, full)
        await bound_twice(self.env, full)
        await first(self.env, {"name": "a", "mail": "b"})
        await first(self.env, {"name": "a"})
        return Response("")

# target: pyodide-0.26 bundled
from workers import WorkerEntrypoint, Response
class A:
    def __init__(self, s): self.s = s
    async def go(self):
        await self.s.put("a", "b", {"expirationTtl": 1})  # error: CFW001
async def go(s):
    await s.put("a", "b", {"expirationTtl": 1})  # error: CFW001
class Default(WorkerEntrypoint):
    async def fetch(self, request):
        env = self.env
        if hasattr(env, "KV"):
            await A(env.KV).go()
            await go(env.KV)
        if hasattr(env, "KV2"):
            await env.KV2.put("a", "b", {"expirationTtl": 1})  # error: CFW001
        await go(env.KV3)
        await A(env.KV4).go()
        return Response("")

# target: pyodide-0.28 bundled
from workers import Response, WorkerEntrypoint


class Default(WorkerEntrypoint):
    async def fetch(self, request):
        stub = self.env.ROOM.getByName("main")
        await stub.fetch(request.url, {"method": "POST"})  # error: CFW001
        await stub.fetch(request)
        await stub.fetch(request.url, method="POST")
        return await stub.fetch(request.url)


async def by_id(env, url):
    id = env.ROOM.idFromName("main")
    stub = env.ROOM.get(id)
    await stub.fetch(url, {"method": "POST"})  # error: CFW001
    return await env.ROOM.get(env.ROOM.newUniqueId()).fetch(url, {"method": "PUT"})  # error: CFW001


async def own_method(env, url):
    stub = env.ROOM.getByName("main")
    await stub.save(url, {"method": "POST"})
    value = await env.CACHE.get("a")
    return value.fetch(url, {"method": "POST"})


class Client:
    async def fetch(self, url, options):
        return Response(options["method"])


async def own_client(url):
    return await Client().fetch(url, {"method": "POST"})

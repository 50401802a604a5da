# target: pyodide-0.28 bundled
# What is known of a name that is bound once is known in functions that are defined after.
import json

from workers import Response, WorkerEntrypoint


class Default(WorkerEntrypoint):
    async def guarded(self, request):
        body = json.loads(await request.text())
        uid = body.get("uid")
        if not uid:
            return Response("no")

        async def save():
            await self.env.DB.prepare("x").bind(uid).run()

        await save()

    async def bound_again(self, request):
        body = json.loads(await request.text())
        uid = body.get("uid")
        if not uid:
            return Response("no")

        async def save():
            await self.env.DB.prepare("x").bind(uid).run()  # error: CFW404

        uid = body.get("other")
        await save()

    async def unguarded(self, request):
        body = json.loads(await request.text())
        uid = body.get("uid")

        async def save():
            await self.env.DB.prepare("x").bind(uid).run()  # error: CFW404

        await save()

# target: pyodide-0.28 bundled
# Where one of two has to be there, it is the other if it is not the one.
import json

from workers import Response, WorkerEntrypoint


class Default(WorkerEntrypoint):
    async def either(self, request):
        body = json.loads(await request.text())
        name, mail = body.get("name"), body.get("mail")
        if not (name or mail):
            return Response("no")
        await self.env.DB.prepare("x").bind(name or mail).run()
        if name:
            await self.env.DB.prepare("x").bind(name).run()
        else:
            await self.env.DB.prepare("x").bind(mail).run()
        await self.env.DB.prepare("x").bind(mail).run()  # error: CFW404

    async def none(self, request):
        body = json.loads(await request.text())
        name, mail = body.get("name"), body.get("mail")
        if name is None and mail is None:
            raise ValueError("no")
        if name is None:
            await self.env.DB.prepare("x").bind(mail).run()
        else:
            await self.env.DB.prepare("x").bind(name).run()
        await self.env.DB.prepare("x").bind(name).run()  # error: CFW404

    async def both(self, request):
        body = json.loads(await request.text())
        name, mail = body.get("name"), body.get("mail")
        if not (name and mail):
            await self.env.DB.prepare("x").bind(name or "").run()
            await self.env.DB.prepare("x").bind(mail).run()  # error: CFW404

    async def changed(self, request):
        body = json.loads(await request.text())
        name, mail = body.get("name"), body.get("mail")
        if not (name or mail):
            return Response("no")
        name = None
        await self.env.DB.prepare("x").bind(name or mail).run()  # error: CFW404

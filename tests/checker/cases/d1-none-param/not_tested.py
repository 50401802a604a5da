# target: pyodide-0.28 bundled
# Tests and uses that leave a value that may be None.
import json
from contextlib import suppress

from workers import WorkerEntrypoint, Response

KINDS = ("a", None)


def bad(message, status=400):
    return Response(message, status=status)


class Default(WorkerEntrypoint):
    async def one_of_several_with_none(self, request):
        body = json.loads(await request.text())
        kind = body.get("kind")
        if kind not in KINDS:
            return bad("x")
        await self.env.DB.prepare("x").bind(kind).run()  # error: CFW404

    async def not_one_of(self, request):
        body = json.loads(await request.text())
        kind = body.get("kind")
        if kind in ("", "none"):
            return bad("x")
        await self.env.DB.prepare("x").bind(kind).run()  # error: CFW404

    async def only_one_of_two(self, request):
        body = json.loads(await request.text())
        name, email = body.get("name"), body.get("email")
        for value in (name,):
            if value is None:
                return bad("x")
        await self.env.DB.prepare("x").bind(name, email).run()  # error: CFW404

    async def goes_on(self, request):
        body = json.loads(await request.text())
        name, email = body.get("name"), body.get("email")
        problems = []
        for field, value in (("name", name), ("email", email)):
            if not value:
                problems.append(field)
        await self.env.DB.prepare("x").bind(name, len(problems)).run()  # error: CFW404

    async def bound_again(self, request):
        body = json.loads(await request.text())
        name = body.get("name")
        copy = name
        name = body.get("title")
        if copy is None:
            return bad("x")
        await self.env.DB.prepare("x").bind(name).run()  # error: CFW404

    async def taken_in_one_branch(self, request, default):
        body = json.loads(await request.text())
        name = body.get("name")
        other = body.get("other")
        if default:
            chosen = name
        else:
            chosen = other
        if chosen is None:
            return bad("x")
        await self.env.DB.prepare("x").bind(chosen).run()
        await self.env.DB.prepare("x").bind(other).run()  # error: CFW404

    async def used_where_it_is_there(self, request):
        body = json.loads(await request.text())
        name = body.get("name")
        if body.get("shout"):
            name.upper()
        await self.env.DB.prepare("x").bind(name).run()  # error: CFW404

    async def use_that_is_caught(self, request):
        body = json.loads(await request.text())
        name = body.get("name")
        try:
            size = len(name)
        except TypeError:
            size = 0
        await self.env.DB.prepare("x").bind(name, size).run()  # error: CFW404

    async def use_that_is_suppressed(self, request):
        body = json.loads(await request.text())
        name = body.get("name")
        with suppress(TypeError, AttributeError):
            print(name.upper())
        await self.env.DB.prepare("x").bind(name).run()  # error: CFW404

    async def short_circuit(self, request):
        body = json.loads(await request.text())
        name = body.get("name")
        loud = bool(name) and name.isupper()
        await self.env.DB.prepare("x").bind(name, loud).run()  # error: CFW404

    async def other_key(self, request):
        body = json.loads(await request.text())
        body.setdefault("id", "x")
        await self.env.DB.prepare("x").bind(body.get("title")).run()  # error: CFW404

    async def filled_with_none(self, request):
        body = json.loads(await request.text())
        body["id"] = None
        await self.env.DB.prepare("x").bind(body.get("id")).run()  # error: CFW404

    async def key_that_changes(self, request, keys):
        body = json.loads(await request.text())
        key = "a"
        if key not in body:
            return bad("x")
        key = "b"
        await self.env.DB.prepare("x").bind(body.get(key)).run()  # error: CFW404

    async def matched(self, request):
        body = json.loads(await request.text())
        kind = body.get("kind")
        match kind:
            case "a" | None:
                await self.env.DB.prepare("x").bind(kind).run()  # error: CFW404
            case _:
                await self.env.DB.prepare("x").bind(kind).run()

    async def some_keys(self, request):
        body = json.loads(await request.text())
        if not {"name"} <= body.keys():
            return bad("x")
        await self.env.DB.prepare("x").bind(body.get("name")).run()
        await self.env.DB.prepare("x").bind(body.get("email")).run()  # error: CFW404

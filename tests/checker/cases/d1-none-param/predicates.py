# target: pyodide-0.28 bundled
# Functions that do nothing but test.
import json
import re

from workers import Response, WorkerEntrypoint


def valid(name):
    """Whether it is a name."""
    return name is not None and len(name) > 2


def is_blank(value):
    return value is None or not value.strip()


def matches(value):
    return bool(value and re.match("a", value))


def either(value):
    return value is None or value == "x"


def valid_again(name):
    return valid(name)


def endless(name):
    return endless(name)


class Default(WorkerEntrypoint):
    async def fetch(self, request):
        body = json.loads(await request.text())
        a, b, c, d, e, f = (body.get("a"), body.get("b"), body.get("c"), body.get("d"), body.get("e"), body.get("f"))
        if not valid(a) or is_blank(b) or not matches(c):
            return Response("no")
        await self.env.DB.prepare("x").bind(a, b, c).run()
        if not either(d):
            return Response("no")
        await self.env.DB.prepare("x").bind(d).run()  # error: CFW404
        if valid_again(name=e):
            await self.env.DB.prepare("x").bind(e).run()
        if endless(f):
            await self.env.DB.prepare("x").bind(f).run()  # error: CFW404
        ok = bool(e)
        if not ok:
            return Response("no")
        await self.env.DB.prepare("x").bind(e).run()
        await self.env.DB.prepare("x").bind(f).run()  # error: CFW404

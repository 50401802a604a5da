# target: pyodide-0.28 bundled
# A default of None matters where an object is made without the field.
from dataclasses import dataclass

from workers import Response, WorkerEntrypoint


@dataclass
class Given:
    name: str
    note: str | None = None


@dataclass
class Left:
    name: str
    note: str | None = None


@dataclass
class Spread:
    name: str
    note: str | None = None


async def save(env, item: Given):
    await env.DB.prepare("x").bind(item.name, item.note).run()


async def save_left(env, item: Left):
    await env.DB.prepare("x").bind(item.name, item.note).run()  # error: CFW404


async def save_spread(env, item: Spread):
    await env.DB.prepare("x").bind(item.name, item.note).run()  # error: CFW404


class Default(WorkerEntrypoint):
    async def fetch(self, request):
        await save(self.env, Given("a", "b"))
        await save(self.env, Given("a", note="c"))
        await save_left(self.env, Left("a"))
        await save_left(self.env, Left("a", "b"))
        await save_spread(self.env, Spread(**await request.json()))
        return Response("")

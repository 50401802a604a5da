# target: pyodide-0.28 bundled
"""Helpers that always raise, and tests of several values at once."""


def abort(status, message):
    raise ValueError(message)


def abort_sometimes(status, message):
    if status > 400:
        raise ValueError(message)


async def left(db, body):
    name = body.get("name")
    if not name:
        abort(400, "name")
    await db.prepare("…").bind(name).run()


async def not_left(db, body):
    name = body.get("name")
    if not name:
        abort_sometimes(400, "name")
    await db.prepare("…").bind(name).run()  # error: CFW404


async def all_at_once(db, body):
    sku, name, note = body.get("sku"), body.get("name"), body.get("note")
    if any(value is None for value in (sku, name)):
        return
    await db.prepare("…").bind(sku, name).run()
    await db.prepare("…").bind(note).run()  # error: CFW404


async def listed(db, body):
    sku, name, note = body.get("sku"), body.get("name"), body.get("note")
    if None in (sku, name):
        return
    await db.prepare("…").bind(sku, name).run()
    await db.prepare("…").bind(note).run()  # error: CFW404


async def truthy(db, body):
    sku, name = body.get("sku"), body.get("name")
    if not all(value for value in [sku, name]):
        return
    await db.prepare("…").bind(sku, name).run()


class Repo:
    def __init__(self, db):
        self.db = db

    def values(self, data):
        raise NotImplementedError

    async def insert(self, data):
        await self.db.prepare("…").bind(*self.values(data)).run()  # error: CFW404


class Suppliers(Repo):
    def values(self, data):
        return (data["name"], data.get("vat"))

# target: pyodide-0.28 bundled
"""Helpers that always raise, and tests of several values at once."""


def abort(status, message):
    raise ValueError(message)


def abort_sometimes(status, message):
    if status > 400:
        raise ValueError(message)


def abort_through(message):
    abort(400, message)


def ensure(ok, message="missing"):
    if not ok:
        raise ValueError(message)


def need(value, name):
    if value is None:
        raise ValueError(name)
    print(name)


def need_unless_told(value, name, optional):
    if value is None and not optional:
        raise ValueError(name)


def need_another(value, name):
    value = value or name
    if value is None:
        raise ValueError(name)


async def left_through(db, body):
    name = body.get("name")
    if not name:
        abort_through("name")
    await db.prepare("…").bind(name).run()


async def ensured(db, body):
    name, title, note = body.get("name"), body.get("title"), body.get("note")
    ensure(name is not None, "name")
    ensure(ok=title)
    await db.prepare("…").bind(name, title).run()
    await db.prepare("…").bind(note).run()  # error: CFW404


async def needed(db, body):
    name, note, other = body.get("name"), body.get("note"), body.get("other")
    need(name, "name")
    need_unless_told(note, "note", True)
    need_another(other, "other")
    await db.prepare("…").bind(name).run()
    await db.prepare("…").bind(note).run()  # error: CFW404
    await db.prepare("…").bind(other).run()  # error: CFW404


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


def errors_of(data):
    errors = []
    if not data.get("a"):
        errors.append("a")
    return errors


async def named_in_the_test(db, body):
    if errors := errors_of(body):
        return errors
    await db.prepare("…").bind(body.get("a")).run()
    await db.prepare("…").bind(body.get("b")).run()  # error: CFW404

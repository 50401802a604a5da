# target: pyodide-0.28 bundled
"""Defaults and keys that every call of the project gives."""

from fastapi import FastAPI

app = FastAPI()


async def always(db, note=None):
    await db.prepare("…").bind(note).run()


async def always_though_declared(db, note: str | None = None):
    await db.prepare("…").bind(note).run()


async def always_and_declared_as_text(db, note: str = None):
    await db.prepare("…").bind(note).run()


async def sometimes(db, note=None):
    await db.prepare("…").bind(note).run()  # error: CFW404


async def with_none(db, note=None):
    await db.prepare("…").bind(note).run()  # error: CFW404


async def looked_up(db, note=None):
    await db.prepare("…").bind(note).run()  # error: CFW404


async def handed_on(db, note=None):
    await db.prepare("…").bind(note).run()  # error: CFW404


@app.get("/")
async def routed(db, note=None):
    await db.prepare("…").bind(note).run()  # error: CFW404


async def never_called(db, note=None):
    await db.prepare("…").bind(note).run()  # error: CFW404


async def keyed(db, row: dict):
    await db.prepare("…").bind(row.get("id"), row.get("name")).run()
    await db.prepare("…").bind(row.get("note")).run()  # error: CFW404


async def keyed_otherwise(db, row: dict):
    row = row or {}
    await db.prepare("…").bind(row.get("id")).run()  # error: CFW404


async def of_anything(db, row: dict):
    await db.prepare("…").bind(row.get("id")).run()  # error: CFW404


class Base:
    async def save(self, db, note=None):
        await db.prepare("…").bind(note).run()  # error: CFW404

    async def store(self, db, note=None):
        await db.prepare("…").bind(note).run()


class Other(Base):
    async def save(self, db, note=None):
        await db.prepare("…").bind(note).run()  # error: CFW404


async def main(db, run, name, rows, key):
    await always(db, "x")
    await always(db, note=name)
    await always_though_declared(db, "x")
    await always_and_declared_as_text(db, "x")
    await sometimes(db, "x")
    await sometimes(db)
    await with_none(db, "x")
    await with_none(db, None)
    await looked_up(db, rows.get("x"))
    await handed_on(db, "x")
    run(handed_on)
    await routed(db, "x")
    row = {"id": 1, "name": name}
    await keyed(db, row)
    await keyed(db, {"id": 2, "name": "x", "note": None})
    await keyed_otherwise(db, row)
    await of_anything(db, row)
    await of_anything(db, rows[key])
    await Base().save(db, "x")
    await Other().save(db, "x")
    await Base().store(db, "x")

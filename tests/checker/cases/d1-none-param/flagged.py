# target: pyodide-0.28 bundled
from typing import Optional


async def literal(db):
    await db.prepare("INSERT INTO t VALUES (?)").bind(None).run()  # error: CFW404


async def or_none(db, note):
    statement = db.prepare("INSERT INTO t VALUES (?, ?)")
    await statement.bind(1, note or None).run()  # error: CFW404


async def choice(db, flag):
    value = "yes" if flag else None
    await db.prepare("INSERT INTO t VALUES (?)").bind(value).run()  # error: CFW404


async def missing_key(db, data: dict):
    await db.prepare("INSERT INTO t VALUES (?)").bind(data.get("note")).run()  # error: CFW404


async def optional(db, note: Optional[str] = None):
    await db.prepare("INSERT INTO t VALUES (?)").bind(note).run()  # error: CFW404


async def branch(db, name):
    nick = None
    if name.startswith("x"):
        nick = name[1:]
    await db.prepare("INSERT INTO t VALUES (?)").bind(nick).run()  # error: CFW404


async def in_a_list(db, data: dict):
    values = [data["id"]]
    values.append(data.get("note"))
    await db.prepare("INSERT INTO t VALUES (?, ?)").bind(*values).run()  # error: CFW404


class Store:
    def __init__(self, db):
        self.db = db

    async def run(self, sql, params=()):
        return await self.db.prepare(sql).bind(*params).run()


async def through_a_class(store: Store, note: str | None = None):
    await store.run("INSERT INTO t VALUES (?, ?)", (1, note))  # error: CFW404


def nothing_for_blank(text):
    if not text:
        return None
    return text


async def from_a_helper(db, text):
    await db.prepare("INSERT INTO t VALUES (?)").bind(nothing_for_blank(text)).run()  # error: CFW404


def stamp(moment=None):
    if moment is None:
        return None
    return moment.isoformat()


async def the_helper_gets_none(db, ended: datetime | None = None):
    await db.prepare("INSERT INTO t VALUES (?)").bind(stamp(ended)).run()  # error: CFW404


async def the_default_of_the_helper(db):
    await db.prepare("INSERT INTO t VALUES (?)").bind(stamp()).run()  # error: CFW404


def stamp_or_none(moment):
    return moment.isoformat() if moment is not None else None


async def a_literal_none_through_a_helper(db):
    await db.prepare("INSERT INTO t VALUES (?)").bind(stamp_or_none(None)).run()  # error: CFW404


async def asked_about_another(db, data: dict):
    if data.get("kind"):
        await db.prepare("INSERT INTO t VALUES (?)").bind(data.get("note")).run()  # error: CFW404


async def asked_and_left(db, data: dict):
    if data.get("note"):
        print("a note")
    await db.prepare("INSERT INTO t VALUES (?)").bind(data.get("note")).run()  # error: CFW404


async def replaced_since(db, data: dict, rows):
    if data.get("note"):
        data = dict(rows)
        await db.prepare("INSERT INTO t VALUES (?)").bind(data.get("note")).run()  # error: CFW404


async def a_key_through_a_class(store: Store, data: dict):
    await store.run("INSERT INTO t VALUES (?, ?)", (1, data.get("note")))  # error: CFW404

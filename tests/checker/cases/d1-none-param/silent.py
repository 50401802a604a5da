# target: pyodide-0.28 bundled
from typing import Optional

from pyodide.ffi import jsnull


async def with_default(db, data: dict):
    await db.prepare("INSERT INTO t VALUES (?)").bind(data.get("note", "")).run()


async def emptied(db, note: Optional[str] = None):
    await db.prepare("INSERT INTO t VALUES (NULLIF(?, ''))").bind(note or "").run()


async def returned_early(db, note: Optional[str] = None):
    if not note:
        return
    await db.prepare("INSERT INTO t VALUES (?)").bind(note).run()


async def tested(db, note: Optional[str] = None):
    if note is not None:
        await db.prepare("INSERT INTO t VALUES (?)").bind(note).run()


async def raised_early(db, data: dict):
    note = data.get("note")
    if note is None:
        raise ValueError("note is missing")
    await db.prepare("INSERT INTO t VALUES (?)").bind(note).run()


async def replaced(db, note: Optional[str] = None):
    if note is None:
        note = ""
    await db.prepare("INSERT INTO t VALUES (?)").bind(note).run()


async def real_null(db, note: Optional[str] = None):
    await db.prepare("INSERT INTO t VALUES (?)").bind(jsnull if note is None else note).run()


def null_for_none(value):
    return jsnull if value is None else value


async def through_a_helper(db, values):
    await db.prepare("INSERT INTO t VALUES (?, ?)").bind(*[null_for_none(value) for value in values]).run()


async def unknown(db, note):
    await db.prepare("INSERT INTO t VALUES (?)").bind(note).run()


def another_bind(socket):
    socket.bind(None)


def stamp(moment):
    if moment is None:
        return None
    return moment.isoformat()


def stamp_or_none(moment=None):
    return moment.isoformat() if moment is not None else None


async def a_helper_that_gives_none_for_none(db):
    now = datetime.now(timezone.utc)
    await db.prepare("INSERT INTO t VALUES (?, ?)").bind(stamp(now), stamp_or_none(now)).run()


def trimmed(text: Optional[str] = None):
    return text


async def the_default_is_not_used(db):
    await db.prepare("INSERT INTO t VALUES (?)").bind(trimmed("a")).run()


async def asked_before(db, data: dict):
    if data.get("note"):
        await db.prepare("INSERT INTO t VALUES (?)").bind(data.get("note")).run()


async def filtered(db, rows):
    notes = [row.get("note") for row in rows if row.get("note") is not None]
    await db.prepare("INSERT INTO t VALUES (?)").bind(*notes).run()


async def store_note(db, data: dict):
    if data.get("kind") == "note":
        await db.prepare("INSERT INTO t VALUES (?)").bind(data["note"]).run()


async def hands_a_dict_on(db, row):
    await store_note(db, dict(row))


async def store_address(db, person):
    street = person.get("street")
    if street:
        await db.prepare("INSERT INTO t VALUES (?)").bind(street).run()
    await db.prepare("INSERT INTO t VALUES (?)").bind(person.get("city", "")).run()


async def hands_a_person_on(db, people):
    for person in people:
        await store_address(db, dict(person))

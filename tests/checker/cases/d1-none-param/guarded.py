# target: pyodide-0.28 bundled
import json
from dataclasses import dataclass, field
from typing import Optional

from fastapi import HTTPException
from pydantic import BaseModel
from pyodide.ffi import jsnull


class Form(BaseModel):
    name: str
    note: Optional[str] = None


@dataclass
class Entry:
    title: str
    count: int = 0
    tags: list = field(default_factory=list)


async def model(db, form: Form):
    await db.prepare("INSERT INTO t VALUES (?, ?)").bind(form.name, form.note or "").run()


async def model_tested(db, form: Form):
    if form.note:
        await db.prepare("INSERT INTO t VALUES (?)").bind(form.note).run()


async def plain_fields(db, entry: Entry):
    await db.prepare("INSERT INTO t VALUES (?, ?)").bind(entry.title, entry.count).run()


async def or_empty(db, note: Optional[str] = None):
    note = note or ""
    await db.prepare("INSERT INTO t VALUES (?)").bind(note).run()


async def raised(db, note: Optional[str] = None):
    if note is None:
        raise HTTPException(400)
    await db.prepare("INSERT INTO t VALUES (?)").bind(note).run()


async def asserted(db, note: Optional[str] = None):
    assert note is not None
    await db.prepare("INSERT INTO t VALUES (?)").bind(note).run()


async def both_tested(db, first=None, second=None):
    if first and second:
        await db.prepare("INSERT INTO t VALUES (?, ?)").bind(first, second).run()


async def either_missing(db, first=None, second=None):
    if not first or not second:
        return
    await db.prepare("INSERT INTO t VALUES (?, ?)").bind(first, second).run()


async def all_given(db, first=None, second=None):
    if first is None or second is None:
        raise ValueError("both are needed")
    await db.prepare("INSERT INTO t VALUES (?, ?)").bind(first, second).run()


async def choice(db, note=None):
    await db.prepare("INSERT INTO t VALUES (?)").bind(note if note is not None else "").run()


async def choice_of_null(db, note=None):
    await db.prepare("INSERT INTO t VALUES (?)").bind(jsnull if note is None else note).run()


async def or_null(db, note=None):
    await db.prepare("INSERT INTO t VALUES (?)").bind(note or jsnull).run()


async def serialized(db, data=None):
    await db.prepare("INSERT INTO t VALUES (?)").bind(json.dumps(data)).run()


async def as_text(db, number=None):
    await db.prepare("INSERT INTO t VALUES (?)").bind(str(number)).run()


async def formatted(db, number=None):
    await db.prepare("INSERT INTO t VALUES (?)").bind(f"{number}").run()


async def as_number(db, flag=None):
    await db.prepare("INSERT INTO t VALUES (?)").bind(1 if flag else 0).run()


async def optional_conditions(db, name: Optional[str] = None, tag: Optional[str] = None):
    sql, params = "SELECT * FROM t WHERE 1 = 1", []
    if name:
        sql += " AND name = ?"
        params.append(name)
    if tag is not None:
        sql += " AND tag = ?"
        params.append(tag)
    return await db.prepare(sql).bind(*params).all()


async def continued(db, rows):
    for row in rows:
        note = row.get("note")
        if note is None:
            continue
        await db.prepare("INSERT INTO t VALUES (?)").bind(note).run()


async def from_the_loop(db, words):
    longest = None
    for word in words:
        longest = word
    if longest is not None:
        await db.prepare("INSERT INTO t VALUES (?)").bind(longest).run()


async def default_key(db, data: dict):
    await db.prepare("INSERT INTO t VALUES (?)").bind(data.get("note", "")).run()


async def by_setdefault(db, data: dict):
    data.setdefault("note", "")
    await db.prepare("INSERT INTO t VALUES (?)").bind(data["note"]).run()


async def membership(db, data: dict):
    if "note" in data:
        await db.prepare("INSERT INTO t VALUES (?)").bind(data.get("note")).run()


async def known_key(db):
    data = {"note": "x"}
    await db.prepare("INSERT INTO t VALUES (?)").bind(data.get("note")).run()


async def filtered(db, values):
    values = [value for value in values if value is not None]
    await db.prepare("INSERT INTO t VALUES (?)").bind(*values).run()


async def cleaned(db, first=None, second=None):
    values = ["" if value is None else value for value in (first, second)]
    await db.prepare("INSERT INTO t VALUES (?, ?)").bind(*values).run()


async def by_try(db, text):
    try:
        number = int(text)
    except ValueError:
        return
    await db.prepare("INSERT INTO t VALUES (?)").bind(number).run()


async def by_type(db, note=None):
    if isinstance(note, str):
        await db.prepare("INSERT INTO t VALUES (?)").bind(note).run()


async def while_waiting(db, queue):
    item = None
    while item is None:
        item = queue.pop()
    await db.prepare("INSERT INTO t VALUES (?)").bind(item).run()


def clean(value):
    return "" if value is None else value


async def by_helper(db, note=None):
    await db.prepare("INSERT INTO t VALUES (?)").bind(clean(note)).run()


class Service:
    def __init__(self, env, owner=None):
        self.db = env.DB
        self.owner = owner or "nobody"

    async def save(self):
        await self.db.prepare("INSERT INTO t VALUES (?)").bind(self.owner).run()


def other_binds(event, widget, logger):
    widget.bind(event, None)
    return logger.bind(user=None)


async def other_statements(connection, note=None):
    await connection.execute("INSERT INTO t VALUES (?)", (note,))


def require(value):
    if value is None:
        raise ValueError("it is needed")
    return value


async def by_requiring_helper(db, note=None):
    await db.prepare("INSERT INTO t VALUES (?)").bind(require(note)).run()


async def tested_after_assignment(db, data: dict):
    if not (note := data.get("note")):
        return
    await db.prepare("INSERT INTO t VALUES (?)").bind(note).run()

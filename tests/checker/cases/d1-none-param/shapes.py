# target: pyodide-0.28 bundled
import asyncio
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Any, Optional, Union

from fastapi import Depends, FastAPI, Request
from pydantic import BaseModel

app = FastAPI()
NOTHING = None


class Form(BaseModel):
    name: str
    note: Optional[str] = None
    tag: str | None = None


@dataclass
class Entry:
    title: str
    subtitle: Optional[str] = None


def get_db(request: Request):
    return request.scope["env"].DB


class Database:
    def __init__(self, db):
        self.db = db

    async def execute(self, sql, params=()):
        statement = self.db.prepare(sql)
        if params:
            statement = statement.bind(*params)
        return await statement.run()

    async def fetch_one(self, sql, *params):
        return await self.db.prepare(sql).bind(*params).first()


async def default_none(db, note=None):
    await db.prepare("INSERT INTO t VALUES (?)").bind(note).run()  # error: CFW404


async def keyword_only(db, *, note: Union[str, None] = None):
    await db.prepare("INSERT INTO t VALUES (?)").bind(note).run()  # error: CFW404


async def constant(db):
    await db.prepare("INSERT INTO t VALUES (?)").bind(NOTHING).run()  # error: CFW404


async def wrapper(db: Database, note: Optional[str] = None):
    await db.execute("INSERT INTO t VALUES (?, ?)", ("a", note))  # error: CFW404


async def wrapper_list(db: Database, note: Optional[str] = None):
    params = ["a"]
    params.append(note)  # error: CFW404
    await db.execute("INSERT INTO t VALUES (?, ?)", params)


async def wrapper_variadic(db: Database, note: Optional[str] = None):
    return await db.fetch_one("SELECT * FROM t WHERE note IS ?", note)  # error: CFW404


@app.post("/")
async def depends(note: str | None = None, db=Depends(get_db)):
    await db.prepare("INSERT INTO t VALUES (?)").bind(note).run()  # error: CFW404


@app.post("/json")
async def body(request: Request, db=Depends(get_db)):
    data = await request.json()
    await db.prepare("INSERT INTO t VALUES (?, ?)").bind(data["name"], data.get("note")).run()  # error: CFW404


@app.post("/form")
async def model(form: Form, db=Depends(get_db)):
    await db.prepare("INSERT INTO t VALUES (?, ?)").bind(form.name, form.note).run()  # error: CFW404


async def dataclass_field(db, entry: Entry):
    await db.prepare("INSERT INTO t VALUES (?, ?)").bind(entry.title, entry.subtitle).run()  # error: CFW404


async def attribute(env, thing):
    statement = env.DB.prepare("INSERT INTO t VALUES (?)")
    value = thing.name or None
    bound = statement.bind(value)  # error: CFW404
    await bound.run()


async def conditional(db, flag, text):
    await db.prepare("INSERT INTO t VALUES (?)").bind(text if flag else None).run()  # error: CFW404


async def gathered(db, notes):
    await asyncio.gather(*[db.prepare("INSERT INTO t VALUES (?)").bind(note or None).run() for note in notes])  # error: CFW404


async def batched(env, rows: list[dict]):
    statement = env.DB.prepare("INSERT INTO t VALUES (?, ?)")
    await env.DB.batch([statement.bind(row["id"], row.get("note")) for row in rows])  # error: CFW404


async def spread(db, first, second=None):
    values = (first, second)
    await db.prepare("INSERT INTO t VALUES (?, ?)").bind(*values).run()  # error: CFW404


async def star_tuple(db, data: dict):
    await db.prepare("INSERT INTO t VALUES (?, ?)").bind(*(data["id"], data.get("note"))).run()  # error: CFW404


async def stripped(db, data: dict):
    note = (data.get("note") or "").strip() or None
    await db.prepare("INSERT INTO t VALUES (?)").bind(note).run()  # error: CFW404


def parse_date(text: Optional[str]) -> Optional[datetime]:
    return datetime.fromisoformat(text) if text else None


async def from_helper(db, text: str):
    await db.prepare("INSERT INTO t VALUES (?)").bind(parse_date(text)).run()  # error: CFW404


async def overwritten_on_one_branch(db, kind):
    note = "a"
    if kind == "plain":
        note = None
    await db.prepare("INSERT INTO t VALUES (?)").bind(note).run()  # error: CFW404


async def by_try(db, text):
    try:
        number = int(text)
    except ValueError:
        number = None
    await db.prepare("INSERT INTO t VALUES (?)").bind(number).run()  # error: CFW404


async def by_match(db, kind):
    match kind:
        case "a":
            note = "x"
        case _:
            note = None
    await db.prepare("INSERT INTO t VALUES (?)").bind(note).run()  # error: CFW404


async def by_loop(db, words):
    longest = None
    for word in words:
        if longest is None or len(word) > len(longest):
            longest = word
    await db.prepare("INSERT INTO t VALUES (?)").bind(longest).run()  # error: CFW404


class Service:
    def __init__(self, env, owner=None):
        self.db = env.DB
        self.owner = owner

    async def save(self):
        await self.db.prepare("INSERT INTO t VALUES (?)").bind(self.owner).run()  # error: CFW404


async def by_next(db, rows):
    found = next((row.id for row in rows if row.ok), None)
    await db.prepare("INSERT INTO t VALUES (?)").bind(found).run()  # error: CFW404


async def by_getattr(db, thing):
    await db.prepare("INSERT INTO t VALUES (?)").bind(getattr(thing, "note", None)).run()  # error: CFW404


async def by_lambda(db, data: dict):
    pick = lambda key: data.get(key)
    await db.prepare("INSERT INTO t VALUES (?)").bind(pick("note")).run()  # error: CFW404


async def dict_literal(db, note=None):
    row = {"id": 1, "note": note}
    await db.prepare("INSERT INTO t VALUES (?, ?)").bind(row["id"], row["note"]).run()  # error: CFW404


async def dict_values(db, note=None):
    row = {"id": 1, "note": note}
    await db.prepare("INSERT INTO t VALUES (?, ?)").bind(*row.values()).run()  # error: CFW404


async def pop(db, data: dict):
    await db.prepare("INSERT INTO t VALUES (?)").bind(data.pop("note", None)).run()  # error: CFW404


async def get_with_none(db, data: dict):
    await db.prepare("INSERT INTO t VALUES (?)").bind(data.get("note", None)).run()  # error: CFW404


async def store(db, note):
    try:
        await db.prepare("INSERT INTO t VALUES (?)").bind(note).run()
        return True
    except Exception:
        return False


async def store_some(db, raw):
    note = None
    if raw not in (None, "", 0):
        note = int(raw)
    return await store(db, note)  # error: CFW404

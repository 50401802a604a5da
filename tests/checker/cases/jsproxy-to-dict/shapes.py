# target: pyodide-0.28 bundled
"""Rows on their way from D1 to Python, by every road that a program takes."""

import asyncio
import json
from collections import defaultdict
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Annotated, Any, Optional

from fastapi import Depends, FastAPI, Request
from pydantic import BaseModel
from workers import DurableObject, WorkerEntrypoint

app = FastAPI()


class Order(BaseModel):
    id: int


@dataclass
class Item:
    id: int
    name: str


def get_db(request: Request):
    return request.scope["env"].DB


async def get_repository(db=Depends(get_db)):
    return Repository(db)


class Repository:
    table = "orders"

    def __init__(self, db):
        self._db = db

    @property
    def db(self):
        return self._db

    async def fetch_one(self, sql, *params):
        return await self.db.prepare(sql).bind(*params).first()

    async def fetch_all(self, sql, *params):
        result = await self.db.prepare(sql).bind(*params).all()
        return result.results

    async def each(self, sql):
        for row in (await self.db.prepare(sql).all()).results:
            yield row

    async def names(self):
        return [row["name"] for row in await self.fetch_all("SELECT name FROM items")]  # error: CFW403


@app.get("/one")
async def depends(db=Depends(get_db)):
    row = await db.prepare("SELECT * FROM orders").first()
    return dict(row)  # error: CFW403


@app.get("/annotated")
async def annotated_depends(db: Annotated[Any, Depends(get_db)]):
    row = await db.prepare("SELECT * FROM orders").first()
    return Order(**row)  # error: CFW403


@app.get("/repository")
async def depends_on_depends(repository: Repository = Depends(get_repository)):
    row = await repository.fetch_one("SELECT * FROM orders WHERE id = ?", 1)
    if not row:
        return None
    return {"id": row["id"]}  # error: CFW403


@app.get("/scope")
async def by_scope(request: Request):
    db = request.scope["env"].DB
    result = await db.prepare("SELECT * FROM orders").all()
    return [Item(**row) for row in result.results]  # error: CFW403


async def generator(repository: Repository):
    return [dict(row) async for row in repository.each("SELECT 1")]  # error: CFW403


async def async_for(repository: Repository):
    async for row in repository.each("SELECT 1"):
        print(row.get("id"))  # error: CFW403


async def gathered(db):
    first, second = await asyncio.gather(
        db.prepare("SELECT 1 AS n").first(),
        db.prepare("SELECT 2 AS n").first(),
    )
    return first["n"] + second["n"]  # error: CFW403


async def gathered_list(db, ids):
    rows = await asyncio.gather(*[db.prepare("SELECT ?").bind(id).first() for id in ids])
    return [dict(row) for row in rows]  # error: CFW403


async def batch(env):
    results = await env.DB.batch([env.DB.prepare("SELECT 1"), env.DB.prepare("SELECT 2")])
    return [dict(row) for row in results[0].results]  # error: CFW403


async def walrus(env):
    if row := await env.DB.prepare("SELECT 1").first():
        return row["n"]  # error: CFW403
    return None


async def ternary(env):
    row = await env.DB.prepare("SELECT 1").first()
    return dict(row) if row else None  # error: CFW403


async def comprehension_or(env):
    rows = (await env.DB.prepare("SELECT 1").all()).results
    return [dict(row) for row in rows or []]  # error: CFW403


async def map_dict(env):
    rows = (await env.DB.prepare("SELECT 1").all()).results
    return list(map(dict, rows))  # error: CFW403


async def enumerated(env):
    rows = (await env.DB.prepare("SELECT 1").all()).results
    return {index: row["n"] for index, row in enumerate(rows)}  # error: CFW403


async def grouped(env):
    groups = defaultdict(list)
    for row in (await env.DB.prepare("SELECT 1").all()).results:
        groups[row["kind"]].append(row)  # error: CFW403
    return groups


async def collected(env):
    found = []
    for row in (await env.DB.prepare("SELECT 1").all()).results:
        found.append({"n": row["n"]})  # error: CFW403
    return found


async def match_statement(env):
    row = await env.DB.prepare("SELECT 1").first()
    match row:
        case None:
            return None
        case found:
            return found["n"]  # error: CFW403


async def try_finally(env):
    row = None
    try:
        row = await env.DB.prepare("SELECT 1").first()
    finally:
        print("done")
    return dict(row)  # error: CFW403


async def dumped(env):
    return json.dumps((await env.DB.prepare("SELECT 1").all()).results)  # error: CFW403


async def dumped_inside(env):
    rows = (await env.DB.prepare("SELECT 1").all()).results
    return json.dumps({"rows": rows, "ok": True})  # error: CFW403


async def keys(env):
    row = await env.DB.prepare("SELECT 1").first()
    return list(row.keys())  # error: CFW403


async def items(env):
    row = await env.DB.prepare("SELECT 1").first()
    return {key: value for key, value in row.items()}  # error: CFW403


class Counter(DurableObject):
    async def fetch(self, request):
        row = await self.env.DB.prepare("SELECT 1").first()
        return row["n"]  # error: CFW403


class Default(WorkerEntrypoint):
    async def fetch(self, request):
        rows = await self.rows()
        return [row["n"] for row in rows]  # error: CFW403

    async def rows(self):
        result = await self.env.DB.prepare("SELECT 1").all()
        return result.results


@asynccontextmanager
async def connection(env):
    db = env.DB
    yield db


async def by_context_manager(env):
    async with connection(env) as db:
        row = await db.prepare("SELECT 1").first()
        return dict(row)  # error: CFW403


class Base:
    def __init__(self, env):
        self.db = env.DB

    async def one(self):
        return await self.db.prepare("SELECT 1").first()


class Derived(Base):
    async def number(self):
        row = await self.one()
        return row["n"]  # error: CFW403

    async def by_super(self):
        row = await super().one()
        return dict(row)  # error: CFW403


async def unpacked(env):
    statement, name = env.DB.prepare("SELECT 1"), "n"
    row = await statement.first()
    return row[name]  # error: CFW403


async def sorted_rows(env):
    rows = (await env.DB.prepare("SELECT 1").all()).results
    return sorted(rows, key=lambda row: row["n"])  # error: CFW403


async def optional(env) -> Optional[dict]:
    row = await env.DB.prepare("SELECT 1").first()
    if row is not None:
        return dict(row)  # error: CFW403
    return None


async def summed(env):
    rows = (await env.DB.prepare("SELECT 1").all()).results
    return sum(row["n"] for row in rows)  # error: CFW403


async def by_getattr(env, name):
    db = getattr(env, "DB", None)
    if db is None:
        return None
    row = await db.prepare("SELECT 1").first()
    return row["n"]  # error: CFW403


async def by_variable_key(env, column):
    row = await env.DB.prepare("SELECT 1").first()
    return row[column]  # error: CFW403


async def by_update(env):
    answer = {"ok": True}
    row = await env.DB.prepare("SELECT 1").first()
    answer.update(row)  # error: CFW403
    return answer


async def merged(env):
    row = await env.DB.prepare("SELECT 1").first()
    return {"ok": True} | dict(row)  # error: CFW403


async def nested_function(env):
    async def load():
        return await env.DB.prepare("SELECT 1").first()

    row = await load()
    return row["n"]  # error: CFW403


async def of_results(env):
    result = await env.DB.prepare("SELECT 1").all()
    return [dict(row) for row in result["results"]]  # error: CFW403


async def count(env):
    row = await env.DB.prepare("SELECT COUNT(*) AS n FROM t").first()
    return int(row["n"]) if row else 0  # error: CFW403

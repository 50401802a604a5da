# target: pyodide-0.28 bundled
"""The same roads, with a conversion somewhere on the way."""

import asyncio
import json
from typing import Any, Optional

import js
from js import Array, JSON, Object
from pyodide.ffi import JsProxy
from workers import Response, WorkerEntrypoint


def to_dict(row):
    if row is None:
        return None
    return row.to_py()


def to_dicts(rows):
    return [to_dict(row) for row in rows]


def jsproxy_to_dict(value: Any) -> dict:
    if isinstance(value, dict):
        return value
    if hasattr(value, "to_py"):
        return value.to_py()
    return dict(value)


def careful(value):
    try:
        return dict(value)
    except TypeError:
        return value.to_py()


def by_type_name(value):
    if type(value).__name__ == "JsProxy":
        return value.to_py()
    return dict(value)


def by_proxy_class(value):
    if isinstance(value, JsProxy):
        return value.to_py()
    return dict(value)


def by_getattr(value):
    convert = getattr(value, "to_py", None)
    return convert() if convert else dict(value)


class Database:
    def __init__(self, db):
        self.db = db

    async def fetch_one(self, sql, *params):
        row = await self.db.prepare(sql).bind(*params).first()
        return row.to_py() if row else None

    async def fetch_all(self, sql, *params):
        result = await self.db.prepare(sql).bind(*params).all()
        return result.results.to_py()

    async def fetch_python(self, sql):
        result = (await self.db.prepare(sql).all()).to_py()
        return result["results"]

    async def fetch_list(self, sql):
        result = await self.db.prepare(sql).all()
        return to_dicts(result.results)


async def by_database(db: Database):
    row = await db.fetch_one("SELECT 1")
    rows = await db.fetch_all("SELECT 1")
    more = await db.fetch_python("SELECT 1")
    last = await db.fetch_list("SELECT 1")
    return row["n"], [dict(row) for row in rows], more[0]["n"], last[0]["n"], json.dumps(rows)


async def by_helpers(env):
    row = await env.DB.prepare("SELECT 1").first()
    return to_dict(row)["n"], jsproxy_to_dict(row)["n"], careful(row)["n"]


async def by_more_helpers(env):
    row = await env.DB.prepare("SELECT 1").first()
    return by_type_name(row)["n"], by_proxy_class(row)["n"], by_getattr(row)["n"]


async def in_place(env):
    row = await env.DB.prepare("SELECT 1").first()
    row = row.to_py() if hasattr(row, "to_py") else dict(row)
    return row["n"]


async def in_the_loop(env):
    result = await env.DB.prepare("SELECT 1").all()
    found = []
    for row in result.results:
        row = row.to_py()
        found.append(dict(row, kind="x"))
    return found


async def in_the_comprehension(env):
    result = await env.DB.prepare("SELECT 1").all()
    return [dict(row.to_py()) for row in result.results]


async def columns(env):
    result = await env.DB.prepare("SELECT n, name FROM t").all()
    return [{"n": row.n, "name": getattr(row, "name", "")} for row in result.results]


async def counted(env):
    rows = (await env.DB.prepare("SELECT 1").all()).results
    return len(rows), bool(rows), rows[0].n, rows.length


async def by_entries(env):
    row = await env.DB.prepare("SELECT 1").first()
    return dict(js.Object.entries(row)), {key: value for key, value in Object.entries(row)}


async def by_json(env):
    row = await env.DB.prepare("SELECT 1").first()
    return json.loads(js.JSON.stringify(row))["n"]


async def raw(env):
    rows = await env.DB.prepare("SELECT 1").raw()
    return [list(row.to_py()) for row in rows]


async def written(env):
    result = await env.DB.prepare("INSERT INTO t VALUES (1)").run()
    return result.meta.last_row_id, result.success


async def gathered(env, ids):
    rows = await asyncio.gather(*[env.DB.prepare("SELECT ?").bind(id).first() for id in ids])
    return [row.to_py() for row in rows if row]


async def batch(env):
    results = await env.DB.batch([env.DB.prepare("SELECT 1")])
    return [row.to_py() for row in results[0].results]


async def as_attribute_only(env):
    if row := await env.DB.prepare("SELECT n FROM t").first():
        return row.n
    return 0


class Default(WorkerEntrypoint):
    async def fetch(self, request):
        rows = (await self.env.DB.prepare("SELECT 1").all()).results
        return Response.json(rows.to_py())


async def from_elsewhere(client):
    row = await client.first()
    return dict(row)


class Cursor:
    def first(self):
        return {"n": 1}

    def all(self):
        return [{"n": 1}]


def another_database():
    cursor = Cursor()
    return dict(cursor.first()), [dict(row) for row in cursor.all()]


def sqlalchemy(session, User):
    return [dict(row) for row in session.query(User).all()]


async def column_value(env):
    name = await env.DB.prepare("SELECT name FROM t").first("name")
    return json.dumps({"name": name}), name


async def left_early(env):
    row = await env.DB.prepare("SELECT 1").first()
    if not isinstance(row, dict):
        row = row.to_py()
    return dict(row), row["n"]


async def by_walrus(env):
    if (row := await env.DB.prepare("SELECT 1").first()) and (row := row.to_py()):
        return row["n"]
    return None


async def from_array(env):
    rows = (await env.DB.prepare("SELECT 1").all()).results
    return [row.to_py()["n"] for row in Array.js_from(rows)]

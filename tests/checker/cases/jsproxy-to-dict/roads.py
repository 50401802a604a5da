# target: pyodide-0.28 bundled
"""A Worker as people write them, with rows, options and None on longer roads."""
import asyncio, json, os, time, threading
from typing import TypedDict, NamedTuple, Protocol, Generic, TypeVar
from js import Object, fetch, Response, Headers, JSON
from pyodide.ffi import to_js, create_proxy, jsnull
from workers import WorkerEntrypoint, Response as WR
import js
import workers

T = TypeVar("T")

# --- converters by name
def to_js(obj):   # local converter does not convert!
    return obj

async def fake(url):
    return await fetch(url, to_js({"method": "POST", "headers": {"a": "b"}}))  # error: CFW001

def js_obj(d):
    o = Object.new()
    for k, v in d.items():
        setattr(o, k, v)
    return o

async def setattr_conv(url):
    return await fetch(url, js_obj({"method": "POST", "headers": {"a": "b"}}))

class Row(TypedDict):
    id: int

class Repo(Generic[T]):
    def __init__(self, db, table):
        self.db = db
        self.table = table
        self._cache = {}

    async def get(self, id) -> Row | None:
        if id in self._cache:
            return self._cache[id]
        row = await self.db.prepare(f"SELECT * FROM {self.table} WHERE id=?").bind(id).first()
        if row is None:
            return None
        self._cache[id] = row
        return row

async def use_repo(env):
    repo = Repo(env.DB, "t")
    r = await repo.get(1)
    return r["id"]  # error: CFW403

class Users(Repo[Row]):
    async def name(self, id):
        u = await self.get(id)
        return u["name"] if u else None  # error: CFW403

async def factory(env):
    users = make_users(env)
    u = await users.get(2)
    return json.dumps(u)  # error: CFW403

def make_users(env):
    return Users(env.DB, "users")

# decorator of project that passes through
def logged(f):
    async def inner(*a, **k):
        return await f(*a, **k)
    return inner

@logged
async def one(env):
    return await env.DB.prepare("SELECT 1").first()

async def use_logged(env):
    r = await one(env)
    return r.id

# env passed positionally
def handler(e):
    return e.DB.prepare("SELECT 1")

async def use_handler(env):
    row = await handler(env).first()
    return {**row}  # error: CFW403

class Default(WorkerEntrypoint):
    async def fetch(self, request):
        body = await request.json()
        await self.save(body.get("title"), body)
        await self.store(title=None)  # error: CFW404
        url = request.url
        if url.endswith("/x"):
            return WR(json.dumps({"a": 1}), headers={"a": "b"})
        return await self.env.ASSETS.fetch(request)

    async def save(self, title, body):
        await self.env.DB.prepare("INSERT INTO t VALUES (?)").bind(title).run()

    async def store(self, *, title):
        await self.env.DB.prepare("INSERT INTO t VALUES (?)").bind(title).run()

    async def scheduled(self, controller, env, ctx):
        rows = await self.env.DB.prepare("SELECT * FROM t").all()
        for row in rows.results:
            await self.one(row)  # error: CFW403
            print(row["id"])  # error: CFW403

    async def one(self, row):
        print(row.get("id"))

    async def queue(self, batch, env, ctx):
        for message in batch.messages:
            data = message.body
            await self.env.DB.prepare("INSERT INTO t VALUES (?, ?)").bind(data.id, None).run()  # error: CFW404
            message.ack()

async def on_fetch(request, env):
    rows = (await env.DB.prepare("SELECT * FROM t").all()).results
    out = []
    i = 0
    while i < len(rows):
        out.append(rows[i]["name"])  # error: CFW403
        i += 1
    data = [r for r in rows if r["x"]]  # error: CFW403
    first = rows[0] if rows else None
    if first:
        print(first["a"])  # error: CFW403
    total = rows[0]["n"] if len(rows) > 0 else 0  # error: CFW403
    return WR(json.dumps(out))

async def destructure(env):
    result = await env.DB.prepare("SELECT * FROM t").all()
    success, rows = result.success, result.results
    return [{**r} for r in rows]  # error: CFW403

async def tuple_return(env):
    async def load():
        result = await env.DB.prepare("SELECT * FROM t").all()
        return result.results, len(result.results)
    rows, n = await load()
    return [r["a"] for r in rows], n  # error: CFW403

async def dict_of_rows(env):
    state = {"user": await env.DB.prepare("SELECT 1").first()}
    return state["user"]["name"]  # error: CFW403

async def cond_conv(env, raw):
    row = await env.DB.prepare("SELECT 1").first()
    data = row if raw else row.to_py()
    return data["x"]  # error: CFW403

async def reassign(env):
    rows = (await env.DB.prepare("SELECT 1").all()).results
    rows = [r.to_py() for r in rows]
    return [r["x"] for r in rows]

async def reassign2(env):
    result = (await env.DB.prepare("SELECT 1").all()).to_py()
    return [r["x"] for r in result["results"]], result.get("success")

async def json_stringify(env):
    rows = (await env.DB.prepare("SELECT 1").all()).results
    data = json.loads(JSON.stringify(rows))
    return [d["x"] for d in data]

async def helper_list(env):
    rows = (await env.DB.prepare("SELECT 1").all()).results
    return list(rows), [r for r in rows], rows[:3], len(rows), reversed(rows)

async def in_async_with(env):
    async with asyncio.timeout(3):
        row = await env.DB.prepare("SELECT 1").first()
    return row["x"]  # error: CFW403

async def nested_try(env):
    try:
        row = await env.DB.prepare("SELECT 1").first()
        return dict(row)  # error: CFW403
    except Exception as e:
        raise RuntimeError("x") from e

async def swallow(env):
    try:
        row = await env.DB.prepare("SELECT 1").first()
        return dict(row)  # error: CFW403
    except Exception as e:
        print(e)
        return None

def json_default(o):
    if hasattr(o, "to_py"):
        return o.to_py()
    raise TypeError

async def dumps_default(env):
    row = await env.DB.prepare("SELECT 1").first()
    return json.dumps(row, default=json_default)

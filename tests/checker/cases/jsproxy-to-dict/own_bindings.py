# target: pyodide-0.28 bundled
import asgi
from fastapi import FastAPI, Request
from workers import WorkerEntrypoint

app = FastAPI()


class Statement:
    def __init__(self, raw):
        self._raw = raw

    async def first(self):
        row = await self._raw.first()
        return row.to_py() if row else None


class Database:
    def __init__(self, raw):
        self._raw = raw

    def prepare(self, sql):
        return Statement(self._raw.prepare(sql))


class Bindings:
    def __init__(self, env):
        self.DB = Database(env.DB)


class Wrapped:
    def __init__(self, env):
        if isinstance(env, Wrapped):
            self.DB = env.DB
            return
        self.DB = Database(env.DB)

    async def name(self):
        row = await self.DB.prepare("SELECT name FROM users").first()
        return row["name"]


class Users:
    def __init__(self, db):
        self.db = db

    async def first(self):
        row = await self.db.prepare("SELECT name FROM users").first()
        return row["name"]


async def plain(db):
    row = await db.prepare("SELECT name FROM users").first()
    return row["name"]


async def through(bindings):
    row = await bindings.DB.prepare("SELECT name FROM users").first()
    return row["name"]


async def raw(store):
    row = await store.prepare("SELECT name FROM users").first()
    return row["name"]  # error: CFW403


@app.middleware("http")
async def attach(request, call_next):
    request.state.own = Database(request.scope["env"].DB)
    return await call_next(request)


@app.get("/")
async def name(request: Request):
    row = await request.scope["env"].DB.prepare("SELECT name FROM users").first()
    other = await request.state.own.prepare("SELECT name FROM users").first()
    return {"name": row["name"], "other": other["name"]}


class Default(WorkerEntrypoint):
    async def fetch(self, request):
        db = Database(self.env.DB)
        print(await plain(db), await Users(db).first(), await through(Bindings(self.env)))
        print(await raw(self.env.DB))
        return await asgi.fetch(app, request.js_object, Bindings(self.env))

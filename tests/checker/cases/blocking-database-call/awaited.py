import asyncio

from pyodide.ffi import run_sync
from workers import DurableObject, WorkerEntrypoint


class Repository:
    def __init__(self, env):
        self.db = env.DB

    def find(self, key):
        return self.db.prepare("SELECT * FROM t WHERE key = ?").bind(key).first()

    async def several(self, keys):
        return await asyncio.gather(*(self.find(key) for key in keys))

    async def one_after_the_other(self, keys):
        return [await self.find(key) for key in keys]


class Default(WorkerEntrypoint):
    async def fetch(self, request):
        pending = [self.env.DB.prepare("SELECT 1").first(), self.env.DB.prepare("SELECT 2").first()]
        first, second = await asyncio.gather(*pending)
        self.ctx.waitUntil(self.env.DB.prepare("DELETE FROM t").run())
        return first.n + second.n

    def prepared(self):
        return self.env.DB.prepare("SELECT 1")


class Counter(DurableObject):
    async def fetch(self, request):
        # The database of a Durable Object answers at once.
        cursor = self.ctx.storage.sql.exec("SELECT 1")
        return [row for row in cursor]


async def task(db):
    running = asyncio.create_task(write(db))
    await running


async def write(db):
    await db.prepare("DELETE FROM t").run()


async def timeout(db):
    return await asyncio.wait_for(db.prepare("SELECT 1").first(), 2)


async def shielded(db):
    return await asyncio.shield(db.prepare("SELECT 1").run())


def by_run_sync(db):
    rows = run_sync(db.prepare("SELECT 1").all())
    return rows.results


async def either(db, cached):
    row = cached if cached else await db.prepare("SELECT 1").first()
    return row.n


async def statements(db, keys):
    prepared = [db.prepare("SELECT ?").bind(key) for key in keys]
    return await db.batch(prepared)


async def returned(db):
    promise = db.prepare("SELECT 1").first()
    return promise


async def with_conditional(db, wanted):
    promise = db.prepare("SELECT 1").first() if wanted else None
    if promise is None:
        return None
    return await promise


class Cursor:
    def first(self):
        return {"n": 1}

    def run(self):
        return 1


def another(cursor: Cursor):
    cursor.run()
    return cursor.first()["n"]


def processes(runner):
    runner.run()
    return runner.all()

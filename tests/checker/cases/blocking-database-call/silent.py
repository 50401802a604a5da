import asyncio

from pyodide.ffi import create_proxy, run_sync


async def awaited(db):
    row = await db.prepare("SELECT total FROM orders").first()
    return row.total


async def gathered(db):
    statements = [db.prepare("SELECT 1"), db.prepare("SELECT 2")]
    return await asyncio.gather(*[statement.run() for statement in statements])


def left_to_the_caller(db):
    return db.prepare("SELECT * FROM orders").first()


async def caller(db):
    order = await left_to_the_caller(db)
    return order.total


async def awaited_later(db):
    pending = db.prepare("SELECT * FROM orders").first()
    print("meanwhile")
    order = await pending
    return order.total


def synchronous(db):
    return run_sync(db.prepare("SELECT count(*) AS n FROM orders").first())


async def after_the_response(ctx, db):
    ctx.waitUntil(db.prepare("DELETE FROM orders").run())


async def chained(db):
    promise = db.prepare("SELECT 1").first()
    return await promise.then(create_proxy(lambda row: row))


async def batched(db):
    return await db.batch([db.prepare("SELECT 1"), db.prepare("SELECT 2")])

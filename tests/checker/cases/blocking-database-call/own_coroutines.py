# target: pyodide-0.28 bundled
"""Async functions of the project that ask D1, and are called without `await`."""

import asyncio
import inspect
from collections.abc import Awaitable
from contextlib import asynccontextmanager
from typing import Annotated

from fastapi import Depends, FastAPI, Header, Request
from pyodide.ffi import run_sync

app = FastAPI()


class People:
    def __init__(self, db):
        self.db = db

    async def by_name(self, name):
        return await self.db.prepare("SELECT * FROM people WHERE name = ?").bind(name).first()

    async def remove(self, key):
        await self.db.prepare("DELETE FROM people WHERE id = ?").bind(key).run()

    async def rename(self, key, name):
        await self.remove(key)
        return name

    def later(self, name):
        return self.by_name(name)


async def exists(env, name):
    row = await env.DB.prepare("SELECT 1 FROM people WHERE name = ?").bind(name).first()
    return row is not None


async def pure(name):
    return name.upper()


@asynccontextmanager
async def transaction(env):
    await env.DB.prepare("BEGIN").run()
    yield env.DB


class Service:
    def __init__(self, env):
        self.people = People(env.DB)

    async def email(self, name):
        person = self.people.by_name(name)
        return person.email  # error: CFW402

    async def column(self, name):
        return self.people.by_name(name)["email"]  # error: CFW402

    async def dropped(self, key):
        self.people.remove(key)  # error: CFW402

    async def dropped_inside(self, key):
        self.people.rename(key, "x")  # error: CFW402

    async def tested(self, env, name):
        if exists(env, name):  # error: CFW402
            return True
        return not exists(env, name)  # error: CFW402

    async def fine(self, env, ctx, name):
        person = await self.people.by_name(name)
        pending = self.people.by_name(name)
        both = await asyncio.gather(self.people.by_name(name), self.people.remove(1))
        task = asyncio.create_task(self.people.remove(2))
        asyncio.ensure_future(self.people.remove(3))
        ctx.waitUntil(self.people.remove(4))
        later = self.people.later(name)
        if await exists(env, name) and person.email:
            return (await pending).email, both, (await later).name
        async with transaction(env) as db:
            await db.exec("SELECT 1")
        await task
        return None

    async def other(self, name):
        pure(name)
        return self.people.by_name(name)

    async def if_needed(self, name):
        result = self.people.later(name)
        if inspect.isawaitable(result):
            result = await result
        return result.email


    async def if_of_a_class(self, name):
        result = self.people.later(name)
        if isinstance(result, Awaitable):
            result = await result
        return result.email

    async def if_it_can(self, name):
        result = self.people.later(name)
        if hasattr(result, "__await__"):
            result = await result
        return result.email

    async def by_task(self, name):
        task = asyncio.create_task(self.people.by_name(name))
        task.add_done_callback(print)
        pending = [self.people.by_name(name), self.people.by_name("x")]
        return [(await one).email for one in pending], await task


def synchronous(service, env):
    people = People(env.DB)
    return run_sync(people.by_name("x")).email


def get_people(request: Request):
    return People(request.scope["env"].DB)


Stored = Annotated[People, Depends(get_people)]


@app.post("/people")
async def remove(people: Stored, name: Annotated[str, Header()]):
    people.remove(name)  # error: CFW402
    if bool(people.by_name(name)):  # error: CFW402
        return None
    return (await people.by_name(name)).to_py()

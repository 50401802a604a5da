# target: pyodide-0.28 bundled
import json

from pyodide.ffi import JsException
from workers import WorkerEntrypoint


class Default(WorkerEntrypoint):
    async def cached(self):
        cache = self.env.CACHE  # error: CFW701
        try:
            return await cache.get("x")
        except (JsException, AttributeError):
            return None

    async def inside(self):
        try:
            cache = self.env.CACHE
            return await cache.get("x")
        except (JsException, AttributeError):
            return None

    async def needed(self):
        cache = self.env.CACHE
        try:
            return await cache.get("x")
        except JsException:
            return None

    async def asked(self):
        if not hasattr(self.env, "CACHE"):
            return None
        cache = self.env.CACHE
        try:
            return await cache.get("x")
        except (JsException, AttributeError):
            return None


async def by_parameter(env, key):
    store = env.STORE  # error: CFW701
    try:
        await store.put(key, "1")
    except AttributeError:
        pass


# What is missing here may be an attribute of what the binding gives.
async def of_the_row(env):
    db = env.DB
    try:
        row = await db.prepare("SELECT 1").first()
        return row.name
    except AttributeError:
        return None


async def of_another(env, parse):
    cache = env.CACHE
    try:
        return parse(await cache.get("x"))
    except AttributeError:
        return None


async def of_a_module(env):
    cache = env.CACHE
    try:
        return json.loads(await cache.get("x"))
    except (AttributeError, JsException):
        return None


async def used_elsewhere(env):
    cache = env.CACHE
    await cache.put("a", "b")
    try:
        return await cache.get("x")
    except AttributeError:
        return None

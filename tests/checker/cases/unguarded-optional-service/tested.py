# target: pyodide-0.28 bundled
from fastapi import Request
from pyodide.ffi import JsException
from workers import WorkerEntrypoint


class Files:
    def __init__(self, env):
        self.env = env

    async def read(self, key):
        if self.env.FILES is None:  # error: CFW701
            return None
        return await self.env.FILES.get(key)

    def variable(self):
        if self.env.MODE:
            return self.env.MODE.lower()
        return None


class Optional:
    def __init__(self, env=None):
        self.env = env

    async def read(self, key):
        if self.env is None or self.env.FILES is None:
            return None
        return await self.env.FILES.get(key)


class Replaced:
    def __init__(self, env):
        self.env = env
        self.env = Settings(env)

    def database(self):
        if self.env.DB is None:
            return None
        return self.env.DB


class Settings:
    def __init__(self, env):
        self.DB = getattr(env, "DB", None)


async def of_scope(request: Request):
    env = request.scope["env"]
    if env.FILES is None:  # error: CFW701
        return None
    return await env.FILES.get("a")


async def by_name(env, key):
    cache = env.CACHE
    if not cache:  # error: CFW701
        return None
    return await cache.get(key)


async def by_name_of_variable(env):
    mode = env.MODE
    if not mode:
        return None
    return mode.lower()


async def asked_by_name(env, key):
    cache = getattr(env, "CACHE", None)
    if not cache:
        return None
    return await cache.get(key)


async def passed(env, key, cache):
    if not cache:
        return None
    return await cache.get(key)


async def counted(env, name):
    if env.METRICS:  # error: CFW701
        env.METRICS.writeDataPoint(blobs=[name])


class Default(WorkerEntrypoint):
    async def fetch(self, request):
        cache = self.env.CACHE
        if cache:  # error: CFW701
            await cache.put("a", "b")
        mode = self.env.MODE
        if mode:
            return mode.strip()
        return await passed(self.env, "a", getattr(self.env, "CACHE", None))


async def caught(env):
    try:
        cache = env.CACHE
        if cache:
            return await cache.get("a")
    except (JsException, AttributeError):
        return None

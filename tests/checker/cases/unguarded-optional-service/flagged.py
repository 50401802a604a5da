from pyodide.ffi import JsException


class Unavailable(Exception):
    pass


class Store:
    def __init__(self, env):
        self.db = env.DB

    async def one(self):
        return await self.db.prepare("SELECT 1").first()


def get_store(env):
    if not hasattr(env, "DB"):
        raise Unavailable("no database")
    return Store(env)


def get_binding(env):
    binding = getattr(env, "DB", None)
    if binding is None:
        raise Unavailable("no database")
    return binding


async def outside(env):
    store = get_store(env)  # error: CFW701
    try:
        return await store.one()
    except JsException:
        return None


async def binding_outside(env):
    db = get_binding(env)  # error: CFW701
    row = None
    try:
        row = await db.prepare("SELECT 1 AS n").first()
    except Exception as error:
        print(error)
    return row


def never_none(env):
    if env.SESSIONS is not None:  # error: CFW701
        return env.SESSIONS
    return None


async def wrong_exception(db):
    try:
        return await db.prepare("SELECT 1").first()  # error: CFW701
    except Unavailable:
        return None


async def host_exception(db):
    import sqlite3

    try:
        row = await db.prepare("SELECT 1").first()  # error: CFW701
    except sqlite3.Error:
        row = None
    return row

import json

from pyodide.ffi import JsException


class Unavailable(Exception):
    pass


def get_binding(env):
    binding = getattr(env, "DB", None)
    if binding is None:
        raise Unavailable("no database")
    return binding


async def inside(env):
    try:
        db = get_binding(env)
        return await db.prepare("SELECT 1").first()
    except (Unavailable, JsException):
        return None


async def mandatory(env):
    db = get_binding(env)
    return await db.prepare("SELECT 1").first()


async def also_needed_elsewhere(env):
    db = get_binding(env)
    try:
        await db.prepare("DELETE FROM t").run()
    except JsException:
        pass
    return await db.prepare("SELECT 1").first()


async def caught(db):
    try:
        return await db.prepare("SELECT 1").first()
    except Exception:
        return None


async def for_another_reason(db, text):
    try:
        data = json.loads(text)
        await db.prepare("INSERT INTO t VALUES (?)").bind(data["a"]).run()
    except json.JSONDecodeError:
        return None
    return data


def tested(env):
    sessions = getattr(env, "SESSIONS", None)
    if sessions is None:
        return None
    return sessions


def parse(text):
    if not text:
        raise ValueError("empty")
    return json.loads(text)


def parsed(text):
    data = parse(text)
    try:
        return data["a"]
    except KeyError:
        return None

import json
import logging

from fastapi import Depends, FastAPI, HTTPException, Request
from pyodide.ffi import JsException

app = FastAPI()
logger = logging.getLogger(__name__)


class DatabaseError(Exception):
    pass


class Database:
    def __init__(self, binding):
        if binding is None:
            raise DatabaseError("no binding")
        self.binding = binding

    async def one(self, sql, *params):
        return await self.binding.prepare(sql).bind(*params).first()


def ensure_db(request: Request):
    env = request.scope.get("env")
    if env is None or getattr(env, "DB", None) is None:
        raise HTTPException(status_code=500, detail="no database")
    return Database(env.DB)


@app.get("/page")
async def page(request: Request):
    db = ensure_db(request)  # error: CFW701
    user = None
    try:
        user = await db.one("SELECT 1")
    except Exception:
        logger.warning("no user")
    return {"user": user}


@app.get("/two")
async def two(request: Request):
    db = ensure_db(request)  # error: CFW701
    try:
        first = await db.one("SELECT 1")
        second = await db.one("SELECT 2")
    except JsException:
        return {"ok": False}
    return {"ok": bool(first and second)}


async def wrong_exception(env):
    try:
        return await env.DB.prepare("SELECT 1").first()  # error: CFW701
    except (DatabaseError, KeyError):
        return None


def never_none(env):
    if env.CACHE is None:  # error: CFW701
        return None
    return env.CACHE


def never_none_in_an_expression(env):
    return "on" if env.CACHE is not None else "off"  # error: CFW701


async def probed(env, key):
    if env.CACHE:  # error: CFW701
        return await env.CACHE.get(key, "text")
    return None


async def probed_early(env, key):
    if not env.CACHE:  # error: CFW701
        return None
    return await env.CACHE.get(key)


async def probed_after_a_test(env, key):
    if hasattr(env, "CACHE") and env.CACHE:
        return await env.CACHE.get(key)
    return None


async def probed_with_a_way_out(env, key):
    try:
        if env.CACHE:
            return await env.CACHE.get(key)
    except Exception:
        return None


def a_variable(env):
    if env.MODE:
        return env.MODE.lower()
    return "none"


async def asked_for(env, key):
    cache = getattr(env, "CACHE", None)
    if cache:
        return await cache.get(key)
    return None

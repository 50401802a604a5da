import json
import logging

from fastapi import FastAPI, HTTPException, Request
from pyodide.ffi import JsException

app = FastAPI()


class DatabaseError(Exception):
    pass


def ensure_db(request: Request):
    env = request.scope.get("env")
    if env is None or getattr(env, "DB", None) is None:
        raise HTTPException(status_code=500, detail="no database")
    return env.DB


@app.get("/page")
async def page(request: Request):
    try:
        db = ensure_db(request)
        row = await db.prepare("SELECT 1").first()
    except Exception:
        row = None
    return {"row": bool(row)}


@app.get("/needed")
async def needed(request: Request):
    db = ensure_db(request)
    await db.prepare("DELETE FROM t").run()
    return {"ok": True}


@app.get("/reraised")
async def reraised(request: Request):
    db = ensure_db(request)
    try:
        await db.prepare("DELETE FROM t").run()
    except JsException as error:
        raise HTTPException(502) from error
    return {"ok": True}


@app.get("/also-outside")
async def also_outside(request: Request):
    db = ensure_db(request)
    try:
        await db.prepare("DELETE FROM log").run()
    except JsException:
        logging.warning("the log was not emptied")
    return await db.prepare("SELECT 1").first()


def optional(env):
    cache = getattr(env, "CACHE", None)
    if cache is None:
        return None
    return cache


def asked(env):
    if hasattr(env, "CACHE"):
        return env.CACHE
    return None


async def caught(env):
    try:
        return await env.DB.prepare("SELECT 1").first()
    except JsException:
        return None


async def caught_by_name(env):
    try:
        return await env.DB.prepare("SELECT 1").first()
    except (DatabaseError, Exception):
        return None


async def bare(env):
    try:
        return await env.DB.prepare("SELECT 1").first()
    except:
        return None


async def other_failure(env, request):
    try:
        data = json.loads(await request.text())
        row = await env.DB.prepare("SELECT ?").bind(data["id"]).first()
    except (ValueError, KeyError):
        return None
    return row


def get_user(users, name):
    if name not in users:
        raise HTTPException(404)
    return users[name]


def of_users(users, name):
    user = get_user(users, name)
    try:
        return user["age"]
    except KeyError:
        return None


async def key_value(env, key):
    value = await env.CACHE.get(key)
    if value is None:
        return None
    return value


async def stored(bucket, key):
    if bucket is None:
        return None
    return await bucket.get(key)


async def with_bucket(env):
    return await stored(getattr(env, "BUCKET", None), "a")

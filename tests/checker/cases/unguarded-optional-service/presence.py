import asyncio

from workers import Response


def asked_first(env):
    if not hasattr(env, "DB") or env.DB is None:
        return None
    return env.DB


class Store:
    def __init__(self, env):
        self.env = env

    def database(self):
        if hasattr(self.env, "DB") and self.env.DB is not None:
            return self.env.DB
        return None


def handled(env):
    try:
        if env.DB is None:
            return None
    except AttributeError:
        return None
    return env.DB


def handled_with_all(env):
    try:
        return env.CACHE is None
    except Exception:
        return None


def asked_for_another(env):
    if not hasattr(env, "CACHE") or env.DB is None:  # error: CFW701
        return None
    return env.DB


def asked_for_nothing(env):
    return None if env.DB is None else env.DB  # error: CFW701


def not_there(env):
    if hasattr(env, "DB"):
        return env.DB
    return env.DB is None  # error: CFW701


# What these catch is no failure of D1.
async def missing(env):
    try:
        return await env.DB.prepare("SELECT 1").first()
    except AttributeError:
        return Response("no database", status=503)


async def late(env):
    try:
        return await asyncio.wait_for(env.DB.prepare("SELECT 1").first(), 2)
    except TimeoutError:
        return None


async def cancelled(env):
    try:
        await env.DB.prepare("SELECT 1").first()
    except (asyncio.CancelledError, asyncio.TimeoutError):
        raise


async def fails(env):
    try:
        return await env.DB.prepare("SELECT 1").first()  # error: CFW701
    except RuntimeError:
        return None


async def fails_or_is_late(env):
    try:
        return await env.DB.prepare("SELECT 1").first()  # error: CFW701
    except TimeoutError:
        return None
    except RuntimeError:
        return None

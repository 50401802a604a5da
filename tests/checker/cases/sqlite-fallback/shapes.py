import os
import sqlite3
from contextlib import closing
from pathlib import Path

import aiosqlite
from sqlalchemy import create_engine
from sqlalchemy.ext.asyncio import create_async_engine

PATH = "data/app.db"


def get_database(env):
    try:
        return env.DB
    except AttributeError:
        return sqlite3.connect("local.db")  # error: CFW401


def or_local(env):
    return getattr(env, "DB", None) or sqlite3.connect(PATH)  # error: CFW401


def by_test(binding=None):
    if binding is not None:
        return binding
    connection = sqlite3.connect(str(Path(__file__).parent / "dev.db"))  # error: CFW401
    connection.row_factory = sqlite3.Row
    return connection


async def asynchronous():
    async with aiosqlite.connect("app.db") as db:  # error: CFW401
        return await db.execute("SELECT 1")


def with_closing():
    with closing(sqlite3.connect(database="app.db")) as connection:  # error: CFW401
        return connection.execute("SELECT 1").fetchone()


def absolute():
    return sqlite3.connect("/data/app.db")  # error: CFW401


class Repository:
    def __init__(self, path="app.db"):
        self.connection = sqlite3.connect(path)  # error: CFW401


shared = sqlite3.connect(":memory:", check_same_thread=False)  # error: CFW401
engine = create_engine("sqlite:///app.db")  # error: CFW401
async_engine = create_async_engine("sqlite+aiosqlite:///./app.db")  # error: CFW401


def by_format(name):
    return sqlite3.connect(f"data/{name}.db")  # error: CFW401

import asyncio
import sqlite3
from typing import Annotated, Any

import psycopg2
import pymysql
import redis
from fastapi import Depends, FastAPI, Request
from pymongo import MongoClient
from workers import WorkerEntrypoint

app = FastAPI()


def get_db(request: Request):
    return request.scope["env"].DB


class Repository:
    def __init__(self, env):
        self.db = env.DB

    def all(self):
        return self.db.prepare("SELECT * FROM orders").all()

    async def counted(self):
        return self.all().results  # error: CFW402


@app.get("/")
async def handler(db=Depends(get_db)):
    result = db.prepare("SELECT * FROM orders").all()
    return [row.id for row in result.results]  # error: CFW402


@app.get("/annotated")
async def annotated(db: Annotated[Any, Depends(get_db)]):
    return {"rows": db.prepare("SELECT * FROM orders").all().results}  # error: CFW402


class Default(WorkerEntrypoint):
    async def fetch(self, request):
        row = self.env.DB.prepare("SELECT 1 AS n").first()
        if not row:  # error: CFW402
            return None
        self.env.DB.prepare("UPDATE t SET n = 1").run()  # error: CFW402
        return row


async def looped(db, notes):
    for note in notes:
        db.prepare("INSERT INTO t VALUES (?)").bind(note).run()  # error: CFW402


async def batch(db):
    db.batch([db.prepare("DELETE FROM t")])  # error: CFW402


async def batch_result(db):
    results = db.batch([db.prepare("SELECT 1")])
    return results[0]  # error: CFW402


async def as_dict(db):
    return dict(db.prepare("SELECT 1").first())  # error: CFW402


async def compared(db):
    total = db.prepare("SELECT count(*) FROM t").first("n")
    return total > 3  # error: CFW402


async def converted(db):
    return db.prepare("SELECT 1").first().to_py()  # error: CFW402


async def walrus(db):
    if row := db.prepare("SELECT 1").first():  # error: CFW402
        return row
    return None


async def unpacked(db):
    first, second = db.prepare("SELECT 1").first(), db.prepare("SELECT 2").first()
    return first.n + second.n  # error: CFW402


async def executed(env):
    env.DB.exec("CREATE TABLE t (n)")  # error: CFW402


def postgres(url):
    return psycopg2.connect(url)  # error: CFW402


def mysql():
    return pymysql.connect(host="db")  # error: CFW402


def mongo(url):
    return MongoClient(url)["app"]  # error: CFW402


def key_value():
    return redis.Redis(host="cache")  # error: CFW402

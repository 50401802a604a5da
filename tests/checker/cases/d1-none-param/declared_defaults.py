# target: pyodide-0.28 bundled
"""Defaults that are written as calls which say more about a field or parameter."""

import uuid
from dataclasses import dataclass, field

from fastapi import Body, Cookie, FastAPI, Form, Header, Query
from pydantic import BaseModel, Field
from sqlmodel import Field as Column
from sqlmodel import SQLModel

app = FastAPI()


class Item(BaseModel):
    title: str = Field(..., min_length=1)
    state: str = Field("new")
    kind: str = Field(default="note")
    tag: str = Field(None, max_length=9)
    note: str | None = Field(default=None)
    uid: str = Field(default_factory=lambda: str(uuid.uuid4()))
    ref: str | None = Field(default_factory=lambda: "r")
    code: str = Field(max_length=3)


class Row(SQLModel, table=True):
    label: str = Column(default=None, max_length=9)
    place: str = Column(max_length=9)


@dataclass
class Event:
    name: str = field(default=None)
    kind: str = field(default="click")
    tags: list = field(default_factory=list)


async def given_none(db, item: Item, row: Row, event: Event):
    await db.prepare("INSERT INTO t VALUES (?)").bind(item.tag).run()  # error: CFW404
    await db.prepare("INSERT INTO t VALUES (?)").bind(item.note).run()  # error: CFW404
    await db.prepare("INSERT INTO t VALUES (?)").bind(row.label).run()  # error: CFW404
    await db.prepare("INSERT INTO t VALUES (?)").bind(event.name).run()  # error: CFW404


async def given_something(db, item: Item, row: Row, event: Event):
    await db.prepare("INSERT INTO t VALUES (?, ?)").bind(item.title, item.state).run()
    await db.prepare("INSERT INTO t VALUES (?, ?)").bind(item.kind, item.uid).run()
    await db.prepare("INSERT INTO t VALUES (?, ?)").bind(item.ref, item.code).run()
    await db.prepare("INSERT INTO t VALUES (?)").bind(row.place).run()
    await db.prepare("INSERT INTO t VALUES (?, ?)").bind(event.kind, ",".join(event.tags)).run()


async def asked_first(db, item: Item):
    if item.tag is not None:
        await db.prepare("INSERT INTO t VALUES (?)").bind(item.tag).run()
    await db.prepare("INSERT INTO t VALUES (?)").bind(item.note or "").run()


@app.post("/search")
async def search(
    env,
    word: str = Query(None),
    page: str = Query(default=None, alias="p"),
    name: str = Form(None),
    text: str = Body(default=None),
    agent: str = Header(None),
    session: str = Cookie(default=None),
):
    await env.DB.prepare("SELECT ?").bind(word).all()  # error: CFW404
    await env.DB.prepare("SELECT ?").bind(page).all()  # error: CFW404
    await env.DB.prepare("SELECT ?").bind(name).all()  # error: CFW404
    await env.DB.prepare("SELECT ?").bind(text).all()  # error: CFW404
    await env.DB.prepare("SELECT ?").bind(agent).all()  # error: CFW404
    await env.DB.prepare("SELECT ?").bind(session).all()  # error: CFW404


@app.get("/find")
async def find(
    env,
    word: str = Query(...),
    page: int = Query(1, ge=1),
    size: int = Query(default=20),
    order: str = Query(min_length=1),
    agent: str = Header(),
    text: str = Body(default_factory=str),
):
    await env.DB.prepare("SELECT ?, ?, ?, ?").bind(word, page, size, order).all()
    await env.DB.prepare("SELECT ?, ?").bind(agent, text).all()


@app.get("/list")
async def asked_before(env, word: str = Query(None)):
    if not word:
        return []
    return (await env.DB.prepare("SELECT ?").bind(word).all()).to_py()

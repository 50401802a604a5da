# target: pyodide-0.28 bundled
"""Dicts that objects with declared fields are dumped into."""

import dataclasses
import json
from collections import namedtuple
from dataclasses import asdict, astuple, dataclass, replace
from typing import NamedTuple

from js import Object, fetch
from pydantic import BaseModel, RootModel
from pyodide.ffi import to_js
from sqlmodel import Field, SQLModel


class Order(BaseModel):
    title: str
    note: str | None = None


class PaidOrder(Order):
    paid: bool = True


class Customer(SQLModel, table=True):
    id: int = Field(primary_key=True)


class Token(RootModel[str]):
    pass


class Place(NamedTuple):
    city: str


class Own:
    def model_dump(self):
        return "{}"


@dataclass
class Options:
    method: str = "POST"


Pair = namedtuple("Pair", "a b")


async def stored(env, order: Order, paid: PaidOrder, customer: Customer, place: Place, options: Options):
    await env.KV.put("k", order.model_dump())  # error: CFW001
    await env.KV.put("k", paid.model_dump(exclude_none=True))  # error: CFW001
    await env.KV.put("k", customer.model_dump(mode="json"))  # error: CFW001
    await env.KV.put("k", order.dict())  # error: CFW001
    await env.KV.put("k", place._asdict())  # error: CFW001
    await env.KV.put("k", Pair(1, 2)._asdict())  # error: CFW001
    await env.KV.put("k", dataclasses.asdict(options))  # error: CFW001
    await env.KV.put("k", asdict(replace(options, method="PUT")))  # error: CFW001


async def made_of_data(env, data):
    order = Order.model_validate(data)
    await env.KV.put("k", order.model_dump())  # error: CFW001
    await env.KV.put("l", Order(**data).model_copy(update={"note": "x"}).model_dump())  # error: CFW001


async def as_options(url, options: Options):
    return await fetch(url, asdict(options))  # error: CFW001


async def with_more(env, order: Order):
    values = order.model_dump()
    values["at"] = 1
    await env.KV.put("k", values)  # error: CFW001
    await env.KV.put("k", {**order.model_dump(), "at": 1})  # error: CFW001


async def written_as_text(env, order: Order, options: Options):
    await env.KV.put("k", order.model_dump_json())
    await env.KV.put("k", json.dumps(order.model_dump()))
    await env.KV.put("k", json.dumps(asdict(options)))
    await env.KV.put("k", order.json())


async def something_else(env, token: Token, own: Own, options: Options, pack):
    await env.KV.put("k", token.model_dump())
    await env.KV.put("k", own.model_dump())
    await env.KV.put("k", asdict(options, dict_factory=pack))
    await env.KV.put("k", order_title(options))
    await env.KV.put("k", ",".join(astuple(options)))


def order_title(order):
    return order.title


async def converted(url, options: Options):
    return await fetch(url, to_js(asdict(options), dict_converter=Object.fromEntries))


async def in_statements(env, order: Order, options: Options):
    values = order.model_dump()
    await env.DB.prepare("INSERT INTO t VALUES (?, ?)").bind(values["title"], values["note"] or "").run()
    for key, value in asdict(options).items():
        await env.DB.prepare("INSERT INTO u VALUES (?, ?)").bind(key, value).run()
    await env.DB.prepare("INSERT INTO u VALUES (?)").bind(*asdict(options).values()).run()
    await env.DB.prepare("INSERT INTO u VALUES (?, ?)").bind(*Place("x")).run()

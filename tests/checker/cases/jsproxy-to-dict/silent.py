# target: pyodide-0.28 bundled
import json

from js import JSON, Object
from workers import Response


async def attributes(db):
    row = await db.prepare("SELECT total FROM orders").first()
    return row.total if row else 0


async def rows_are_a_sequence(db):
    rows = (await db.prepare("SELECT * FROM orders").all()).results
    return len(rows), rows[0], [row.id for row in rows]


async def converted_in_place(db):
    row = await db.prepare("SELECT * FROM orders").first()
    row = row.to_py()
    return row["total"], dict(row), json.dumps(row)


async def converted_all_at_once(db):
    answer = await db.prepare("SELECT * FROM orders").all()
    return [dict(row) for row in answer.to_py()["results"]]


def plain(value):
    if hasattr(value, "to_py"):
        return value.to_py()
    return dict(value)


async def through_a_converter(db):
    row = await db.prepare("SELECT * FROM orders").first()
    return plain(row)["total"]


async def dict_already(db):
    row = await db.prepare("SELECT * FROM orders").first()
    if isinstance(row, dict):
        return dict(row)
    return row.to_py()


async def by_json(db):
    row = await db.prepare("SELECT * FROM orders").first()
    return json.loads(JSON.stringify(row))["total"]


async def by_entries(db):
    row = await db.prepare("SELECT * FROM orders").first()
    return dict(Object.entries(row)), dict(row.object_entries())


async def one_column(db):
    total = await db.prepare("SELECT total FROM orders").first("total")
    return json.dumps({"total": total})


async def given_to_javascript(db):
    answer = await db.prepare("SELECT * FROM orders").all()
    return Response.json(answer.results)


async def body(request):
    data = await request.json()
    return dict(data)


class Memory:
    def first(self):
        return {"id": 1}


def another_first(memory: Memory):
    return dict(memory.first())

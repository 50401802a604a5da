# target: pyodide-0.28 bundled
import json

from workers import WorkerEntrypoint


class Default(WorkerEntrypoint):
    async def fetch(self, request):
        statement = self.env.SHOP.prepare("SELECT * FROM orders WHERE id = ?").bind(7)
        order = await statement.first()
        return json.dumps(order)  # error: CFW403


async def columns_by_subscript(db):
    row = await db.prepare("SELECT total FROM orders").first()
    if row is None:
        return 0
    return row["total"]  # error: CFW403


async def through_a_result_variable(db):
    answer = await db.prepare("SELECT * FROM orders").all()
    rows = answer.results
    return [dict(r) for r in rows]  # error: CFW403


async def first_of_many(db):
    answer = await db.prepare("SELECT * FROM orders").all()
    return answer.results[0]["id"]  # error: CFW403


async def loop_over_the_result_itself(db):
    answer = await db.prepare("SELECT * FROM orders").all()
    for row in answer:  # error: CFW403
        print(row.id)


async def membership(db):
    row = await db.prepare("SELECT * FROM orders").first()
    return "id" in row  # error: CFW403


async def spread(db):
    row = await db.prepare("SELECT * FROM orders").first()
    return {"kind": "order", **row}  # error: CFW403


class Orders:
    def __init__(self, database):
        self._database = database

    async def one(self, number):
        return await self._database.prepare("SELECT * FROM orders WHERE id = ?").bind(number).first()

    async def several(self):
        answer = await self._database.prepare("SELECT * FROM orders").all()
        return answer.results if hasattr(answer, "results") else answer


async def through_methods(orders: Orders):
    order = await orders.one(3)
    print(order.get("total"))  # error: CFW403
    return [dict(o) for o in await orders.several()]  # error: CFW403


def as_dict(thing):
    return dict(thing)


async def through_a_helper(db):
    row = await db.prepare("SELECT * FROM orders").first()
    return as_dict(row)  # error: CFW403


async def on_one_branch_only(db, cached):
    if cached:
        row = {"id": 1}
    else:
        row = await db.prepare("SELECT * FROM orders").first()
    return dict(row)  # error: CFW403


async def result_taken_for_its_rows(db):
    orders = await db.prepare("SELECT * FROM orders").all()
    return [
        {
            "number": order["number"],  # error: CFW403
            **dict(order),  # error: CFW403
        }
        for order in orders  # error: CFW403
    ]

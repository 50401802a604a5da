import json


async def attribute(db):
    row = db.prepare("SELECT total FROM orders").first()
    return row.total  # error: CFW402


async def statement_variable(db):
    statement = db.prepare("SELECT * FROM orders").bind(1)
    answer = statement.all()
    for row in answer.results:  # error: CFW402
        print(row.id)


async def dropped(env):
    env.DB.prepare("DELETE FROM orders").run()  # error: CFW402


async def tested(env):
    row = env.DB.prepare("SELECT 1 FROM orders").first()
    if row is None:  # error: CFW402
        return "none"
    return "some"


async def dumped(env):
    rows = env.DB.prepare("SELECT * FROM orders").all()
    return json.dumps(rows)  # error: CFW402


class Store:
    def __init__(self, db):
        self.db = db

    def one(self):
        return self.db.prepare("SELECT * FROM orders").first()


async def through_a_method(store: Store):
    order = store.one()
    return order.total  # error: CFW402


async def transaction(env):
    async with env.DB.transaction():  # error: CFW402
        return 1

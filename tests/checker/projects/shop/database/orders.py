from . import base


class Orders(base.Repository):
    table = "orders"

    async def add(self, name, note=None):
        await self.run("INSERT INTO orders VALUES (?, ?)", name, note)  # error: CFW404

    async def first_name(self):
        row = await self.one("SELECT name FROM orders")
        return row["name"]  # error: CFW403


async def find(db, number):
    return await db.prepare("SELECT * FROM orders WHERE id = ?").bind(number).first()

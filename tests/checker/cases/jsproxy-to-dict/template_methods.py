# target: pyodide-0.28 bundled
"""Methods that classes leave to those that extend them."""


class Repository:
    def __init__(self, db):
        self.db = db

    async def names(self):
        return [row["name"] for row in await self.rows()]  # error: CFW403

    async def plain_names(self):
        return [row["name"] for row in await self.converted()]

    async def unknown(self):
        return [row["name"] for row in await self.elsewhere()]


class People(Repository):
    async def rows(self):
        result = await self.db.prepare("SELECT * FROM people").all()
        return result.results

    async def converted(self):
        return (await self.rows()).to_py()


class Unrelated:
    async def elsewhere(self, db):
        return (await db.prepare("SELECT 1").all()).results

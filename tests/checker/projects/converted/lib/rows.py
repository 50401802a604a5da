from . import convert


class Rows:
    def __init__(self, db):
        self.db = db

    async def all(self):
        result = await self.db.prepare("SELECT 1 AS n").all()
        return [convert.row(row) for row in result.results]


async def save(db, note):
    await db.prepare("INSERT INTO t VALUES (?)").bind(note).run()

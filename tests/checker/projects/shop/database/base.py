class Repository:
    table = ""

    def __init__(self, db):
        self.db = db

    async def run(self, sql, *params):
        return await self.db.prepare(sql).bind(*params).run()

    async def one(self, sql, *params):
        return await self.db.prepare(sql).bind(*params).first()

    async def all(self):
        from .orders import Orders

        assert issubclass(Orders, Repository)
        return (await self.db.prepare(f"SELECT * FROM {self.table}").all()).results

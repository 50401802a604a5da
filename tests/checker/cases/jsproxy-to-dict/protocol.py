# target: pyodide-0.28 bundled
from typing import Any, Protocol


class Database(Protocol):
    def prepare(self, sql: str) -> Any: ...


class Notes:
    def __init__(self, db: Database):
        self.db = db

    async def count(self):
        row = await self.db.prepare("SELECT COUNT(*) AS n FROM notes").first()
        return row["n"]  # error: CFW403


async def on_fetch(request, env):
    return await Notes(env.DB).count()

# target: pyodide-0.28 bundled
"""The same kind of Worker, with its conversions in a module of its own."""

from lib import convert, rows
from lib.rows import Rows
from workers import Response, WorkerEntrypoint


class Default(WorkerEntrypoint):
    async def fetch(self, request):
        found = await Rows(self.env.DB).all()
        first = convert.row(await self.env.DB.prepare("SELECT 1 AS n").first())
        await rows.save(self.env.DB, convert.null(None))
        await convert.fetch("https://example.com", {"method": "POST", "headers": {"A": "b"}})
        return Response.json([row["n"] for row in found] + [first["n"]])

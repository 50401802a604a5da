# target: pyodide-0.28 bundled
"""A Worker of several modules: what one of them gets from D1 is used wrongly in another."""

from workers import WorkerEntrypoint

import settings
from api import router
from database import Orders, connect
from database import find as find_order
from helpers import *


class Default(WorkerEntrypoint):
    async def fetch(self, request):
        import reports

        settings.database = self.env.DB
        order = await find_order(connect(self.env), 1)
        print(order["total"])  # error: CFW403
        orders = Orders(self.env.DB)
        await orders.add("book", note=None)
        await send("https://example.com", {"method": "POST", "headers": DEFAULT_HEADERS})  # error: CFW001
        return await reports.monthly(orders)


app = router.app

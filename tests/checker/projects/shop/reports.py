from __future__ import annotations

import json
from typing import TYPE_CHECKING

import settings

if TYPE_CHECKING:
    from database import Orders


async def monthly(orders: Orders):
    rows = await orders.all()
    return json.dumps([row["total"] for row in rows])  # error: CFW403


async def from_the_settings():
    row = await settings.database.prepare("SELECT 1 AS n").first()
    return dict(row)  # error: CFW403

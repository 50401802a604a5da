from typing import Annotated

from fastapi import Depends, FastAPI

from database import Orders

from .dependencies import get_db, get_orders

app = FastAPI()


@app.get("/orders")
async def listed(orders: Annotated[Orders, Depends(get_orders)]):
    return [dict(row) for row in await orders.all()]  # error: CFW403


@app.get("/orders/{number}")
async def one(number: int, db=Depends(get_db)):
    row = await db.prepare("SELECT * FROM orders WHERE id = ?").bind(number).first()
    return row and row["total"]  # error: CFW403

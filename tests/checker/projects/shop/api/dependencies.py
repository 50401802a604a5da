from fastapi import Depends, Request

from database import Orders


def get_db(request: Request):
    return request.scope["env"].DB


def get_orders(db=Depends(get_db)):
    return Orders(db)

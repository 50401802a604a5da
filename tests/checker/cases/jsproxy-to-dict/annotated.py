# target: pyodide-0.28 bundled
# Dependencies under a name of their own.
from typing import Annotated, Any
from fastapi import FastAPI, Depends, Request

app = FastAPI()


async def current_user(request: Request):
    return await request.scope["env"].DB.prepare("SELECT * FROM users").first()


CurrentUser = Annotated[dict, Depends(current_user)]
AnyUser = Annotated[Any, Depends(current_user)]


@app.get("/a")
async def a(user: CurrentUser):
    return {"id": user["id"]}  # error: CFW403


@app.get("/b")
async def b(user: AnyUser):
    return {"id": user["id"]}  # error: CFW403


@app.get("/c")
async def c(user: Annotated[dict, Depends(current_user)]):
    return {"id": user["id"]}  # error: CFW403

# target: pyodide-0.28 bundled
# FastAPI makes JSON of what routes return; nothing else that a function returns is looked at.
import fastapi
from fastapi import APIRouter, Depends, FastAPI, Request
from fastapi.routing import APIRouter as Router
from js import JSON, Response

app = FastAPI(title="shop")
router = APIRouter(prefix="/users", tags=["users"])
other = Router()


def get_db(request: Request):
    return request.scope["env"].DB


@app.get("/row")
async def row(request: Request):
    row = await request.scope["env"].DB.prepare("SELECT * FROM users").first()
    if row is None:
        return {"error": "none"}
    return row  # error: CFW403


@router.post("/rows")
async def rows(db=Depends(get_db)):
    result = await db.prepare("SELECT * FROM users").all()
    return {"users": result.results, "count": 1}  # error: CFW403


@other.api_route("/list", methods=["GET"])
async def listed(db=Depends(get_db)):
    result = await db.prepare("SELECT * FROM users").all()
    return [one for one in result.results]  # error: CFW403


async def find(db):
    return await db.prepare("SELECT * FROM users").first()


@router.delete("/found", response_model=None)
async def found(db=Depends(get_db)):
    return await find(db)  # error: CFW403


@app.get("/object")
async def made():
    return JSON.parse('{"a": 1}')  # error: CFW403


@fastapi.FastAPI().get("/converted")
async def converted(db=Depends(get_db)):
    result = await db.prepare("SELECT * FROM users").all()
    first = await find(db)
    return {"rows": [one.to_py() for one in result.results], "first": first.to_py(), "n": first.n}


@app.get("/names")
async def names(db=Depends(get_db)):
    return [one.name for one in (await db.prepare("SELECT name FROM users").all()).results]


@app.middleware("http")
async def middleware(request, call_next):
    return await call_next(request)


def plain(function):
    return function


@plain
async def not_a_route(db):
    return await find(db)


class Cache:
    def get(self, key):
        return plain


@Cache().get("/users")
async def of_another_kind(db):
    return await find(db)


async def handler(request):
    return Response.new("ok")

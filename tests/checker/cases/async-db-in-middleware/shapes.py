# target: pyodide-0.28 bundled
import asyncio

from fastapi import FastAPI
from fastapi.middleware import Middleware
from starlette.middleware.base import BaseHTTPMiddleware, RequestResponseEndpoint
from starlette.requests import Request

app = FastAPI()


def database(request: Request):
    return request.scope["env"].DB


async def user_of(db, key):
    row = await db.prepare("SELECT * FROM users WHERE id = ?").bind(key).first()
    return row.to_py() if row else None


class Sessions:
    def __init__(self, db):
        self.db = db

    async def load(self, key):
        return await self.db.prepare("SELECT * FROM sessions WHERE id = ?").bind(key).first()

    async def touch(self, key):
        await self._write("UPDATE sessions SET seen = 1 WHERE id = ?", key)

    async def _write(self, sql, *params):
        return await self.db.prepare(sql).bind(*params).run()


class OtherName(BaseHTTPMiddleware):
    async def dispatch(self, request: Request, next_handler: RequestResponseEndpoint):
        await user_of(database(request), "1")  # error: CFW801
        return await next_handler(request)


class Early(BaseHTTPMiddleware):
    async def dispatch(self, request, call_next):
        if request.url.path.startswith("/static"):
            return await call_next(request)
        user = await user_of(database(request), request.cookies["user"])  # error: CFW801
        request.state.user = user
        return await call_next(request)


class Own(BaseHTTPMiddleware):
    async def load(self, request):
        return await Sessions(database(request)).load("s")

    async def dispatch(self, request, call_next):
        request.state.session = await self.load(request)  # error: CFW801
        response = await call_next(request)
        response.headers["X-Session"] = "s"
        return response


class Both(BaseHTTPMiddleware):
    async def dispatch(self, request, call_next):
        sessions = Sessions(database(request))
        await sessions.touch("s")  # error: CFW801
        response = await call_next(request)
        await sessions.touch("s")
        return response


class Tried(BaseHTTPMiddleware):
    async def dispatch(self, request, call_next):
        try:
            await database(request).prepare("SELECT 1").first()  # error: CFW801
        except Exception:
            pass
        finally:
            request.state.checked = True
        return await call_next(request)


class Gathered(BaseHTTPMiddleware):
    async def dispatch(self, request, call_next):
        db = database(request)
        await asyncio.gather(db.prepare("SELECT 1").first(), db.prepare("SELECT 2").first())  # error: CFW801
        return await call_next(request)


class Batched(BaseHTTPMiddleware):
    async def dispatch(self, request, call_next):
        db = request.scope["env"].DB
        await db.batch([db.prepare("SELECT 1")])  # error: CFW801
        return await call_next(request)


@app.middleware("http")
async def decorated(request: Request, call_next):
    row = await database(request).prepare("SELECT 1 AS n").first()  # error: CFW801
    if row and row.n:
        request.state.n = row.n
    return await call_next(request)

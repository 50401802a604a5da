# target: pyodide-0.28 bundled
from fastapi import FastAPI
from starlette.middleware.base import BaseHTTPMiddleware

app = FastAPI()


async def find_session(db, key):
    return await db.prepare("SELECT * FROM sessions WHERE id = ?").bind(key).first()


class Direct(BaseHTTPMiddleware):
    async def dispatch(self, request, call_next):
        db = request.scope["env"].DB
        await db.prepare("UPDATE hits SET n = n + 1").run()  # error: CFW801
        response = await call_next(request)
        return response


class ThroughFunction(BaseHTTPMiddleware):
    async def dispatch(self, request, call_next):
        key = request.cookies.get("session")
        if key:
            try:
                request.state.session = await find_session(request.scope["env"].DB, key)  # error: CFW801
            except Exception:
                request.state.session = None
        return await call_next(request)


class Store:
    def __init__(self, db):
        self.db = db

    async def touch(self, key):
        await self.db.prepare("UPDATE sessions SET seen = 1 WHERE id = ?").bind(key).run()


class ThroughClass(BaseHTTPMiddleware):
    async def dispatch(self, request, call_next):
        store = Store(request.scope["env"].DB)
        await store.touch("s1")  # error: CFW801
        return await call_next(request)


@app.middleware("http")
async def by_decorator(request, call_next):
    await find_session(request.scope["env"].DB, "s1")  # error: CFW801
    return await call_next(request)


class Twice(BaseHTTPMiddleware):
    async def dispatch(self, request, call_next):
        await find_session(request.scope["env"].DB, "s1")  # error: CFW801
        await find_session(request.scope["env"].DB, "s2")  # error: CFW801
        return await call_next(request)

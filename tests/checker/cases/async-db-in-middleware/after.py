# target: pyodide-0.28 bundled
from fastapi import FastAPI
from starlette.middleware.base import BaseHTTPMiddleware

app = FastAPI()


async def log(db, path):
    await db.prepare("INSERT INTO log VALUES (?)").bind(path).run()


class After(BaseHTTPMiddleware):
    async def dispatch(self, request, call_next):
        response = await call_next(request)
        await log(request.scope["env"].DB, request.url.path)
        return response


class Cached(BaseHTTPMiddleware):
    sessions = {}

    async def dispatch(self, request, call_next):
        request.state.session = self.sessions.get(request.cookies.get("session"))
        return await call_next(request)


class Prepared(BaseHTTPMiddleware):
    async def dispatch(self, request, call_next):
        request.state.statement = request.scope["env"].DB.prepare("SELECT 1")
        return await call_next(request)


class Answered(BaseHTTPMiddleware):
    async def dispatch(self, request, call_next):
        if request.url.path == "/health":
            await log(request.scope["env"].DB, "/health")
            return {"ok": True}
        return await call_next(request)


@app.get("/")
async def handler(request):
    await log(request.scope["env"].DB, "/")
    return {"ok": True}


def paginated(call_next, page):
    return call_next(page)


@app.middleware("http")
async def timed(request, call_next):
    response = await call_next(request)
    response.headers["X-Served-By"] = "worker"
    return response


class Pure:
    def __init__(self, app):
        self.app = app

    async def __call__(self, scope, receive, send):
        await log(scope["env"].DB, scope["path"])
        await self.app(scope, receive, send)

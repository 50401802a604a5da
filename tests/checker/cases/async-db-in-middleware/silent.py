# target: pyodide-0.28 bundled
from starlette.middleware.base import BaseHTTPMiddleware


async def count(db):
    await db.prepare("UPDATE hits SET n = n + 1").run()


class Afterwards(BaseHTTPMiddleware):
    async def dispatch(self, request, call_next):
        response = await call_next(request)
        await count(request.scope["env"].DB)
        return response


class Nothing(BaseHTTPMiddleware):
    async def dispatch(self, request, call_next):
        request.state.user = None
        return await call_next(request)


class OnAnotherPath(BaseHTTPMiddleware):
    async def dispatch(self, request, call_next):
        if request.url.path == "/count":
            await count(request.scope["env"].DB)
            return None
        return await call_next(request)


class NoDatabase(BaseHTTPMiddleware):
    async def dispatch(self, request, call_next):
        body = await request.body()
        request.state.length = len(body)
        return await call_next(request)


class PureAsgi:
    def __init__(self, app):
        self.app = app

    async def __call__(self, scope, receive, send):
        await count(scope["env"].DB)
        await self.app(scope, receive, send)

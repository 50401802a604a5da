# target: pyodide-314 1.9.5
from starlette.middleware.base import BaseHTTPMiddleware


class Counted(BaseHTTPMiddleware):
    async def dispatch(self, request, call_next):
        await request.scope["env"].DB.prepare("UPDATE hits SET n = n + 1").run()
        return await call_next(request)

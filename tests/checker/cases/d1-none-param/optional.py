# target: pyodide-0.28 bundled
# A parameter that may be None by its annotation is none where all calls are known to pass something.
from typing import Optional

from workers import Response, WorkerEntrypoint


async def always(env, stage: Optional[str] = None):
    await env.DB.prepare("x").bind(stage).run()


async def sometimes(env, stage: Optional[str] = None):
    await env.DB.prepare("x").bind(stage).run()  # error: CFW404


async def unknown(env, stage: Optional[str] = None):
    await env.DB.prepare("x").bind(stage).run()  # error: CFW404


async def never_called(env, stage: Optional[str] = None):
    await env.DB.prepare("x").bind(stage).run()  # error: CFW404


def text_of(value) -> str:
    if value is None:
        return ""
    return str(value)


class Default(WorkerEntrypoint):
    async def fetch(self, request):
        await always(self.env, "start")
        await always(self.env, stage=f"stage {request.url}")
        await always(self.env, text_of(request.url))
        await sometimes(self.env, "start")
        await sometimes(self.env)
        await unknown(self.env, await request.json())
        return Response("")

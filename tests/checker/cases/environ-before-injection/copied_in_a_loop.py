import os

from workers import Response, WorkerEntrypoint


def copy(env):
    for name in ("DSN", "RELEASE"):
        os.environ[name] = getattr(env, name, "")


def known():
    return os.environ.get("RELEASE"), os.environ.get("DSN")


def unknown():
    return os.environ.get("OTHER")  # error: CFW501


class Default(WorkerEntrypoint):
    async def fetch(self, request):
        copy(self.env)
        return Response(str(known()) + unknown())

# target: pyodide-0.28 bundled
# Lambdas run when they are called: by then the Worker has put its variables there.
import os
from dataclasses import dataclass, field

from workers import Response, WorkerEntrypoint

get_token = lambda: os.environ["TOKEN"]
READERS = {"token": lambda: os.environ["TOKEN"]}
AT_ONCE = os.environ["TOKEN"]  # error: CFW501


@dataclass
class Settings:
    token: str = field(default_factory=lambda: os.environ["TOKEN"])
    model: str = field(default_factory=lambda: os.getenv("TOKEN", "none"))

    url = property(lambda self: os.environ["TOKEN"])


class Default(WorkerEntrypoint):
    async def fetch(self, request):
        os.environ["TOKEN"] = self.env.TOKEN
        return Response(Settings().token + get_token())

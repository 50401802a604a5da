# target: pyodide-0.28 bundled
import asyncio
from dataclasses import dataclass, field

from workers import DurableObject, Response, WorkerEntrypoint


@dataclass
class Shared:
    name: str = ""
    lock: asyncio.Lock = field(default_factory=asyncio.Lock)  # error: CFW202
    other: asyncio.Lock = field(default_factory=lambda: asyncio.Lock())  # error: CFW202
    items: list = field(default_factory=list)


@dataclass
class OfOneRequest:
    lock: asyncio.Lock = field(default_factory=asyncio.Lock)
    other: asyncio.Lock = field(default_factory=lambda: asyncio.Lock())


@dataclass
class OfOthers:
    lock: asyncio.Lock = field(default_factory=asyncio.Lock)


@dataclass
class OfRoom:
    lock: asyncio.Lock = field(default_factory=asyncio.Lock)


SHARED = Shared("a")


class Room(DurableObject):
    def __init__(self, ctx, env):
        super().__init__(ctx, env)
        self.held = OfRoom()


class Default(WorkerEntrypoint):
    async def fetch(self, request):
        own = OfOneRequest()
        async with own.lock, SHARED.lock:
            return Response("ok")

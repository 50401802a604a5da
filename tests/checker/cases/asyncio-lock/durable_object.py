import asyncio

from workers import DurableObject, WorkerEntrypoint

LOCK = asyncio.Lock()  # error: CFW202


# All events of one object share what they wait for.
class Room(DurableObject):
    def __init__(self, ctx, env):
        super().__init__(ctx, env)
        self.lock = asyncio.Lock()
        self.slots = asyncio.Semaphore(2)


class Base(DurableObject):
    pass


class Lobby(Base):
    async def fetch(self, request):
        self.lock = asyncio.Lock()


class Default(WorkerEntrypoint):
    def __init__(self, ctx, env):
        super().__init__(ctx, env)
        self.other = Cache()


class Cache:
    def __init__(self):
        self.lock = asyncio.Lock()

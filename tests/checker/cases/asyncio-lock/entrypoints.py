# target: pyodide-0.28 bundled
# workerd makes an object of the class for each event; a Durable Object lives longer, but all its events share its locks.
import asyncio

from workers import DurableObject, Response, WorkerEntrypoint, WorkflowEntrypoint

LOCKS = {}
SHARED = []


class Default(WorkerEntrypoint):
    shared = {}
    lock_of_all = asyncio.Lock()  # error: CFW202

    def __init__(self, ctx, env):
        super().__init__(ctx, env)
        self.lock = asyncio.Lock()
        slots = asyncio.Semaphore(2)
        self.slots = slots
        self.locks = {}
        self.jobs = Jobs()

    def lock_for(self, key):
        self.locks[key] = asyncio.Lock()
        return self.locks.setdefault(key, asyncio.Lock())

    def shared_lock(self, key):
        global LATE
        LATE = asyncio.Lock()  # error: CFW202
        LOCKS[key] = asyncio.Lock()  # error: CFW202
        SHARED.append(asyncio.Lock())  # error: CFW202
        Default.other = asyncio.Lock()  # error: CFW202
        self.shared[key] = asyncio.Lock()  # error: CFW202
        self.shared.setdefault(key, asyncio.Lock())  # error: CFW202
        lock = asyncio.Lock()  # error: CFW202
        LOCKS[key] = lock
        return lock

    async def fetch(self, request):
        async with self.lock:
            return Response("ok")


class Jobs:
    def __init__(self):
        self.lock = asyncio.Lock()


class Mixin:
    def start(self):
        self.started = asyncio.Lock()


class Flow(Mixin, WorkflowEntrypoint):
    async def run(self, event, step):
        self.lock = asyncio.Lock()


class TurnLock:
    def __init__(self):
        self.turn = asyncio.Lock()

    async def take(self):
        async with self.turn:
            return 1


class Room(DurableObject):
    def __init__(self, ctx, env):
        super().__init__(ctx, env)
        self.turns = TurnLock()
        self.waiting = []
        self.waiting.append(Waiting())
        LOCKS["room"] = asyncio.Lock()  # error: CFW202

    async def fetch(self, request):
        return Response(str(await self.turns.take()))


class Waiting:
    def __init__(self):
        self.lock = asyncio.Lock()


class Both:
    def __init__(self):
        self.lock = asyncio.Lock()  # error: CFW202


class Hall(DurableObject):
    def __init__(self, ctx, env):
        self.both = Both()


BOTH = Both()


class Kept:
    def __init__(self):
        self.items = []

    def add(self):
        self.items.append(Item())


class Item:
    def __init__(self):
        self.lock = asyncio.Lock()  # error: CFW202


KEPT = Kept()


class Pool:
    _instance = None

    def __init__(self):
        self.lock = asyncio.Lock()  # error: CFW202

    @classmethod
    def get(cls):
        if cls._instance is None:
            cls._instance = cls()
        return cls._instance


async def use():
    async with Pool.get().lock:
        return KEPT.add()

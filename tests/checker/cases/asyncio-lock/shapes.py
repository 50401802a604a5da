import asyncio as aio
import collections
from asyncio import BoundedSemaphore, Lock, Semaphore
from functools import lru_cache

shared: Lock = Lock()  # error: CFW202
by_key = collections.defaultdict(aio.Lock)  # error: CFW202
at_most = BoundedSemaphore(3)  # error: CFW202


class Middleware:
    def __init__(self, app):
        self.app = app
        self.lock = aio.Lock()  # error: CFW202
        self.slots = Semaphore(2)  # error: CFW202


class Singleton:
    _lock = Lock()  # error: CFW202
    _instance = None


@lru_cache
def get_lock():
    return Lock()  # error: CFW202


def lock_for(locks, key):
    if key not in locks:
        locks[key] = Lock()  # error: CFW202
    return locks[key]


LOCKS = [aio.Lock() for _ in range(4)]  # error: CFW202


class Cache:
    lock: Lock | None = None

    async def get(self):
        if self.lock is None:
            self.lock = Lock()  # error: CFW202
        async with self.lock:
            return 1


def make(state):
    state.lock = Lock()  # error: CFW202

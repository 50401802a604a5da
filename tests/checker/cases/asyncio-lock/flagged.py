import asyncio
from asyncio import Semaphore

lock = asyncio.Lock()  # error: CFW202
at_once: Semaphore = Semaphore(3)  # error: CFW202
locks = {"users": asyncio.Lock()}  # error: CFW202


class Limiter:
    shared = asyncio.Condition()  # error: CFW202

    def __init__(self):
        self._lock = asyncio.Lock()  # error: CFW202


_late = None


def get_lock():
    global _late
    if _late is None:
        _late = asyncio.Lock()  # error: CFW202
    return _late

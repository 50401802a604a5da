import asyncio
import functools
import time
from dataclasses import dataclass, field
from time import monotonic, perf_counter_ns as ticks

BEGINNING = monotonic()  # error: CFW601


@dataclass
class Bucket:
    tokens: float = 1.0
    updated: float = field(default_factory=time.monotonic)  # error: CFW601


class RateLimiter:
    def __init__(self, clock=time.monotonic):  # error: CFW601
        self.clock = clock
        self.seen = {}

    def allow(self, key):
        now = time.monotonic()  # error: CFW601
        return now - self.seen.get(key, 0) > 60


async def computed(work):
    await work.ready()
    start = time.perf_counter()  # error: CFW601
    total = sum(range(1000))
    return total, time.perf_counter() - start  # error: CFW601


def timed(function):
    @functools.wraps(function)
    def inner(*args):
        start = ticks()  # error: CFW601
        result = function(*args)
        return result, ticks() - start  # error: CFW601

    return inner


async def expires(entry):
    return entry["until"] < time.monotonic()  # error: CFW601


async def loop_time():
    return asyncio.get_running_loop().time()


cached = lambda: time.monotonic() + 60  # error: CFW601

import asyncio
import time
from contextlib import contextmanager
from time import perf_counter

totals = {}


async def measured(work):
    start = time.perf_counter()
    await work()
    return time.perf_counter() - start


async def written_down(repository, sql):
    started = perf_counter()
    rows = await repository.all(sql)
    totals["read"] = totals.get("read", 0) + (perf_counter() - started) * 1000
    return rows


async def handed_on(work):
    started = perf_counter()
    await work()
    log("done", since=started)


def log(text, since):
    print(text, perf_counter() - since)


async def in_a_loop(poll):
    last = time.monotonic()
    while True:
        now = time.monotonic()
        print(now - last)
        last = now
        if await poll():
            return


async def until(poll, seconds):
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if await poll():
            return True
        await asyncio.sleep(0.1)
    return False


class Timer:
    def __enter__(self):
        self.start = perf_counter()
        return self

    def __exit__(self, *exception):
        self.seconds = perf_counter() - self.start


async def stream(chunks):
    started = time.monotonic_ns()
    async for chunk in chunks:
        print(len(chunk))
    print(time.monotonic_ns() - started)


class Limiter:
    def __init__(self):
        self.seen = {}

    async def allow(self, key, store):
        now = time.monotonic()  # error: CFW601
        await store.touch(key)
        recent = [at for at in self.seen.get(key, []) if now - at < 60]
        self.seen[key] = recent + [now]
        return len(recent) < 10


async def stored(db):
    began = time.monotonic()  # error: CFW601
    await db.prepare("INSERT INTO runs VALUES (?)").bind(str(began)).run()


def without_waiting(rows):
    start = perf_counter()  # error: CFW601
    log("sorted", start)
    return sorted(rows)


@contextmanager
def timer(name):
    start = perf_counter()
    yield
    print(name, perf_counter() - start)


async def gathered(lines):
    start = perf_counter()
    found = [line async for line in lines]
    print(perf_counter() - start)
    return found

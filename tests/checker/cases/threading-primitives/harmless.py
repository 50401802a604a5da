import asyncio
import contextvars
import queue
import threading
from concurrent.futures import Future
from contextlib import nullcontext

state = threading.local()
request_id = contextvars.ContextVar("request_id")
jobs = queue.Queue()

try:
    import js

    lock = nullcontext()
except ImportError:
    lock = threading.Lock()


def typed(lock: threading.Lock | None = None):
    return lock


def main_thread():
    return threading.current_thread() is threading.main_thread()


async def off_the_loop(work):
    return await asyncio.to_thread(work, 1)


class Event:
    def __init__(self, kind):
        self.kind = kind


class Lock:
    def __enter__(self):
        return self

    def __exit__(self, *rest):
        return None


def own(kind):
    with Lock():
        return Event(kind)


class Condition(dict):
    pass


condition = Condition(a=1)


async def own_asyncio(work):
    async with asyncio.timeout(1):
        return await work()


if __name__ == "__main__":
    threading.Thread(target=main_thread).start()

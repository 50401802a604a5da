import asyncio
import threading

current = threading.local()


async def off_the_loop(work):
    return await asyncio.to_thread(work)


async def in_the_default_executor(work):
    return await asyncio.get_running_loop().run_in_executor(None, work)


async def own_lock(env):
    lock = asyncio.Lock()
    async with lock:
        return await env.KV.get("a")


class Thread:
    def __init__(self, title):
        self.title = title


def forum(title):
    return Thread(title)


def names():
    return threading.current_thread().name


_pool = futures.ThreadPoolExecutor(3)


async def in_its_own_executor(work):
    return await asyncio.get_running_loop().run_in_executor(_pool, work)


class Runner:
    def __init__(self):
        self._executor = futures.ThreadPoolExecutor(max_workers=2)

    async def run(self, work):
        loop = asyncio.get_event_loop()
        return await loop.run_in_executor(self._executor, work)

    def close(self):
        self._executor.shutdown(wait=False)

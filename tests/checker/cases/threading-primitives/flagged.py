import threading
from concurrent import futures
from concurrent.futures import ThreadPoolExecutor as Pool
from threading import Lock, RLock, Thread

guard = Lock()  # error: CFW201
owned = RLock()  # error: CFW201


def start(work):
    Thread(target=work, daemon=True).start()  # error: CFW201


def later(work):
    threading.Timer(5, work).start()  # error: CFW201


def pool(work, items):
    with Pool(4) as workers:  # error: CFW201
        return list(workers.map(work, items))


def pool_by_module(work):
    executor = futures.ThreadPoolExecutor()  # error: CFW201
    return executor.submit(work)


class Cache:
    def __init__(self):
        self._lock = threading.Lock()  # error: CFW201
        self.values = {}

    async def get(self, env, key):
        with self._lock:  # error: CFW201
            if key not in self.values:
                self.values[key] = await env.KV.get(key)
            return self.values[key]


async def acquired(env):
    guard.acquire()  # error: CFW201
    value = await env.KV.get("a")
    guard.release()
    return value


async def owned_by_the_thread(env):
    owned.acquire()
    value = await env.KV.get("a")
    owned.release()
    return value


def held_shortly():
    with guard:  # error: CFW201
        return 1

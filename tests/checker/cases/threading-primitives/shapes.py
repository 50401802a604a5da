import asyncio
import concurrent.futures
import threading as th
from threading import Barrier, BoundedSemaphore, Condition, Event, Lock, Semaphore

ready = Event()  # error: CFW201
slots: Semaphore = Semaphore(4)  # error: CFW201
gate = BoundedSemaphore(2)  # error: CFW201
changed = Condition()  # error: CFW201
barrier = Barrier(2)  # error: CFW201
locks = {name: Lock() for name in ("a", "b")}  # error: CFW201


class Pool:
    lock = th.RLock()  # error: CFW201

    def __init__(self, size=3):
        self.executor = concurrent.futures.ThreadPoolExecutor(max_workers=size)  # error: CFW201

    def take(self):
        with self.lock:  # error: CFW201
            return 1

    async def held_over_a_call(self, env):
        with Pool.lock:  # error: CFW201
            return await load(env)


async def load(env):
    return await env.KV.get("a")


def worker(queue):
    thread = th.Thread(target=queue.get)  # error: CFW201
    thread.start()
    thread.join()


class Background(th.Thread):
    def run(self):
        pass


def in_the_background():
    Background().start()  # error: CFW201


async def in_an_executor(work):
    loop = asyncio.get_running_loop()
    with concurrent.futures.ThreadPoolExecutor() as pool:
        return await loop.run_in_executor(pool, work)


def tested():
    if not gate.acquire(blocking=False):
        return None
    gate.release()
    return 1


async def acquired_over_await(env):
    gate.acquire()  # error: CFW201
    try:
        return await env.KV.get("a")
    finally:
        gate.release()


def imported_here():
    from threading import Thread

    Thread(target=print).start()  # error: CFW201


def spawned(command):
    import subprocess

    return subprocess.run(command)


both = concurrent.futures.ThreadPoolExecutor(2)  # error: CFW201
never = concurrent.futures.ThreadPoolExecutor(2)  # error: CFW201


async def in_both_ways(work):
    both.submit(work)
    return await asyncio.get_running_loop().run_in_executor(both, work)

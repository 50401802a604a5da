"""Dicts that make a lock for each key they are asked for."""

import asyncio
import collections
import threading
from collections import defaultdict

locks = defaultdict(asyncio.Lock)  # error: CFW202
slots = defaultdict(lambda: asyncio.Semaphore(2))  # error: CFW202
counts = defaultdict(int)
seen = collections.defaultdict(list)
old = defaultdict(threading.Lock)  # error: CFW201


class Store:
    def __init__(self):
        self._locks = collections.defaultdict(asyncio.Lock)  # error: CFW202
        self._names = defaultdict(set)

    async def save(self, key):
        async with self._locks[key]:
            self._names[key].add(1)


store = Store()


async def of_one_request(jobs):
    locks = defaultdict(asyncio.Lock)

    async def run(job):
        async with locks[job.key]:
            await job.run()

    await asyncio.gather(*[run(job) for job in jobs])

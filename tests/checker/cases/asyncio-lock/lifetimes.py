import asyncio

from workers import WorkerEntrypoint

_locks = {}


def lock_of(name):
    lock = _locks.get(name)
    if lock is None:
        lock = asyncio.Lock()  # error: CFW202
        _locks[name] = lock
    return lock


class Crawler:
    def __init__(self, urls):
        self.urls = urls
        self.at_once = asyncio.Semaphore(6)

    async def read(self, url):
        async with self.at_once:
            return url

    async def run(self):
        return await asyncio.gather(*(self.read(url) for url in self.urls))


class Queue:
    def __init__(self):
        self.lock = asyncio.Lock()  # error: CFW202


class Rates:
    def __init__(self):
        self.lock = asyncio.Lock()  # error: CFW202


class Handed:
    def __init__(self):
        self.lock = asyncio.Lock()  # error: CFW202


queue = Queue()


def make():
    handed = Handed()
    return handed


class Default(WorkerEntrypoint):
    rates = None

    async def fetch(self, request):
        crawler = Crawler(["a", "b"])
        Default.rates = Rates()
        return await crawler.run()

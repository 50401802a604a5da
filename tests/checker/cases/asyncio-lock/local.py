import asyncio


async def bounded(urls, read):
    semaphore = asyncio.Semaphore(5)

    async def one(url):
        async with semaphore:
            return await read(url)

    return await asyncio.gather(*(one(url) for url in urls))


async def used_at_once(work):
    async with asyncio.Semaphore(2):
        return await work()


async def passed(work):
    return await work(asyncio.Semaphore(2))


async def annotated(work):
    lock: asyncio.Lock = asyncio.Lock()
    async with lock:
        return await work()


async def awaited_only(work):
    event = asyncio.Event()
    task = asyncio.create_task(work(event))
    await event.wait()
    return await task


def typed(lock: asyncio.Lock):
    return lock


class Semaphore:
    def __init__(self, colour):
        self.colour = colour


railway = Semaphore("red")
"""asyncio.Lock() in a text"""
# asyncio.Lock() in a comment

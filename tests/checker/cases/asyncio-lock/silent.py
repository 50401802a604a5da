import asyncio


async def within_one_request(urls, read):
    limit = asyncio.Semaphore(4)

    async def one(url):
        async with limit:
            return await read(url)

    return await asyncio.gather(*[one(url) for url in urls])


async def event():
    done = asyncio.Event()
    done.set()
    await done.wait()


async def queue():
    return asyncio.Queue()


class Lock:
    pass


lock = Lock()
EXAMPLE = "lock = asyncio.Lock()"

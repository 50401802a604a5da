# target: pyodide-0.28 bundled
import asyncio
import functools


def single_flight(function):
    lock = asyncio.Lock()  # error: CFW202

    @functools.wraps(function)
    async def wrapper(*args):
        async with lock:
            return await function(*args)

    return wrapper


@single_flight
async def load(url):
    return url


def at_most(count):
    slots = asyncio.Semaphore(count)  # error: CFW202

    def decorate(function):
        async def wrapper(*args):
            async with slots:
                return await function(*args)

        return wrapper

    return decorate


@at_most(3)
async def read(url):
    return url


class Api:
    @at_most(2)
    async def read(self, url):
        return url


# Who calls it in a request keeps it for that long.
def limited(function, count):
    slots = asyncio.Semaphore(count)

    async def wrapper(*args):
        async with slots:
            return await function(*args)

    return wrapper


async def read_all(urls):
    one = limited(read, 4)
    return await asyncio.gather(*[one(url) for url in urls])


def once(function):
    lock = asyncio.Lock()
    print(lock)

    async def wrapper(*args):
        return await function(*args)

    return wrapper


@once
async def other():
    return 1


async def nested(urls):
    def guarded(function):
        lock = asyncio.Lock()

        async def wrapper(*args):
            async with lock:
                return await function(*args)

        return wrapper

    @guarded
    async def one(url):
        return url

    return await asyncio.gather(*[one(url) for url in urls])

# target: pyodide-0.28 bundled
import asyncio
from concurrent.futures import ThreadPoolExecutor


async def lent(work, data):
    loop = asyncio.get_running_loop()
    with ThreadPoolExecutor() as pool:
        return await loop.run_in_executor(pool, work, data)


async def lent_by_name(work, data):
    pool = ThreadPoolExecutor(max_workers=2)
    return await asyncio.get_running_loop().run_in_executor(pool, work, data)


async def used(work, data):
    with ThreadPoolExecutor() as pool:  # error: CFW201
        return pool.submit(work, data).result()


async def used_as_well(work, data):
    loop = asyncio.get_running_loop()
    with ThreadPoolExecutor() as pool:  # error: CFW201
        first = await loop.run_in_executor(pool, work, data)
        return list(pool.map(work, [first]))


async def handed_on(work, data, run):
    with ThreadPoolExecutor() as pool:  # error: CFW201
        return await run(pool, work, data)

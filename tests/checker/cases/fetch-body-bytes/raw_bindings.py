# target: pyodide-314 bundled
"""The SDK inside workerd wraps fetchers as well, whatever it leaves raw."""

from js import fetch


async def service(env, url, blob: bytes):
    return await env.BACKEND.fetch(url, method="PUT", body=blob)


async def room(self, name, url, blob: bytes):
    room = self.env.ROOMS.getByName(name)
    return await room.fetch(url, method="PUT", body=blob)


async def send(fetcher, url, blob):
    return await fetcher.fetch(url, method="PUT", body=blob)


async def through_a_helper(env, url, blob: bytes):
    await send(env.BACKEND, url, blob)


async def outside(url, blob: bytes):
    return await fetch(url, method="PUT", body=blob)  # error: CFW101

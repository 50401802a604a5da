# target: pyodide-314 bundled
"""The SDK inside workerd wraps fetchers as well, whatever it leaves raw."""

from js import fetch


async def service(env, url, headers: dict):
    return await env.BACKEND.fetch(url, headers=headers)


async def room(self, name, url, headers: dict):
    room = self.env.ROOMS.getByName(name)
    return await room.fetch(url, headers=headers)


async def send(fetcher, url, headers):
    return await fetcher.fetch(url, headers=headers)


async def through_a_helper(env, url, headers: dict):
    await send(env.BACKEND, url, headers)


async def outside(url, headers: dict):
    return await fetch(url, headers=headers)  # error: CFW102

# target: pyodide-314 1.9.5
from js import fetch


# `fetch` of a wrapped binding is `workers.fetch`, which takes no options but keywords.
async def create(env, user):
    headers = {"Content-Type": "application/json"}
    return await env.USERS.fetch("https://users/", {"method": "POST", "headers": headers})  # error: CFW001


# A helper that is given either is wrong with one of them on every target.
async def post(send, url, options):
    return await fetch(url, options)


async def both(env):
    await post(env.USERS, "https://users/", {"headers": {}})  # error: CFW001

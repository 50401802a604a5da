# target: pyodide-0.26 bundled
"""Before Pyodide 0.28 no key of a dict is read, which is for another rule to say."""

from js import fetch


async def flat(url):
    await fetch(url, {"method": "POST", "body": b"x"})  # error: CFW001


async def post(url, body):
    await fetch(url, {"method": "POST", "body": body})  # error: CFW001


async def calls(url):
    await post(url, b"x")

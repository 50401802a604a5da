# severity: warning
"""Keys of a dict are read from Pyodide 0.28 on."""

from js import fetch


async def flat(url, text):
    await fetch(url, {"method": "POST", "body": text.encode()})  # error: CFW101
    await fetch(url, {"method": "POST", "body": "x".encode()})  # error: CFW101
    await fetch(url, {"method": "POST", "body": b"x".decode()})
    await fetch(url, {"method": "POST", "body": "x"})


async def post(url, body):
    await fetch(url, {"method": "POST", "body": body})


async def calls(url):
    await post(url, b"x")  # error: CFW101
    await post(url, "x")


async def converted_as_a_whole(url):
    await fetch(url, {"method": "POST", "body": b"x", "headers": {"A": "b"}})  # error: CFW001

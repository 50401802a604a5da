import js


async def call(url, body: bytes = b""):
    return await js.fetch(url, {"method": "POST", "headers": {"a": "b"}, "body": body})

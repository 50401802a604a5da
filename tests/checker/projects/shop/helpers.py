import js

DEFAULT_HEADERS = {"Accept": "application/json"}


async def send(url, options):
    return await js.fetch(url, options)

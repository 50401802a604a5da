"""Helpers that handle every failure: what their callers pass still fails, and the interpreter is dead afterwards."""

from js import Headers, Object, fetch
from pyodide.ffi import to_js


async def handled(url, headers):
    try:
        return await fetch(url, headers=headers)
    except Exception:
        return None


async def tried_again(url, headers):
    try:
        return await fetch(url, headers=headers)
    except Exception:
        return await fetch(url, headers=to_js(headers, dict_converter=Object.fromEntries))


def logged(headers):
    try:
        return Headers.new(headers)
    except TypeError as error:
        print(error)
        raise


async def passes(url):
    await handled(url, {"a": "b"})  # error: CFW102
    await tried_again(url, {"a": "b"})
    logged({"a": "b"})  # error: CFW102


async def only_logged(url, headers, logger):
    try:
        return await fetch(url, headers=headers)
    except Exception as error:
        print("failed", headers, error)
        logger.error("failed", extra={"headers": headers})
        return f"failed with {headers}"


async def passes_more(url):
    await only_logged(url, {"a": "b"}, None)  # error: CFW102

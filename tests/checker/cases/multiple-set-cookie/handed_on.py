# target: pyodide-314 1.6.12
"""Responses that a helper makes, with a cookie on them."""

from fastapi.responses import JSONResponse


def ok(data):
    response = JSONResponse(data)
    response.set_cookie("seen", "1")  # error: CFW901
    return response


def plain(data):
    response = JSONResponse(data)
    response.headers["X-Seen"] = "1"
    return response


def once(data):
    response = JSONResponse(data)
    response.set_cookie("last", "1")
    return response


async def cleared(data):
    response = JSONResponse(data)
    response.delete_cookie("draft")  # error: CFW901
    return response


async def login(data):
    response = ok(data)
    response.set_cookie("session", "s")
    return response


async def logout(data):
    response = await cleared(data)
    response.delete_cookie("session")
    return response


async def one_more(data):
    response = plain(data)
    response.set_cookie("session", "s")
    return response


async def the_same_again(data):
    response = once(data)
    response.set_cookie("last", "2")
    return response


async def of_two(data):
    first = once(data)
    second = once(data)
    return first if data else second


async def one_each(data):
    if data:
        response = once(data)
    else:
        response = plain(data)
        response.set_cookie("session", "s")
    return response


async def not_on_it(data):
    other = JSONResponse({})
    once(data)
    other.set_cookie("session", "s")
    return other

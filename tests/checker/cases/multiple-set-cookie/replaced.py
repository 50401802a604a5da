# target: pyodide-314 1.6.12
from fastapi import Response
from fastapi.responses import JSONResponse

NAME = "session"


async def deleted_and_set(response: Response):
    response.delete_cookie("a")
    response.set_cookie("a", "1")
    return response


async def again_after_a_failure(response: Response, token):
    try:
        response.set_cookie(NAME, token.read(), httponly=True)
    except ValueError:
        response.set_cookie(NAME, "", httponly=True)
    return response


async def either(response: Response, flag):
    if flag:
        response.set_cookie(key="a", value="1")
    if not flag:
        response.set_cookie(key="a", value="2")
    return response


async def every_time(response: Response, values):
    for value in values:
        response.set_cookie("a", value)
    return response


async def one_of_two_names(response: Response):
    response.set_cookie("a", "1")
    response.set_cookie("a", "2")  # error: CFW901
    response.set_cookie("b", "1")
    return response


async def another_place(response: Response):
    response.set_cookie("a", "1", path="/")  # error: CFW901
    response.set_cookie("a", "1", path="/admin")
    return response


async def another_domain(response: Response, domain):
    response.delete_cookie("a")  # error: CFW901
    response.delete_cookie("a", domain=domain)
    return response


async def unknown_names(response: Response, one, other):
    response.set_cookie(one, "1")  # error: CFW901
    response.set_cookie(other, "1")
    return response


async def by_header():
    response = JSONResponse({})
    response.headers.append("set-cookie", "a=1")  # error: CFW901
    response.headers.append("set-cookie", "b=2")
    return response


async def unknown_arguments(response: Response, arguments):
    response.set_cookie("a", "1", **arguments)  # error: CFW901
    response.set_cookie("a", "1", **arguments)
    return response

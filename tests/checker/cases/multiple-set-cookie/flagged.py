# target: pyodide-314 1.6.12
from fastapi import Response
from fastapi.responses import JSONResponse, RedirectResponse


async def two_set():
    response = RedirectResponse("/")
    response.set_cookie("access", "a")  # error: CFW901
    response.set_cookie("refresh", "b")
    return response


async def three_deleted(response: Response):
    response.delete_cookie("a")  # error: CFW901
    response.delete_cookie("b")  # error: CFW901
    response.delete_cookie("c")


async def by_header():
    response = JSONResponse({})
    response.headers.append("Set-Cookie", "a=1")  # error: CFW901
    response.headers.append("set-cookie", "b=2")
    return response


async def on_a_branch(remember):
    response = JSONResponse({})
    response.set_cookie("session", "s")  # error: CFW901
    if remember:
        response.set_cookie("remember", "1")
    return response


async def in_a_loop(names):
    response = JSONResponse({})
    for name in names:
        response.delete_cookie(name)  # error: CFW901
    return response


def unknown_response(templates):
    page = templates.TemplateResponse("login.html")
    page.set_cookie("csrf", "x")  # error: CFW901
    page.set_cookie("lang", "en")
    return page

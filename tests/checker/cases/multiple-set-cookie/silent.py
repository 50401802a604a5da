# target: pyodide-314 1.6.12
from fastapi.responses import JSONResponse, RedirectResponse
from js import Headers
from workers import Response


async def one():
    response = JSONResponse({})
    response.set_cookie("session", "s")
    return response


async def one_per_response(failed):
    if failed:
        response = RedirectResponse("/login")
        response.delete_cookie("session")
        return response
    response = RedirectResponse("/")
    response.set_cookie("session", "s")
    return response


async def either(keep):
    response = JSONResponse({})
    if keep:
        response.set_cookie("session", "s")
    else:
        response.delete_cookie("session")
    return response


def other_headers():
    response = JSONResponse({})
    response.headers.append("Vary", "Cookie")
    response.headers.append("Vary", "Accept")
    return response


def platform_headers():
    headers = Headers.new()
    headers.append("Set-Cookie", "a=1")
    headers.append("Set-Cookie", "b=2")
    return Response("ok", headers=[("Set-Cookie", "a=1"), ("Set-Cookie", "b=2")])


def a_new_one_each_time(users):
    responses = []
    for user in users:
        response = JSONResponse({})
        response.set_cookie("session", user)
        responses.append(response)
    return responses

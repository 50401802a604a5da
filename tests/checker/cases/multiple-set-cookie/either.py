# target: pyodide-314 1.6.12
from fastapi import Response


async def either(response: Response, flag):
    if flag:
        response.set_cookie("a", "1")
    if not flag:
        response.set_cookie("b", "1")
    return response


async def by_none(response: Response, user):
    if user is None:
        response.delete_cookie("a")
    print("between")
    if user is not None:
        response.set_cookie("b", user)
    return response


async def by_a_name(response: Response, user):
    is_new = user is None
    if is_new:
        response.set_cookie("a", "1")
    if not is_new and user.name:
        response.set_cookie("b", user)
    return response


async def told_twice(response: Response, user):
    if user.name:
        response.set_cookie("a", "1")
    if user.name is None:
        response.set_cookie("b", "1")
    return response


async def both(response: Response, flag, other):
    if flag:
        response.set_cookie("a", "1")  # error: CFW901
    if not other:
        response.set_cookie("b", "1")
    return response


async def bound_again(response: Response, flag, ask):
    if flag:
        response.set_cookie("a", "1")  # error: CFW901
    flag = ask()
    if not flag:
        response.set_cookie("b", "1")
    return response


async def one_of_two(response: Response, flag, other):
    if flag or other:
        response.set_cookie("a", "1")  # error: CFW901
    if not flag:
        response.set_cookie("b", "1")
    return response


async def each(response: Response, flags):
    for flag in flags:
        if flag:
            response.set_cookie("a", "1")  # error: CFW901
        if not flag:
            response.set_cookie("b", "1")  # error: CFW901
    return response

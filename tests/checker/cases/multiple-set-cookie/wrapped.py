# target: pyodide-314 1.6.12
from fastapi import Response
from fastapi.responses import JSONResponse


class Jar:
    def __init__(self, response):
        self.response = response

    def put(self, name, value):
        self.response.set_cookie(name, value)


class Typed:
    def __init__(self, response: Response):
        self._response = response

    def put(self, name, value):
        self._response.set_cookie(name, value, httponly=True)


class Renewed:
    def __init__(self):
        self.response = None

    def put(self, name, value):
        self.response = JSONResponse({})
        self.response.set_cookie(name, value)


async def twice(response: Response):
    jar = Jar(response)
    jar.put("a", "b")  # error: CFW901
    jar.put("c", "d")
    return response


async def typed(response: Response):
    jar = Typed(response)
    jar.put("a", "b")  # error: CFW901
    jar.put("c", "d")
    return response


async def once(response: Response):
    jar = Jar(response)
    jar.put("a", "b")
    return response


async def one_each(first: Response, second: Response):
    jar = Jar(first)
    other = Jar(second)
    jar.put("a", "b")
    other.put("c", "d")
    return first


async def renewed():
    jar = Renewed()
    jar.put("a", "b")
    jar.put("c", "d")
    return jar.response

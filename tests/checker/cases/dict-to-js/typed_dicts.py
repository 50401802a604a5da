# severity: warning
from typing import NotRequired, TypedDict

from js import Object, fetch
from pyodide.ffi import to_js


class Init(TypedDict):
    method: str
    headers: NotRequired[dict]
    body: NotRequired[str]


class Json(Init):
    cf: dict


class Options:
    def __init__(self, method, headers):
        self.method = method
        self.headers = headers


async def made(url):
    await fetch(url, Init(method="POST", headers={"A": "b"}))  # error: CFW001
    await fetch(url, Json(method="POST", headers={"A": "b"}))  # error: CFW001
    await fetch(url, Options("POST", {"A": "b"}))
    await fetch(url, to_js(Init(method="POST", headers={"A": "b"}), dict_converter=Object.fromEntries))


async def passed(url, headers: Init):
    await fetch(url, method="POST", headers=headers)  # error: CFW102

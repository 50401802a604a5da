# target: pyodide-0.28 bundled
from fastapi import FastAPI, Response
from fastapi.responses import JSONResponse, RedirectResponse
from workers import Response as WorkerResponse

app = FastAPI()


@app.post("/login")
async def one(response: Response):
    response.set_cookie("session", "s")
    response.headers["X-A"] = "b"
    return {"ok": True}


@app.post("/either")
async def either(ok: bool):
    response = JSONResponse({})
    if ok:
        response.set_cookie("session", "s")
        return response
    response.delete_cookie("session")
    return response


@app.post("/replaced")
async def replaced(ok: bool):
    response = JSONResponse({})
    response.set_cookie("session", "s")
    if not ok:
        response = RedirectResponse("/login")
        response.delete_cookie("session")
    return response


@app.post("/match")
async def matched(kind: str):
    response = JSONResponse({})
    match kind:
        case "in":
            response.set_cookie("session", "s")
        case "out":
            response.delete_cookie("session")
    return response


@app.post("/two")
async def two():
    first = JSONResponse({})
    first.set_cookie("a", "1")
    second = JSONResponse({})
    second.set_cookie("b", "2")
    return first, second


def set_session(response, token):
    response.set_cookie("session", token)


@app.post("/helper")
async def helper():
    response = JSONResponse({})
    set_session(response, "t")
    return response


@app.post("/error")
async def raised(ok: bool):
    response = JSONResponse({})
    if ok:
        response.set_cookie("a", "1")
        return response
    else:
        response.set_cookie("b", "1")
    return response


def raw():
    return WorkerResponse("x", headers=[("Set-Cookie", "a=1"), ("Set-Cookie", "b=2")])


class Jar:
    def set_cookie(self, name):
        return name


def jar(jar: Jar):
    jar.set_cookie("a")
    jar.set_cookie("b")
    return jar

# target: pyodide-0.28 bundled
from fastapi import FastAPI, Response
from fastapi.responses import HTMLResponse, JSONResponse, RedirectResponse
from starlette.responses import Response as StarletteResponse

app = FastAPI()
NAMES = ("access", "refresh", "csrf")


def set_session(response, token):
    response.set_cookie("session", token, httponly=True)


def set_csrf(response: Response):
    response.set_cookie("csrf", "c")


@app.post("/login")
async def parameter(response: Response):
    response.set_cookie("access", "a")  # error: CFW901
    response.set_cookie("refresh", "b")
    return {"ok": True}


@app.post("/logout")
async def deleted():
    response = JSONResponse({"ok": True})
    response.delete_cookie("access")  # error: CFW901
    response.delete_cookie("csrf")
    return response


@app.post("/mixed")
async def mixed():
    response = RedirectResponse("/", status_code=303)
    response.set_cookie("session", "s")  # error: CFW901
    response.delete_cookie("state")
    return response


@app.get("/header")
async def by_header():
    response = HTMLResponse("<p>")
    response.set_cookie("a", "1")  # error: CFW901
    response.headers.append("set-cookie", "b=2")
    return response


@app.get("/loop")
async def looped():
    response = JSONResponse({})
    for name in NAMES:
        response.delete_cookie(name)  # error: CFW901
    return response


@app.get("/branch")
async def branched(remember: bool):
    response = JSONResponse({})
    if remember:
        response.set_cookie("remember", "1")  # error: CFW901
    response.set_cookie("session", "s")
    return response


@app.get("/try")
async def tried(request):
    response = JSONResponse({})
    try:
        response.set_cookie("a", "1")  # error: CFW901
    finally:
        response.delete_cookie("b")
    return response


@app.get("/helpers")
async def helpers():
    response = JSONResponse({})
    set_session(response, "t")  # error: CFW901
    set_csrf(response)
    return response


@app.get("/helper-and-own")
async def helper_and_own():
    response = JSONResponse({})
    set_session(response, "t")  # error: CFW901
    response.set_cookie("lang", "en")
    return response


def build():
    response = StarletteResponse("x")
    response.set_cookie("a", "1")  # error: CFW901
    response.set_cookie("b", "2")  # error: CFW901
    response.set_cookie("c", "3")
    return response


class Logout:
    def __init__(self):
        self.response = JSONResponse({})

    def run(self):
        self.response.delete_cookie("a")  # error: CFW901
        self.response.delete_cookie("b")
        return self.response

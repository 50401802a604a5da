# target: pyodide-0.28 bundled
# What is not awaited becomes part of a text, a sum or an answer.
import json
from workers import Response
from js import Response as JsResponse
from starlette.responses import JSONResponse
from fastapi import FastAPI

app = FastAPI()


async def d(env):
    rows = env.DB.prepare("SELECT 1").all()
    return Response.json(rows)  # error: CFW402


async def a(env):
    n = env.DB.prepare("SELECT 1").first("n")
    return Response(f"count: {n}")  # error: CFW402


async def count(env):
    return await env.DB.prepare("SELECT 1").first("n")


async def a2(env):
    n = count(env)
    return n + 1  # error: CFW402


async def a3(env):
    total = int(count(env))  # error: CFW402
    return Response.json({"total": total, "row": count(env)})  # error: CFW402


async def a4(env):
    return JSONResponse({"row": env.DB.prepare("SELECT 1").first()})  # error: CFW402


@app.get("/x")
async def a5(env):
    return {"row": env.DB.prepare("SELECT 1").first()}  # error: CFW402


@app.get("/x")
async def a6(env):
    return env.DB.prepare("SELECT 1").first()  # error: CFW402


async def a7(env):
    return JsResponse.new(env.DB.prepare("SELECT 1").first())  # error: CFW402


async def fine(env):
    n = await count(env)
    tasks = [count(env), count(env)] + [count(env)]
    return f"{n} {n + 1} {len(tasks)} {await count(env)}"

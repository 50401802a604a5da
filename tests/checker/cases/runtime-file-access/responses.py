# target: pyodide-314 1.9.5
"""Responses that are files."""

import os
from pathlib import Path

import fastapi.responses
import starlette.responses
from fastapi.responses import FileResponse

HERE = Path(__file__).parent


async def page():
    return FileResponse("static/index.html")  # error: CFW301


async def by_keyword():
    return starlette.responses.FileResponse(path="static/index.html", media_type="text/html")  # error: CFW301


async def by_name(name):
    return fastapi.responses.FileResponse(os.path.join("static", name))  # error: CFW301


async def of_a_server():
    return FileResponse("/var/www/index.html")  # error: CFW301


async def fine(path):
    return FileResponse(HERE / "index.html"), FileResponse("/tmp/report.pdf"), FileResponse(path, filename="index.html")

"""Runs one case at a time: a snippet as the entry module of a Worker, and calls into it."""

import ast
import asyncio
import gc
import json
import os
import shutil
import sys
import textwrap
import traceback
import types
import warnings
from pathlib import Path

ENTRY = Path("/session/metadata/entry.py")
SCRATCH = [ENTRY.parent, Path("/tmp")]
FOLDERS = "/packages/"
SEES = ("env", "ctx", "request", "echo", "isolate", "rows")


class Case:
    """A snippet with everything that changes while it runs."""

    def __init__(self, body, database):
        self.body = body
        self.database = database
        self.modules = set(sys.modules)
        self.environ = dict(os.environ)
        self.path = list(sys.path)
        self.limit = sys.getrecursionlimit()
        self.module = None
        self.failed = None

    def enter(self):
        os.chdir("/")
        for folder in self.body["folders"]:
            sys.path.append(FOLDERS + folder)
        sys.path.append(str(ENTRY.parent))
        for folder in SCRATCH:
            folder.mkdir(parents=True, exist_ok=True)
        for name, text in {**self.body["setUp"]["files"], ENTRY.name: self.body["code"]}.items():
            (ENTRY.parent / name).write_text(text)
        # The same warning counts in every case.
        warnings.simplefilter("always", RuntimeWarning)
        try:
            self.module = self.isolate()
        except BaseException as error:
            self.failed = error

    def isolate(self):
        """A fresh copy of the snippet, as every isolate has its own."""
        module = types.ModuleType("entry")
        module.__file__ = str(ENTRY)
        exec(compile(self.body["code"], str(ENTRY), "exec"), module.__dict__)
        return module

    async def rows(self, sql):
        result = await self.database.prepare(sql).all()
        from js import JSON

        return json.loads(JSON.stringify(result.results))

    async def call(self, env, ctx, request):
        if self.failed is not None:
            raise self.failed
        namespace = self.module.__dict__
        exec(compile(function(self.body["call"]), "<call>", "exec"), namespace)
        if self.body["wrapped"]:
            from workers import env  # noqa: PLW0642
        try:
            from workers import Request
        except ImportError:
            Request = lambda request: request  # noqa: E731
        return await namespace["__call__"](
            env=env, ctx=ctx, request=Request(request), echo=self.body["echo"], isolate=self.isolate, rows=self.rows
        )

    def leave(self):
        os.chdir("/")
        os.environ.clear()
        os.environ.update(self.environ)
        sys.path[:] = self.path
        sys.setrecursionlimit(self.limit)
        sys.path_importer_cache.clear()
        for name in set(sys.modules) - self.modules:
            origin = getattr(sys.modules[name], "__file__", None) or ""
            if origin.startswith(FOLDERS) or origin.startswith(str(ENTRY.parent)):
                del sys.modules[name]
        for folder in SCRATCH:
            shutil.rmtree(folder, ignore_errors=True)
        for path in Path("/").iterdir():
            if path.is_file():
                path.unlink()


def function(call):
    """The source of a function that makes the call: of an expression its value, of statements what they return."""
    head = f"async def __call__(*, {', '.join(SEES)}):\n"
    expression = head + textwrap.indent(f"return (\n{call}\n)", "    ")
    try:
        ast.parse(expression)
        return expression
    except SyntaxError:
        return head + textwrap.indent(call, "    ")


async def described(value):
    """An answer as JSON: a response, or a value with what is no plain value told by type and repr."""
    kind = type(value)
    inner = getattr(value, "js_object", value)
    constructor = getattr(getattr(inner, "constructor", None), "name", None)
    if constructor == "Response":
        return {"response": await response(inner)}
    return {"returned": plain(value)}


async def response(value):
    headers = [f"{name}: {text}" for name, text in value.headers if name != "set-cookie"]
    headers += [f"set-cookie: {text}" for text in value.headers.getSetCookie()]
    return {"status": value.status, "headers": sorted(headers), "body": await value.text()}


def plain(value):
    if value is None or isinstance(value, (bool, int, str)):
        return value
    if isinstance(value, float):
        return value if value == value and abs(value) != float("inf") else repr(value)
    if isinstance(value, (list, tuple)):
        return [plain(item) for item in value]
    if isinstance(value, dict):
        return {str(key): plain(item) for key, item in value.items()}
    kind = type(value)
    name = kind.__qualname__ if kind.__module__ == "builtins" else f"{kind.__module__}.{kind.__qualname__}"
    return {"type": name, "repr": repr(value)}


case = None


def begin(body, database):
    global case
    case = Case(json.loads(body), database)
    case.enter()


async def call(env, ctx, request):
    try:
        answer = await described(await case.call(env, ctx, request))
    except BaseException as error:
        answer = {"raised": "".join(traceback.format_exception_only(error)).strip()}
    return json.dumps(answer)


async def settle():
    """Gives what was started and not awaited its turn, and what was never awaited its warning."""
    gc.collect()
    for _ in range(5):
        await asyncio.sleep(0.01)


async def end():
    global case
    for task in asyncio.all_tasks() - {asyncio.current_task()}:
        task.cancel()
    await asyncio.sleep(0)
    case.leave()
    case = None

# Objects that functions make and return live as long as those who call them keep them.
import asyncio
from functools import lru_cache
from fastapi import Depends, FastAPI
from workers import WorkerEntrypoint, Response

class Client:
    def __init__(self, env=None):
        self.env = env
        self.lock = asyncio.Lock()

class Svc:
    def __init__(self, env):
        self.c = Client2()

class Client2:
    def __init__(self):
        self.lock = asyncio.Lock()

class Cached:
    def __init__(self):
        self.lock = asyncio.Lock()  # error: CFW202

@lru_cache
def cached():
    return Cached()

class Glob:
    def __init__(self):
        self.lock = asyncio.Lock()  # error: CFW202

_g = None
def glob():
    global _g
    if _g is None:
        _g = Glob()
    return _g

class Dep:
    def __init__(self):
        self.lock = asyncio.Lock()
def dep():
    return Dep()

class Module:
    def __init__(self):
        self.lock = asyncio.Lock()  # error: CFW202
def make():
    return Module()
MODULE = make()

class Kept:
    def __init__(self):
        self.lock = asyncio.Lock()  # error: CFW202
class Holder:
    def __init__(self):
        self.k = Kept()
HOLDER = Holder()

app = FastAPI()
@app.get("/")
async def root(d=Depends(dep)):
    return {}

def svc(env):
    s = Svc(env)
    return s

class Default(WorkerEntrypoint):
    def client(self):
        return Client(self.env)
    async def fetch(self, request):
        async with self.client().lock:
            pass
        s = svc(self.env)
        cached(); glob()
        return Response("")

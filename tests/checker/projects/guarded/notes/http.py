import threading

from . import runtime
from .runtime import HAS_PYODIDE, ON_WORKERS

if HAS_PYODIDE:
    from js import fetch

    async def post(url, headers):
        headers = dict(headers)
        return await fetch(url, method="POST", headers=headers)  # error: CFW102

else:
    _lock = threading.Lock()

    async def post(url, headers):
        with _lock:
            return url, headers


if not ON_WORKERS:
    _other = threading.Lock()

    async def put(url, data):
        with _other:
            return threading.Lock()

else:
    _other = threading.Lock()  # error: CFW201

    async def put(url, data):
        return None


def asked():
    if not runtime.on_workers():
        return threading.Lock()
    return threading.RLock()  # error: CFW201

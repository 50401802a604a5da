# target: pyodide-0.28 bundled
# Code for other machines, by the questions that tell.
import importlib.util
import os
import platform
import sys
import threading
from pathlib import Path

from workers import WorkerEntrypoint

try:
    import js
except ImportError:
    js = None

ON = bool(os.getenv("CF", "")) or sys.platform == "emscripten"  # error: CFW501
OFF = not ON and sys.platform != "emscripten"
WASM = hasattr(sys, "_emscripten_info")
HAS_JS = importlib.util.find_spec("js") is not None


class Log:
    on_worker = js is not None

    def __init__(self):
        self.local = js is None
        self.remote = not self.local

    def write(self, text):
        if self.local:
            Path("log.txt").write_text(text)
        if not self.on_worker:
            Path("log.txt").write_text(text)
        if not Log.on_worker:
            Path("log.txt").write_text(text)
        if self.remote:
            Path("log.txt").write_text(text)  # error: CFW301


def one_of():
    if sys.platform not in ("emscripten", "wasi"):
        return threading.Lock()
    if sys.platform in {"linux", "darwin"}:
        return threading.Lock()
    if "linux" in sys.platform:
        return threading.Lock()
    return threading.RLock()  # error: CFW201


def begins():
    if not sys.platform.startswith("emscripten"):
        return threading.Lock()
    if sys.platform.startswith("win"):
        return threading.Lock()
    return threading.RLock()  # error: CFW201


def found():
    if importlib.util.find_spec("js") is None:
        return threading.Lock()
    if not HAS_JS:
        return threading.Lock()
    if importlib.util.find_spec("pyodide.ffi"):
        return threading.RLock()  # error: CFW201
    return threading.Lock()


def system():
    if platform.system() != "Emscripten":
        return threading.Lock()
    if platform.system().lower() == "linux":
        return threading.Lock()
    if platform.machine() != "wasm32":
        return threading.Lock()
    if os.name == "nt":
        return threading.Lock()
    return threading.RLock()  # error: CFW201


def info():
    if not hasattr(sys, "_emscripten_info"):
        return threading.Lock()
    if not WASM:
        return threading.Lock()
    lock = None if WASM else threading.Lock()
    return lock or threading.RLock()  # error: CFW201


def either():
    if not ON:
        return threading.Lock()
    if OFF:
        return threading.Lock()
    return threading.RLock()  # error: CFW201


# What these ask says nothing about Workers.
def others(name, options):
    if importlib.util.find_spec("numpy") is None:
        return threading.Lock()  # error: CFW201
    if hasattr(sys, "ps1"):
        return threading.Lock()  # error: CFW201
    if name.startswith("linux") or options.system() == "Linux":
        return threading.Lock()  # error: CFW201
    if sys.platform == name or sys.platform in options:
        return threading.Lock()  # error: CFW201
    return threading.RLock()  # error: CFW201


class Default(WorkerEntrypoint):
    async def fetch(self, request):
        return Log().write("x")

import sys
import threading
from pathlib import Path
from sys import platform

from js import fetch

ON_WORKERS = sys.platform == "emscripten"
LOCALLY = "pyodide" not in sys.modules

if sys.platform != "emscripten":
    LOCK = threading.Lock()

if not ON_WORKERS:
    OTHER = threading.Lock()

    def locked():
        return threading.Lock()

    class Pool:
        def __init__(self):
            self.lock = threading.Lock()

else:
    OTHER = threading.Lock()  # error: CFW201

    def locked():
        return threading.Lock()  # error: CFW201


def in_pyodide():
    return "pyodide" in sys.modules


def early():
    if ON_WORKERS:
        return None
    return threading.Lock()


def asked():
    if not in_pyodide():
        return threading.Lock()
    return threading.RLock()  # error: CFW201


def local(name):
    if LOCALLY and name:
        return threading.Lock()
    return threading.Lock() if platform == "linux" else None


def linux():
    if sys.platform == "linux":
        Path("debug.json").write_text("")
    elif sys.platform == "emscripten":
        return threading.Lock()  # error: CFW201
    return "emscripten" == platform or threading.Lock()


# What is asked here says nothing about Workers.
def others():
    if sys.platform == flavour():
        return threading.Lock()  # error: CFW201
    if "uvicorn" in sys.modules:
        return threading.Lock()  # error: CFW201
    return threading.RLock()  # error: CFW201


def flavour():
    return fetch.name


def on_workers_only():
    assert sys.platform == "emscripten"
    return threading.Lock()  # error: CFW201


def elsewhere_only():
    assert sys.platform != "emscripten"
    return threading.Lock()


class Base:
    def is_local(self):
        return False

    def lock(self):
        # Those that extend the class may say otherwise.
        if self.is_local():
            return threading.Lock()  # error: CFW201
        return None

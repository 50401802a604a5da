import sys

try:
    import js

    HAS_PYODIDE = True
except ImportError:
    js = None
    HAS_PYODIDE = False

ON_WORKERS = sys.platform == "emscripten"


def on_workers():
    return ON_WORKERS

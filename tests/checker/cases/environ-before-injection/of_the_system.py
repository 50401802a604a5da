# target: pyodide-0.28 bundled
import os
import pathlib

TEMPORARY = pathlib.Path(os.environ.get("TMPDIR", "/tmp"))
ZONE = os.getenv("TZ", "UTC")
COLOUR = "NO_COLOR" not in os.environ and os.environ.get("TERM") != "dumb"
REGION = os.environ.get("REGION", "eu")  # error: CFW501


def cache():
    return os.environ.get("XDG_CACHE_HOME", os.environ.get("HOME", "/tmp"))


def model():
    return os.environ.get("MODEL", "small")  # error: CFW501

# target: pyodide-0.28 bundled
"""Paths that are asked whether they are absolute, and folders that `__file__` decides about."""

import os
from pathlib import Path

BACKEND = Path(__file__).parent
BASE = os.path.dirname(__file__) if "__file__" in globals() else os.getcwd()


def beside_the_code(name="storage/uploads"):
    raw = Path("storage/uploads")
    path = raw if raw.is_absolute() else BACKEND / raw
    return path.read_text()


def mended():
    raw = Path("storage/uploads")
    if not raw.is_absolute():
        raw = BACKEND / raw
    return raw.read_text()


def asked_with_os():
    raw = "storage/uploads"
    if os.path.isabs(raw):
        return open(raw).read()
    return None


def of_the_base():
    return open(os.path.join(BASE, "cookies.txt")).read()


def relative_all_the_same():
    raw = Path("storage/uploads")
    if raw.is_absolute():
        return None
    return raw.read_text()  # error: CFW301

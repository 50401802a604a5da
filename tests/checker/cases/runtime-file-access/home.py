# target: pyodide-0.28 bundled
import os
import sqlite3
from pathlib import Path

TOKEN = Path.home() / ".app" / "token"


def read():
    return TOKEN.read_text()  # error: CFW301


def save(text):
    Path("~/.token").expanduser().write_text(text)  # error: CFW301
    with open(os.path.expanduser("~/.other"), "w") as file:  # error: CFW301
        file.write(text)


def joined(name):
    with open(os.path.join(os.path.expanduser("~"), name)) as file:  # error: CFW301
        return file.read()


def database():
    return sqlite3.connect(os.path.expanduser("~/app.db"))  # error: CFW401


def of_others(path):
    return Path(path).expanduser().read_text()


def temporary(text):
    Path("/tmp/token").expanduser().write_text(text)
    with open(os.path.expanduser("/tmp/other"), "w") as file:
        file.write(text)


def only_shown():
    return str(Path.home())

import os
import sqlite3 as sql
from pathlib import Path
from sqlite3 import connect

cache = sql.connect(":memory:")  # error: CFW401


def plain():
    return connect("app.db")  # error: CFW401


def with_default():
    return sql.connect(os.environ.get("DB_PATH", "data/dev.db"))  # error: CFW401 CFW501


def beside_the_code():
    return sql.connect(Path(__file__).parent / "dev.db")  # error: CFW401


class Database:
    def __init__(self, binding=None):
        self.binding = binding
        self.path = None
        if not binding:
            self.path = os.path.join(os.getcwd(), "dev.db")

    def connection(self):
        return sql.connect(self.path, timeout=30)  # error: CFW401

# target: pyodide-0.28 bundled
import sqlite3

from workers import Response, WorkerEntrypoint

_shared = None


def by_or(env):
    return getattr(env, "DB", None) or sqlite3.connect(":memory:")  # error: CFW401


def tried(env):
    try:
        return env.DB
    except AttributeError:
        return sqlite3.connect(":memory:")  # error: CFW401


def tried_first(env):
    try:
        return env.DB
    except AttributeError:
        pass
    return sqlite3.connect(":memory:")  # error: CFW401


def by_return(env):
    db = getattr(env, "DB", None)
    if db is not None:
        return db
    return sqlite3.connect("/tmp/x.db")  # error: CFW401


def by_test(env):
    if not hasattr(env, "DB"):
        return sqlite3.connect("/tmp/x.db")  # error: CFW401
    return env.DB


def by_choice(env):
    db = getattr(env, "DB", None)
    return db if db is not None else sqlite3.connect(":memory:")  # error: CFW401


def in_a_global():
    global _shared
    if _shared is None:
        _shared = sqlite3.connect(":memory:")  # error: CFW401
    return _shared


class Store:
    def __init__(self):
        self.connection = sqlite3.connect(":memory:")  # error: CFW401


STORE = Store()


# Any isolate makes an index again from what lies beside the code.
class Index:
    def __init__(self, texts):
        self.connection = sqlite3.connect(":memory:")
        self.connection.execute("CREATE VIRTUAL TABLE texts USING fts5(name, body)")
        for name, text in texts.items():
            self.connection.execute("INSERT INTO texts VALUES (?, ?)", (name, text))


INDEX = Index({"a": "b"})


class Report:
    def __init__(self):
        self.connection = sqlite3.connect(":memory:")


class Library:
    def __init__(self):
        self.connection = sqlite3.connect(":memory:")


# What lives in one function is not meant to last.
def total(rows):
    connection = sqlite3.connect(":memory:")
    connection.executemany("INSERT INTO t VALUES (?)", rows)
    return connection.execute("SELECT sum(a) FROM t").fetchone()


def of_caller(connection=None):
    connection = connection or sqlite3.connect(":memory:")
    return connection.execute("SELECT 1").fetchone()


def of_a_setting(path):
    if not path:
        return sqlite3.connect(":memory:")
    return sqlite3.connect(path)


def scratch(data):
    try:
        return data.read()
    except ValueError:
        return sqlite3.connect("/tmp/x.db")


class Default(WorkerEntrypoint):
    async def fetch(self, request):
        self.scratch = sqlite3.connect(":memory:")
        return Response(str(Report().connection))

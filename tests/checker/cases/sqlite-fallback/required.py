import sqlite3

try:
    import js
except ImportError:
    js = None


class DatabaseError(Exception):
    pass


def required(env):
    if getattr(env, "DB", None) is None:
        raise DatabaseError("the D1 binding DB is missing")
    return env.DB


def quoted(value):
    with sqlite3.connect(":memory:") as connection:
        return connection.execute("SELECT quote(?)", (value,)).fetchone()[0]


def on_a_host():
    if js is None:
        return sqlite3.connect("local.db")
    return None


def where_the_caller_says(path):
    return sqlite3.connect(path)


def errors():
    return sqlite3.Error, sqlite3.Row, sqlite3.sqlite_version


def another(connector):
    return connector.connect("local.db")


def other_engine(url, create_engine):
    return create_engine(url)


if __name__ == "__main__":
    sqlite3.connect("local.db")

import sqlite3


class DatabaseError(Exception):
    pass


def required(env):
    database = getattr(env, "DB", None)
    if database is None:
        raise DatabaseError("no D1 binding")
    return database


def scratch():
    connection = sqlite3.connect(":memory:")
    return connection.execute("SELECT 1").fetchone()


def where_the_caller_says(path):
    return sqlite3.connect(path)


class Recorder:
    def connect(self, name):
        return name


def another_connect(recorder: Recorder):
    return recorder.connect("local.db")


def catches():
    try:
        return scratch()
    except sqlite3.Error:
        return None

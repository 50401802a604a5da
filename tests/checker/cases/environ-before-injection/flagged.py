import os
from os import environ, getenv

TOKEN = environ["TOKEN"]  # error: CFW501


class Settings:
    debug = os.getenv("DEBUG") == "1"  # error: CFW501


async def in_a_handler():
    return os.environ.get("API_KEY")  # error: CFW501


def by_subscript():
    return os.environ["API_KEY"]  # error: CFW501


def by_function(name):
    return getenv(name, "")  # error: CFW501


def chained():
    return int(os.environ.get("LIMIT", "10"))  # error: CFW501

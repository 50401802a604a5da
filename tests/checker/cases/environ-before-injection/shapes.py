import os
from dataclasses import dataclass, field
from os import environ as variables, getenv as read

from pydantic_settings import BaseSettings

LEVEL = os.environ.get("LOG_LEVEL", "INFO")  # error: CFW501
DEBUG = bool(int(os.getenv("DEBUG", "0")))  # error: CFW501
KEYS = {"api": variables["API_KEY"]}  # error: CFW501


@dataclass
class Config:
    token: str = os.environ["TOKEN"]  # error: CFW501
    url: str = field(default_factory=lambda: os.environ["URL"])  # error: CFW501


class Client:
    def __init__(self, key=os.getenv("API_KEY")):  # error: CFW501
        self.key = key

    @property
    def secret(self):
        return os.environ["SECRET"]  # error: CFW501

    @classmethod
    def make(cls):
        return cls(read("API_KEY"))  # error: CFW501


async def handler(request):
    key = os.environ.get("API_KEY")  # error: CFW501
    if not key:
        raise RuntimeError("API_KEY is missing")
    return key


def formatted():
    return f"Bearer {os.environ['TOKEN']}"  # error: CFW501


def all_of_them():
    return [os.environ[name] for name in ("A", "B")]  # error: CFW501


def tested():
    if "API_KEY" in os.environ:
        return os.environ["API_KEY"]  # error: CFW501
    return None


def walrus():
    if key := os.getenv("API_KEY"):  # error: CFW501
        return key
    return None


if __name__ != "__main__" and os.environ.get("LOCAL_DEV"):  # error: CFW501
    print("imported")


def asked_something_else(options, key):
    value = getattr(DEFAULTS, key, None)
    if value:
        return str(value)
    return os.getenv(key)  # error: CFW501

import os
from os import environ

from workers import Response

HOME = environ["HOME"]
PATHS = os.getenv("PATH", "").split(":")
LANG = os.environ.get("LANG")
KEY = os.environ.get("API_KEY")  # error: CFW501

os.environ.setdefault("PROVIDER", "openai")
os.environ["REGION"] = "eu"
PROVIDER = os.environ["PROVIDER"], os.getenv("REGION")


def home():
    return os.environ["HOME"]


def with_default():
    os.environ.setdefault("MODE", "x")
    return Response(os.environ["MODE"])


def set_in_a_request():
    os.environ["LATE"] = "x"


TOO_EARLY = os.environ.get("LATE")  # error: CFW501


def without():
    return os.environ["OTHER"]  # error: CFW501

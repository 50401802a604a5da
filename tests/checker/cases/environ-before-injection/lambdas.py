# target: pyodide-0.28 bundled
import os
from dataclasses import dataclass, field

get_token = lambda: os.environ["TOKEN_A"]  # error: CFW501
NOW = sorted(["b", "a"], key=lambda name: os.environ["TOKEN_B"] + name)  # error: CFW501


@dataclass
class Settings:
    token: str = field(default_factory=lambda: os.environ["TOKEN_C"])  # error: CFW501
    region: str = field(default_factory=lambda: os.getenv("REGION", "eu"))  # error: CFW501
    now: str = os.environ["TOKEN_D"]  # error: CFW501

    url = property(lambda self: os.environ["TOKEN_E"])  # error: CFW501


READERS = {"token": lambda: os.environ["TOKEN_F"]}  # error: CFW501


def inside():
    return lambda: os.environ["TOKEN_G"]  # error: CFW501

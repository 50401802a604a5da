import asyncio
import os
import tempfile
from pathlib import Path

DATA = Path("data")


def relative():
    with open("settings.toml", "rb") as file:  # error: CFW301
        return file.read()


def from_working_directory():
    schema = os.path.join(os.getcwd(), "migrations", "schema.sql")
    return open(schema).read()  # error: CFW301


def path_object():
    return Path("token.json").read_text()  # error: CFW301


def below_a_constant(name, content):
    (DATA / name).write_bytes(content)  # error: CFW301


def folder():
    os.makedirs("uploads", exist_ok=True)  # error: CFW301


def absolute():
    return open("/etc/app/config.json").read()  # error: CFW301


def read(path):
    with open(path) as file:  # the callers decide
        return file.read()


def through_a_helper():
    return read("words.txt")  # error: CFW301


def replaced_in_one_step(text):
    handle, name = tempfile.mkstemp(dir=DATA.parent)  # error: CFW301
    os.write(handle, text)
    os.replace(name, "settings.toml")  # error: CFW301


def by_descriptor():
    return os.open("/srv/settings.toml", os.O_RDONLY)  # error: CFW301


def load(path, encoding="utf-8"):
    with open(path, encoding=encoding) as file:
        return file.read()


async def handed_to_a_thread():
    return await asyncio.to_thread(load, "settings.toml", encoding="ascii")  # error: CFW301

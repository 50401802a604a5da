import os
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

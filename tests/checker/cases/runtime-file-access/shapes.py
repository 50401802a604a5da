import csv
import io
import json
import logging
import os
import pathlib
import pickle
import shutil
from contextlib import suppress
from functools import lru_cache
from os import path
from pathlib import Path

CONFIG = "config/settings.json"
BASE = os.path.dirname(os.path.abspath(__file__))
OUTPUT = os.environ.get("OUTPUT_DIR", "./out")  # error: CFW501
UPLOADS = Path("uploads")


def constant():
    with open(CONFIG) as file:  # error: CFW301
        return json.load(file)


def joined(name):
    with open(os.path.join("templates", name)) as file:  # error: CFW301
        return file.read()


def formatted(name):
    with open(f"templates/{name}.html") as file:  # error: CFW301
        return file.read()


def added(name):
    return open("data/" + name, "rb").read()  # error: CFW301


def percent(name):
    return open("data/%s.txt" % name).read()  # error: CFW301


def format_method(name):
    return open("data/{}.txt".format(name)).read()  # error: CFW301


def written(data):
    with open("cache.json", "w") as file:  # error: CFW301
        json.dump(data, file)


def appended(line):
    with open("app.log", "a") as log:  # error: CFW301
        log.write(line)


def slash(name):
    return (UPLOADS / name).read_bytes()  # error: CFW301


def with_open_method(name):
    with UPLOADS.joinpath(name).open("wb") as file:  # error: CFW301
        file.write(b"")


def made():
    UPLOADS.mkdir(parents=True, exist_ok=True)  # error: CFW301


def listed():
    return os.listdir("templates")  # error: CFW301


def globbed():
    return list(Path("templates").glob("*.html"))  # error: CFW301


def working():
    return (Path.cwd() / "data.csv").read_text()  # error: CFW301


def absolute():
    with open("/var/data/words.txt") as file:  # error: CFW301
        return file.read()


def by_environment():
    with open(OUTPUT) as file:  # error: CFW301
        return file.read()


def keyword():
    return open(file="words.txt").read()  # error: CFW301


def copied():
    shutil.copy("a.txt", "/tmp/a.txt")  # error: CFW301


def touched():
    Path("flag").touch()  # error: CFW301


class Loader:
    folder = "templates"

    def __init__(self, root="static"):
        self.root = Path(root)

    def load(self, name):
        return (self.root / name).read_text()  # error: CFW301

    def by_class(self, name):
        return open(os.path.join(self.folder, name)).read()  # error: CFW301


@lru_cache
def cached():
    return json.loads(Path("words.json").read_text())  # error: CFW301


def default_argument(path="words.txt"):
    with open(path) as file:  # error: CFW301
        return file.read()


def in_a_loop():
    return [open(name).read() for name in ("a.txt", "b.txt")]  # error: CFW301


logging.basicConfig(filename="app.log")  # error: CFW301
handler = logging.FileHandler("worker.log")  # error: CFW301


def none_beside_the_code(name):
    for path in [Path("pages") / name, Path("/srv/pages") / name]:
        if path.exists():
            return path.read_text()  # error: CFW301
    return None


def packed():
    import gzip
    import zipfile

    with gzip.open("data/words.gz", "rt") as words:  # error: CFW301
        print(words.read())
    return zipfile.ZipFile("/srv/pages.zip").namelist()  # error: CFW301

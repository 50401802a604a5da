import logging
import shutil
from pathlib import Path

from fastapi.staticfiles import StaticFiles
from fastapi.templating import Jinja2Templates
from jinja2 import Environment, FileSystemLoader

HERE = Path(__file__).parent

templates = Jinja2Templates("templates")  # error: CFW301
named = Jinja2Templates(directory="templates")  # error: CFW301
loader = FileSystemLoader("templates")  # error: CFW301
static = StaticFiles(directory="static")  # error: CFW301

bundled = Jinja2Templates(HERE / "templates")
environment = Environment(loader=FileSystemLoader(str(HERE / "templates")))


def save(text):
    (HERE / "items.json").write_text(text)  # error: CFW301
    shutil.copy("/tmp/a.txt", HERE / "a.txt")  # error: CFW301
    logging.FileHandler(HERE / "app.log")  # error: CFW301


def read():
    return (HERE / "items.json").read_text()

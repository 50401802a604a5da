"""Libraries that open files by name."""

import configparser
import io
from configparser import ConfigParser
from pathlib import Path

import pandas
import pandas as pd
from PIL import Image

HERE = Path(__file__).parent


async def by_name(env, upload, url):
    image = Image.open("logo.png")  # error: CFW301
    frame = pd.read_csv("data/cities.csv")  # error: CFW301
    settings = configparser.ConfigParser()
    settings.read("settings.ini")  # error: CFW301
    ConfigParser().read("settings.ini", encoding="utf-8")  # error: CFW301
    return image, frame


async def by_path(env):
    Image.open(Path("static") / "logo.png")  # error: CFW301
    name = "prices.xlsx"
    return pandas.read_excel(name)  # error: CFW301


async def beside_the_code():
    Image.open(HERE / "logo.png")
    pd.read_csv(HERE / "cities.csv")
    ConfigParser().read(HERE / "settings.ini")


async def from_elsewhere(upload, url, name):
    Image.open(io.BytesIO(await upload.read()))
    pd.read_csv(io.StringIO("a,b"))
    pd.read_csv("https://example.com/cities.csv")
    pd.read_csv(url)
    Image.open(name)
    ConfigParser().read_string("[a]")
    pd.read_csv("/tmp/cities.csv")

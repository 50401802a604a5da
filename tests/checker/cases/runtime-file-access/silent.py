import asyncio
import io
import os
import tempfile
import zipfile
from pathlib import Path

HERE = Path(__file__).parent
PAGE = (HERE / "page.html").read_text()


async def bundled():
    return (Path(__file__).resolve().parent / "page.html").read_text()


def constant_folder():
    return (HERE / "texts" / "en.json").read_bytes()


def temporary():
    with open("/tmp/scratch.bin", "wb") as file:
        file.write(b"x")
    with tempfile.NamedTemporaryFile() as file:
        return file.name


def in_memory(data):
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return archive.open("page.html").read()


class Item:
    def read_text(self):
        return ""


def another_read_text(item: Item):
    return item.read_text()


def unknown(path):
    return open(path)


def scratch(text):
    handle, name = tempfile.mkstemp(dir="/tmp")
    os.write(handle, text)
    os.replace(name, "/tmp/page.html")
    return tempfile.NamedTemporaryFile(suffix=".html")


def load(label, path):
    with open(path) as file:
        return label, file.read()


async def handed_to_a_thread():
    return await asyncio.to_thread(load, "settings.toml", HERE / "settings.toml")


def first_that_is_there(name):
    here = Path(__file__).parent
    for path in [here / "pages" / name, Path("pages") / name, Path("/srv/pages") / name]:
        if path.exists():
            return path.read_text()
    return None


def packed(data):
    import gzip

    with gzip.open(HERE / "words.gz", "rt") as words:
        print(words.read())
    with zipfile.ZipFile("/tmp/pages.zip", "w") as archive:
        archive.writestr("a", "b")
    return zipfile.ZipFile(io.BytesIO(data)).namelist()

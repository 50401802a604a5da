import importlib.resources
import io
import json
import os
import tempfile
import zipfile
from pathlib import Path

from PIL import Image

HERE = os.path.dirname(__file__)
ROOT = Path(__file__).resolve().parent.parent
TEMPLATE = (ROOT / "templates" / "page.html").read_text()
SCRATCH = Path("/tmp") / "scratch"


def by_join(name):
    with open(os.path.join(HERE, "templates", name)) as file:
        return file.read()


def by_parent():
    return (ROOT / "data.json").read_text()


def by_with_name():
    return Path(__file__).with_name("data.json").read_text()


def by_format():
    return open(f"{HERE}/data.json").read()


def scratch():
    SCRATCH.mkdir(exist_ok=True)
    (SCRATCH / "a.txt").write_text("a")
    with open(os.path.join(tempfile.gettempdir(), "b.txt"), "w") as file:
        file.write("b")
    with tempfile.TemporaryDirectory() as folder:
        Path(folder, "c.txt").write_text("c")
        with open(os.path.join(folder, "d.txt"), "w") as file:
            file.write("d")


def resources():
    return importlib.resources.files("app").joinpath("data.json").read_text()


def image(data):
    return Image.open(io.BytesIO(data))


def archive(data):
    with zipfile.ZipFile(io.BytesIO(data)) as files:
        return files.open("a.txt").read(), files.read("b.txt")


def memory():
    return io.open_code


def from_caller(path):
    with open(path) as file:
        return file.read()


def uploaded(file):
    return file.read()


class Store:
    def open(self, name):
        return name

    def read_text(self):
        return ""

    def use(self):
        return self.open("a.txt"), self.read_text()


def own(store: Store):
    return store.open("a.txt")


def url_paths(request):
    return Path(request.url).name, os.path.join("/api", "users"), Path("a") / "b"


def checked_only():
    return os.path.exists("config.json")


def only_on_a_host():
    try:
        import js
    except ImportError:
        return open("local.json").read()
    return "{}"


if __name__ == "__main__":
    print(open("local.json").read())


def browser(webbrowser):
    webbrowser.open("https://example.com")


def cleaned_up():
    os.remove("/tmp/a.txt")
    os.remove("leftover.txt")

import os

from workers import env

PATH = os.pathsep


def by_binding():
    return env.API_KEY, getattr(env, "URL", "")


def explicit(key=None):
    key = key or os.environ.get("API_KEY")
    return key


def explicit_default(key=None):
    return key if key else os.environ.get("API_KEY", "")


def explicit_branch(env=None):
    if env is not None:
        return env.API_KEY
    return os.environ["API_KEY"]


def fallback(env):
    try:
        return env.API_KEY
    except AttributeError:
        return os.environ["API_KEY"]


class Fake:
    environ = {"A": "b"}

    def getenv(self, name):
        return name


fake = Fake()
A = fake.environ["A"], fake.getenv("A"), fake.environ.get("A")

try:
    from js import crypto
except ImportError:
    KEY = os.environ["KEY"]


def text():
    return "os.environ['A']"


if __name__ == "__main__":
    print(os.environ["HOME"])

import os


def copy(env, names):
    for name in names:
        os.environ[name] = getattr(env, name)


async def wrong(env):
    key = os.getenv("API_KEY")  # error: CFW501
    copy(env, ["API_KEY"])
    return key


async def right(env):
    copy(env, ["API_KEY"])
    return os.getenv("API_KEY")


def elsewhere():
    return os.environ["API_KEY"]


AT_IMPORT = os.environ.get("API_KEY")  # error: CFW501

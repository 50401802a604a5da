# target: pyodide-0.28 bundled
"""Rows that are asked for `to_py` by `getattr` and `callable`, and results that are subscripted twice."""
import functools


async def changes(env):
    result = await env.DB.prepare("UPDATE t SET a = 1").run()
    return result["meta"]["changes"]  # error: CFW403


async def rows(env):
    result = await env.DB.prepare("SELECT * FROM t").all()
    names = []
    for row in result["results"]:  # error: CFW403
        names.append(row)
    first = result["results"][0]  # error: CFW403
    return names, first["name"]


async def as_attribute(env):
    result = await env.DB.prepare("SELECT * FROM t").all()
    return result.meta["changes"], result.results[0]["name"]  # error: CFW403


async def callable_attribute(env):
    row = await env.DB.prepare("SELECT * FROM t").first()
    if callable(getattr(row, "to_py", None)):
        row = row.to_py()
    return row["name"]


async def found(env):
    row = await env.DB.prepare("SELECT * FROM t").first()
    to_py = getattr(row, "to_py", None)
    data = to_py() if to_py is not None else row
    return data["name"]


async def found_callable(env):
    row = await env.DB.prepare("SELECT * FROM t").first()
    to_py = getattr(row, "to_py", None)
    data = to_py() if callable(to_py) else row
    return data["name"]


async def left_early(env):
    row = await env.DB.prepare("SELECT * FROM t").first()
    fn = getattr(row, "to_py", None)
    if callable(fn):
        return fn()["name"]
    return row["name"]


async def left_early_by_none(env):
    row = await env.DB.prepare("SELECT * FROM t").first()
    fn = getattr(row, "to_py", None)
    if fn is None:
        return row["name"]
    return fn()["name"]


async def bound_in_the_test(env):
    row = await env.DB.prepare("SELECT * FROM t").first()
    if (fn := getattr(row, "to_py", None)) is not None:
        return fn()["name"]
    return row["name"]


async def bound_and_called(env):
    row = await env.DB.prepare("SELECT * FROM t").first()
    if callable(fn := getattr(row, "to_py", None)):
        return fn()["name"]
    return row["name"]


async def by_a_name(env):
    row = await env.DB.prepare("SELECT * FROM t").first()
    is_proxy = callable(getattr(row, "to_py", None))
    return (row.to_py() if is_proxy else row)["name"]


async def truth(env):
    row = await env.DB.prepare("SELECT * FROM t").first()
    if getattr(row, "to_py", None):
        row = row.to_py()
    return row["name"]


async def other_way_round(env):
    row = await env.DB.prepare("SELECT * FROM t").first()
    if callable(getattr(row, "to_py", None)):
        return row["name"]  # error: CFW403
    return None


async def found_and_left(env):
    row = await env.DB.prepare("SELECT * FROM t").first()
    fn = getattr(row, "to_py", None)
    if fn is not None:
        return row["name"]  # error: CFW403
    return None


def to_python(value):
    return value.to_py() if hasattr(value, "to_py") else value


def converting(function):
    @functools.wraps(function)
    async def wrapper(*args, **kwargs):
        return to_python(await function(*args, **kwargs))

    return wrapper


def converted(deep=True):
    def decorate(function):
        async def wrapper(*args, **kwargs):
            value = await function(*args, **kwargs)
            return value.to_py()

        return wrapper

    return decorate


class Users:
    def __init__(self, env):
        self.db = env.DB

    @converting
    async def get(self, uid):
        return await self.db.prepare("SELECT * FROM users WHERE id = ?").bind(uid).first()

    @converted()
    async def by_name(self, name):
        return await self.db.prepare("SELECT * FROM users WHERE name = ?").bind(name).first()

    @staticmethod
    @converting
    async def newest(env):
        return await env.DB.prepare("SELECT * FROM users ORDER BY id DESC").first()

    @converting
    @classmethod
    async def oldest(cls, env):
        return await env.DB.prepare("SELECT * FROM users ORDER BY id").first()

    @converted(deep=False)
    @converting
    async def any(self):
        return await self.db.prepare("SELECT * FROM users").first()

    async def raw(self, uid):
        return await self.db.prepare("SELECT * FROM users WHERE id = ?").bind(uid).first()

    @staticmethod
    async def raw_newest(env):
        return await env.DB.prepare("SELECT * FROM users ORDER BY id DESC").first()

    async def name(self, uid):
        return (await self.get(uid))["name"], (await self.any())["name"]

    async def names(self, env, uid):
        one = await self.by_name("a")
        two = await self.newest(env)
        three = await Users.oldest(env)
        return one["name"], two["name"], three["name"]

    async def raw_name(self, uid):
        return (await self.raw(uid))["name"]  # error: CFW403

    async def raw_newest_name(self, env):
        row = await self.raw_newest(env)
        return row["name"]  # error: CFW403


def without_method(row):
    to_py = getattr(row, "to_py", None)
    if to_py is None:
        return row
    return to_py()


def with_method(row):
    to_py = getattr(row, "to_py", None)
    return to_py() if callable(to_py) else row


async def by_helpers(env):
    row = await env.DB.prepare("SELECT * FROM t").first()
    return without_method(row)["name"], with_method(row)["name"]


class Base:
    def __init__(self, env):
        self.env = env

    def as_dict(function):
        async def wrapper(self, *args):
            row = await function(self, *args)
            return row.to_py() if row else None

        return wrapper

    @as_dict
    async def get(self, uid):
        return await self.env.DB.prepare("SELECT 1").bind(uid).first()


class Child(Base):
    async def name(self, uid):
        return (await self.get(uid))["name"]


class Converted:
    def __init__(self, function):
        self.function = function

    async def __call__(self, *args):
        return (await self.function(*args)).to_py()


class Converter:
    def __call__(self, function):
        async def wrapper(*args):
            return (await function(*args)).to_py()

        return wrapper


convert = Converter()


@Converted
async def by_a_class(env):
    return await env.DB.prepare("SELECT 1").first()


class Orders:
    @convert
    async def get(self, env):
        return await env.DB.prepare("SELECT 1").first()

    async def both(self, env):
        return (await by_a_class(env))["n"], (await self.get(env))["n"]

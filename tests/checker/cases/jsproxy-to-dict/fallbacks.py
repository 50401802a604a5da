# target: pyodide-0.28 bundled
import json

from js import JSON
from js import Object as JsObject
from workers import WorkerEntrypoint


def tried(value):
    try:
        return value.to_py()
    except Exception:
        return value


def checked(row):
    converted = row.to_py() if hasattr(row, "to_py") else row
    return converted if isinstance(converted, dict) else row


def deep(value, depth=0):
    if value is None or isinstance(value, (str, int, float, bool)):
        return value
    if depth >= 50:
        return value
    if isinstance(value, list):
        return [deep(item, depth + 1) for item in value]
    convert = getattr(value, "to_py", None)
    if callable(convert):
        try:
            return deep(convert(), depth + 1)
        except (AttributeError, TypeError):
            pass
    try:
        return {str(key): deep(getattr(value, key, None)) for key in JsObject.keys(value)}
    except Exception:
        pass
    return value


def as_dict(row):
    try:
        return deep(dict(row))
    except Exception:
        converted = deep(row)
        return converted if isinstance(converted, dict) else row


def as_list(rows):
    if isinstance(rows, list):
        return rows
    if hasattr(rows, "to_py"):
        return rows.to_py()
    try:
        return [dict(row) if hasattr(row, "items") else row.to_py() for row in rows]
    except Exception:
        return list(rows)


async def select(db, sql):
    raw = await db.prepare(sql).all()
    try:
        rows = json.loads(str(JSON.stringify(raw))).get("results")
        if isinstance(rows, list):
            return rows
    except Exception:
        pass
    return list(raw.results)


async def by_any_means(db, sql):
    result = await db.prepare(sql).all()
    try:
        return result.get("results")
    except Exception:
        return result.results


async def converted(env):
    statement = env.DB.prepare("SELECT name FROM users")
    names = [tried(await statement.first())["name"], checked(await statement.first())["name"]]
    row = deep(await statement.first())
    names.append((row or {}).get("name"))
    names.append(as_dict(await statement.first())["name"])
    result = await statement.all()
    names.extend(row["name"] for row in as_list(result.results))
    names.extend(row["name"] for row in await select(env.DB, "SELECT name FROM users"))
    return names


async def columns_or_keys(db):
    result = await db.prepare("SELECT name FROM users").all()
    return [row.name if hasattr(row, "name") else row.get("name") for row in result.results]


def handed_back(row, label):
    print(label)
    return row


async def raw(db):
    row = handed_back(await db.prepare("SELECT name FROM users").first(), "user")
    return row["name"]  # error: CFW403


class Statement:
    def __init__(self, raw):
        self._raw = raw

    async def first(self):
        row = await self._raw.first()
        return row.to_py() if row else None


class Database:
    def __init__(self, raw):
        self._raw = raw

    def prepare(self, sql):
        return Statement(self._raw.prepare(sql))


class Bindings:
    def __init__(self, raw):
        self.DB = Database(raw.DB)


class Default(WorkerEntrypoint):
    @property
    def env(self):
        return Bindings(self._raw_env)

    @env.setter
    def env(self, value):
        self._raw_env = value

    async def fetch(self, request):
        row = await self.env.DB.prepare("SELECT name FROM users").first()
        return row["name"] if row else ""

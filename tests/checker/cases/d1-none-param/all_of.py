# target: pyodide-314 bundled
def required(env, name: str | None = None, mail: str | None = None):
    if not all([name, mail]):
        return None
    return env.DB.prepare("INSERT INTO t VALUES (?, ?)").bind(name, mail)


def as_tuple(env, name: str | None = None):
    if all((name is not None, name != "")):
        return env.DB.prepare("INSERT INTO t VALUES (?)").bind(name)
    return None


def none_missing(env, name: str | None = None):
    if any([name is None, name == ""]):
        raise ValueError(name)
    return env.DB.prepare("INSERT INTO t VALUES (?)").bind(name)


def some(env, name: str | None = None, mail: str | None = None):
    if not any([name, mail]):
        return None
    return env.DB.prepare("INSERT INTO t VALUES (?, ?)").bind(name, mail)  # error: CFW404


def another(env, name: str | None = None, mail: str | None = None):
    if not all([mail]):
        return None
    return env.DB.prepare("INSERT INTO t VALUES (?)").bind(name)  # error: CFW404

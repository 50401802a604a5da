# target: pyodide-0.28 bundled
import os


def tested(env, name):
    if env is not None and hasattr(env, name):
        return getattr(env, name)
    return os.environ.get(name)


def tested_alone(env, name):
    if hasattr(env, name):
        return getattr(env, name)
    return os.environ.get(name)


def tried(env, name):
    try:
        return getattr(env, name)
    except Exception:
        pass
    return os.getenv(name)


def typed(env, name):
    value = getattr(env, name, None)
    if isinstance(value, str):
        return value
    return os.environ.get(name)


def neither(env, name):
    if env is None or not hasattr(env, name):
        return os.environ[name]
    return getattr(env, name)


class Settings:
    def __init__(self, env=None):
        self._env = env
        self._cached = None

    def get(self, name, default=None):
        if self._env is not None:
            value = getattr(self._env, name, None)
            if value is not None:
                return value
        return os.environ.get(name, default)

    def cached(self):
        if self._cached is not None:
            return self._cached
        self._cached = os.environ["API_KEY"]  # error: CFW501
        return self._cached


def tries_something_else(env, name, log):
    try:
        log(name)
    except Exception:
        pass
    return os.getenv(name)  # error: CFW501


def inner_goes_on(env, name):
    if env is not None:
        value = getattr(env, "OTHER", None)
        if value is not None:
            print(value)
    return os.environ.get(name)  # error: CFW501


def not_about_env(name, verbose):
    if verbose and name:
        print(name)
    return os.environ.get(name)  # error: CFW501


def of_cache(name):
    cached = CACHE.get(name)
    if cached and len(cached) > 2:
        return cached
    return os.environ.get(name)  # error: CFW501


CACHE = {}

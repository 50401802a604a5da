import os

from workers import WorkerEntrypoint, env

os.environ["DJANGO_SETTINGS_MODULE"] = "shop.settings"
os.environ.setdefault("TZ", "UTC")


class Default(WorkerEntrypoint):
    async def fetch(self, request):
        return self.env.API_KEY


def imported_env():
    return env.API_KEY


def fallback(api_key=None):
    return api_key or os.environ.get("API_KEY")


def fallback_branch(settings):
    key = getattr(settings, "API_KEY", None)
    if not key:
        key = os.getenv("API_KEY")
    return key


class Environment:
    def get(self, name):
        return name


environ = Environment()


def another_environ():
    return environ.get("API_KEY")


if __name__ == "__main__":
    print(os.environ["HOME"])


if __name__ == "__main__" and os.environ.get("LOCAL_DEV"):
    print(os.environ["LOCAL_DEV"])


def asked_env_first(env, key):
    value = getattr(env, key, None)
    if value:
        return str(value)
    return os.getenv(key)

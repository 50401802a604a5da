import os

from workers import WorkerEntrypoint, env


def settings():
    return {"key": os.environ.get("API_KEY"), "url": os.environ["URL"]}


class Default(WorkerEntrypoint):
    async def fetch(self, request):
        for name in ("API_KEY", "URL"):
            value = getattr(self.env, name, None)
            if value is not None:
                os.environ[name] = str(value)
        return settings()


def written():
    os.environ["TZ"] = "UTC"
    os.environ.setdefault("LANG", "C")
    os.environ.pop("HOME", None)
    os.environ.update({"A": "b"})

import os

from workers import WorkerEntrypoint

COMMIT = "APP_COMMIT"


def version():
    return os.environ.get(COMMIT, "")[:7]


def zone():
    return os.environ["TZ"]


def home():
    return os.environ["HOME"], os.getenv("PATH")


def other():
    return os.environ["OTHER"]  # error: CFW501


class Default(WorkerEntrypoint):
    async def fetch(self, request):
        os.environ[COMMIT] = getattr(self.env, "COMMIT", "") or ""
        os.environ["TZ"] = "UTC"
        return version() + zone() + other()

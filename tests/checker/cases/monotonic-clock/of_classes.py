# target: pyodide-0.28 bundled
import time

from workers import Response, WorkerEntrypoint


class Push:
    last_sent = 0.0

    async def send(self, text):
        if time.monotonic() - Push.last_sent < 60:  # error: CFW601
            return False
        Push.last_sent = time.monotonic()  # error: CFW601
        return True

    @classmethod
    def reset(cls):
        cls.last_sent = time.monotonic()  # error: CFW601

    def later(self):
        self.__class__.last_sent = time.monotonic()  # error: CFW601
        return time.monotonic() - type(self).last_sent  # error: CFW601


class Timer:
    def __init__(self):
        self.started = time.monotonic()

    def elapsed(self):
        return time.monotonic() - self.started


class Default(WorkerEntrypoint):
    async def fetch(self, request):
        push = Push()
        timer = Timer()
        await push.send("x")
        push.later()
        return Response(str(timer.elapsed()))

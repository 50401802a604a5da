import time
from time import monotonic

from workers import Response, WorkerEntrypoint


# What is made for one request is as old as the request.
class Timed:
    def __init__(self, request):
        self.request = request
        self.started = monotonic()

    def elapsed(self):
        return monotonic() - self.started

    def computed(self, work):
        start = time.perf_counter()  # error: CFW601
        work()
        return time.perf_counter() - start  # error: CFW601


class Default(WorkerEntrypoint):
    async def fetch(self, request):
        timed = Timed(request)
        await self.env.DB.prepare("SELECT 1").first()
        return Response(str(timed.elapsed()))


class Uptime:
    def __init__(self):
        self.started = monotonic()  # error: CFW601

    def seconds(self):
        return monotonic() - self.started  # error: CFW601


UPTIME = Uptime()


class Unknown:
    def __init__(self):
        self.started = monotonic()  # error: CFW601

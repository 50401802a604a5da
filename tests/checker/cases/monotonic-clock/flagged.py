import time
import time as clock
from time import monotonic as now
from time import perf_counter

started = clock.monotonic()  # error: CFW601


def alias():
    return now()  # error: CFW601


def counter():
    return perf_counter() - started  # error: CFW601


class Limiter:
    def __init__(self):
        self.next = time.monotonic() + 60  # error: CFW601

    def due(self):
        return time.monotonic_ns() > self.next  # error: CFW601
